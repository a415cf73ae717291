/// The catalogue of scores for people at a terminal and for programs.
public struct ScoreListing: Sendable, Encodable {
  public struct Entry: Sendable, Encodable {
    public let family: ScoreFamily
    public let definition: MetricDefinition
    /// How an evaluation file names it, with an example of its parameter where it has one.
    public let example: String
    /// Whether it takes the evaluation's thresholds where it is named without one.
    public let takesThresholds: Bool
    /// What it needs beside forecasts and observations; empty for nothing.
    public let needs: [String]
  }

  /// By family, in the order of the catalogue.
  public let scores: [Entry]

  public init() {
    let all =
      Catalogue.metrics + Catalogue.furtherMetrics
      + Catalogue.definitions.compactMap { Catalogue.example(of: $0.id) }
    let entries = all.map(Entry.init)
    scores = ScoreFamily.allCases.flatMap { family in entries.filter { $0.family == family } }
  }

  /// The score of an identity; nil where there is none.
  public func entry(_ id: String) -> Entry? { scores.first { $0.definition.id == id } }

  /// The whole list, a line a score, in at most 100 columns.
  public var text: String {
    var lines: [String] = []
    for family in ScoreFamily.allCases {
      lines += ["\(lines.isEmpty ? "" : "\n")Of \(family.rawValue)", ""]
      lines += scores.filter { $0.family == family }.flatMap(\.lines)
    }
    return (lines + ["", ScoreListing.footnote]).joined(separator: "\n") + "\n"
  }

  private static let footnote = """
    Then come the unit (that of the variable, its square, degrees, or - for none), the range, the score
    of a perfect forecast, and what is better: smaller, larger, nearer to perfect, or - for neither.
    One in full: `verify scores --list sedi`. Those with (...) have a parameter; a score of events
    without it takes every threshold of its variable under 'thresholds:' in the evaluation file.
    """
}

extension ScoreListing.Entry {
  init(_ metric: any Metric) {
    family = ScoreFamily(of: metric)
    definition = metric.definition
    example = metric.threshold.map { "\(metric.definition.id)(\($0))" } ?? metric.definition.id
    takesThresholds = metric.eventThreshold != nil
    needs = ScoreListing.Entry.needs((metric.statistic as any Statistic).columns, of: metric)
  }

  private static func needs(_ columns: Set<PairColumn>, of metric: any Metric) -> [String] {
    var needs: [String] = []
    if columns.contains(where: \.isClimatological) {
      needs.append("a climatology: make one with `verify climatology build` and name it, 'climatology: FILE'")
    }
    if columns.contains(.baseline) { needs.append("a baseline: mark a forecast with 'baseline: true'") }
    if columns.contains(.secondForecast) { needs.append("a wind vector among the variables, such as wind10m") }
    if columns.contains(.lowerLimit) {
      needs.append("a forecast interval for each pair, which an evaluation file can't name yet")
    }
    if metric.statistic is ToleranceTable { needs.append("a 'tolerance', as in {time: 3h, distance: 50km}") }
    if metric.statistic is any FieldStatistic {
      needs.append(
        "fields against an 'analysis'" + (metric.hasScale ? ", and 'scales', as in [50km]" : ""))
    }
    return needs
  }

  /// The id and what is said shortly of the score; a long name goes on in the next line.
  fileprivate var lines: [String] {
    let unit =
      switch definition.units {
      case .none: "-"
      case .variable: "unit"
      case .squared: "unit²"
      case .degrees: "°"
      }
    let better =
      switch definition.orientation {
      case .negative: "smaller"
      case .positive: "larger"
      case .towardsPerfect: "nearer"
      case .none: "-"
      }
    let perfect = definition.perfect.map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? "-"
    let hasParameter = example != definition.id
    let name = wrapped(definition.name, to: 32)
    let first =
      "  " + padded(definition.id + (hasParameter ? "(...)" : ""), 34) + padded(name[0], 34) + padded(unit, 7)
      + padded(definition.range, 13) + padded(perfect, 3) + better
    return [first] + name.dropFirst().map { padded("", 36) + $0 }
  }

  /// All that is known of the score, in at most 100 columns.
  public var text: String {
    let orientation =
      switch definition.orientation {
      case .negative: "smaller is better"
      case .positive: "larger is better"
      case .towardsPerfect: "nearer to perfect is better"
      case .none: "neither better nor worse"
      }
    let unit =
      switch definition.units {
      case .none: "no unit"
      case .variable: "in the unit of the variable"
      case .squared: "in the square of the variable's unit"
      case .degrees: "in degrees"
      }
    let perfect = definition.perfect.map { "perfect \(Int(exactly: $0).map(String.init) ?? "\($0)"), " } ?? ""
    var parts = [
      ("formula", definition.formula), ("range", "\(definition.range), \(perfect)\(orientation), \(unit)"),
      ("undefined", definition.undefinedWhen == "never" ? "never" : "when \(definition.undefinedWhen)"),
      ("aggregation", definition.aggregation),
      (
        "in a file",
        takesThresholds
          ? "\(definition.id) for every threshold of the variable, or one alone, as in \"\(example)\""
          : example == definition.id ? example : "as in \"\(example)\""
      ),
    ]
    if !needs.isEmpty { parts.append(("needs", needs.joined(separator: "; "))) }
    if !definition.synonyms.isEmpty { parts.append(("also called", definition.synonyms.joined(separator: ", "))) }
    parts.append(("reference", definition.reference))
    var lines = wrapped("\(definition.id): \(definition.name) (\(definition.symbol))", to: 100) + [""]
    lines += wrapped(definition.summary, to: 98).map { "  \($0)" } + [""]
    for (name, value) in parts {
      for (position, line) in wrapped(value, to: 84).enumerated() {
        lines.append("  " + padded(position == 0 ? name : "", 14) + line)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Text with blanks behind, and at least two.
private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(text.isEmpty ? 0 : 2, width - text.count))
}

/// Text in lines of at most a number of characters, broken at blanks.
private func wrapped(_ text: String, to width: Int) -> [String] {
  var lines = [""]
  for word in text.split(separator: " ") {
    let last = lines[lines.count - 1]
    if last.isEmpty {
      lines[lines.count - 1] = String(word)
    } else if last.count + 1 + word.count <= width {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
