import Fields
import Stations

/// Another source of reports, which also answers wind vectors: from reported components, otherwise from speed and
/// direction of the same station, time and source.
///
/// A calm needs no direction. A report that lacks one of the two has NaN for both components, so that it is rejected
/// and counted. Of the qualities of the two the worse stands.
struct WindReports: ReportSource {
  let source: any ReportSource

  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    guard let wind = WindVariables(variable) else {
      return try await source.reports(of: variable, from: from, through: through)
    }
    let u = try await source.reports(of: wind.eastward, from: from, through: through)
    let v = try await source.reports(of: wind.northward, from: from, through: through)
    var rows = WindRows(variable)
    // An analysis that holds components derives speed and direction from them.
    if source is AnalysisReports {
      guard !u.hasRows(of: v) else { return u.besideNorthward(v, as: variable) }
      rows.add(u, v) { ($0, $1) }
      return rows.reports
    }
    rows.add(u, v) { ($0, $1) }
    rows.add(
      try await source.reports(of: wind.speed, from: from, through: through),
      try await source.reports(of: wind.direction, from: from, through: through)
    ) { speed, direction in
      if speed == 0 { return (0, 0) }
      guard !speed.isNaN, !direction.isNaN else { return (.nan, .nan) }
      let wind = Wind.components(speed: speed, direction: direction)
      return (wind.eastward, wind.northward)
    }
    return rows.reports
  }

  /// When both of what a wind vector is made of are reported.
  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? {
    guard let wind = variable.flatMap(WindVariables.init) else { return try source.timeSpan(of: variable) }
    let spans = try [(wind.eastward, wind.northward), (wind.speed, wind.direction)].compactMap { first, second in
      let (a, b) = (try source.timeSpan(of: first), try source.timeSpan(of: second))
      return a.flatMap { a in b.flatMap { a.overlaps($0) ? a.clamped(to: $0) : nil } }
    }
    guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else { return nil }
    return first...last
  }
}

/// Reports of two variables joined by station, time and source.
private struct WindRows {
  private struct Key: Hashable {
    let station: Station
    let time: UTCTime
    let source: String
  }

  private struct Row {
    var eastward = Double.nan
    var northward = Double.nan
    var quality: Quality

    var isWhole: Bool { !(eastward + northward).isNaN }
  }

  private let variable: Variable
  private var rows: [Key: Row] = [:]

  init(_ variable: Variable) {
    self.variable = variable
  }

  /// Adds what two reports make; a row that is whole already stays.
  mutating func add(
    _ first: Reports, _ second: Reports, _ wind: (Double, Double) -> (eastward: Double, northward: Double)
  ) {
    var parts: [Key: (Double, Double, Quality)] = [:]
    for row in 0..<first.count {
      parts[WindRows.key(row, first)] = (first.values[row], .nan, first.qualities[row])
    }
    for row in 0..<second.count {
      let key = WindRows.key(row, second)
      let known = parts[key]
      parts[key] = (known?.0 ?? .nan, second.values[row], max(known?.2 ?? .good, second.qualities[row]))
    }
    for (key, part) in parts where rows[key]?.isWhole != true {
      let made = wind(part.0, part.1)
      let isWhole = !(made.eastward + made.northward).isNaN
      rows[key] = Row(
        eastward: isWhole ? made.eastward : .nan, northward: isWhole ? made.northward : .nan, quality: part.2)
    }
  }

  private static func key(_ row: Int, _ reports: Reports) -> Key {
    Key(
      station: reports.stations[Int(reports.stationIndex[row])], time: reports.validTimes[row],
      source: reports.sources[Int(reports.sourceIndex[row])])
  }

  /// By station and place, then time, then source.
  var reports: Reports {
    let sorted = rows.sorted { a, b in
      let (p, q) = (a.key.station, b.key.station)
      if p != q { return p.precedes(q) }
      return a.key.time != b.key.time ? a.key.time < b.key.time : a.key.source < b.key.source
    }
    var reports = Reports(variable: variable, sources: Set(rows.keys.map(\.source)).sorted())
    let sources = Dictionary(uniqueKeysWithValues: zip(reports.sources, Int32(0)...))
    for (key, row) in sorted {
      if reports.stations.last != key.station { reports.stations.append(key.station) }
      reports.stationIndex.append(Int32(reports.stations.count - 1))
      reports.validTimes.append(key.time)
      reports.values.append(row.eastward)
      reports.northwardValues.append(row.northward)
      reports.qualities.append(row.quality)
      reports.sourceIndex.append(sources[key.source] ?? 0)
    }
    return reports
  }
}

extension Reports {
  fileprivate func hasRows(of other: Reports) -> Bool {
    stationIndex == other.stationIndex && validTimes == other.validTimes && sourceIndex == other.sourceIndex
      && sources == other.sources && stations == other.stations
  }

  fileprivate func besideNorthward(_ other: Reports, as variable: Variable) -> Reports {
    var wind = self
    wind.variable = variable
    wind.northwardValues = other.values
    wind.qualities = zip(qualities, other.qualities).map { max($0, $1) }
    return wind
  }
}
