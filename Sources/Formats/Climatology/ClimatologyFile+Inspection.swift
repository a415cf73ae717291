public import Fields

/// What a climatology file holds, for people and programs.
public struct ClimatologyInspection: Sendable, Codable {
  /// What it has of one variable.
  public struct Entry: Sendable, Codable {
    public var variable: String
    public var unit: String
    public var arrays: [String]
  }

  public var file: String
  public var format: String
  public var title: String
  public var places: String
  public var entries: [Entry]
  public var firstDay: String
  public var lastDay: String
  public var days: Int
  /// Absent where all hours are one.
  public var hours: [Int]?
  public var levels: [Double]
  public var events: [String]
  public var from: UTCTime
  public var through: UTCTime
  public var years: [Int]
  public var yearsLeftOut: [Int]
  public var window: Int
  public var minimumSample: Int
  public var source: String
  public var digest: String
}

extension ClimatologyFile {
  /// What the file holds, without its values.
  public var inspection: ClimatologyInspection {
    ClimatologyInspection(
      file: url.path, format: "climatology, \(dataset.format)", title: title, places: layout.places.summary,
      entries: variables.map { variable in
        ClimatologyInspection.Entry(
          variable: variable.description, unit: variable.unit.symbol,
          arrays: ClimatologyArray.allCases.filter { has($0, of: variable) }.map(\.rawValue))
      }, firstDay: layout.days.first?.description ?? "", lastDay: layout.days.last?.description ?? "",
      days: layout.days.count, hours: layout.hours, levels: layout.levels, events: layout.events, from: origin.from,
      through: origin.through, years: origin.years, yearsLeftOut: origin.withoutYears, window: origin.window,
      minimumSample: origin.minimumSample, source: origin.source, digest: origin.digest)
  }
}

extension ClimatologyInspection {
  /// In lines.
  public var text: String {
    let hours = hours.map { hours in
      hours.count == 24 ? "each hour" : "at \(hours.map { "\($0)" }.joined(separator: ", ")) UTC"
    }
    let days = days == CalendarDay.count ? "every day of the year" : "\(days) days from \(firstDay) to \(lastDay)"
    let left = yearsLeftOut.isEmpty ? "" : " without \(yearsLeftOut.map(String.init).joined(separator: ", "))"
    var lines = [
      "\(file): a \(format)", "  \(title)", "  \(places), \(days), \(hours ?? "all hours together")",
      "  of \(source), \(from.shortDescription) to \(through.shortDescription)\(left)",
      "  \(years.count == 1 ? "1 year" : "\(years.count) years"), \(window) days on either side of a day, at least "
        + "\(minimumSample) values in a cell",
    ]
    if !levels.isEmpty {
      lines.append("  quantiles \(levels.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", "))")
    }
    if !events.isEmpty { lines.append("  events \(events.joined(separator: ", "))") }
    lines += entries.map { "  \($0.variable) in \($0.unit): \($0.arrays.joined(separator: ", "))" }
    lines.append("  name it in an evaluation: climatology: \(file)")
    return lines.joined(separator: "\n") + "\n"
  }
}
