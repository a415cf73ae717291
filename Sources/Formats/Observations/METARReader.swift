public import Foundation
public import Stations
import Fields

/// METAR and SPECI in text: bulletins as they are exchanged, or one report a line.
///
/// Reports give the day of the month alone. Year and month come from a line with a date before the report
/// (`2012/03/08 13:52`, as in the cycle files of the NWS), else from the options, else from the file's
/// name (`metar_201203.txt`). With the heading of a bulletin (`SAUS70 KWBC 010000`), a report of the 31st
/// in a bulletin of the 1st is of the month before. Positions come from the list of stations.
public struct METARReader: ObservationReader {
  public static let format = "metar"
  public static let title = "METAR and SPECI bulletins (needs a list of stations, and the month)"

  private let list: StationList?
  private let month: UTCTime?

  /// Throws where the list of stations can't be read.
  public init(options: ReaderOptions) throws {
    list = try options.stationList.map { url in try StationList(url) }
    month = options.month
  }

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    guard !head.isEmpty else { return false }
    let text = String(decoding: head.prefix(1024), as: UTF8.self)
    let words = text.split { $0.isWhitespace || $0.isNewline }.prefix(40)
    // A station and a time, or the heading of a bulletin of METARs.
    let hasReport = zip(words, words.dropFirst()).contains { station, time in
      station.count == 4 && station.first?.isLetter == true && METARReport.time(String(time)) != nil
    }
    return hasReport && !words.contains("TAF")
  }

  public func circumstances(of file: URL) -> String {
    METARReader.month(inFileName: file.lastPathComponent).map { String($0.description.prefix(7)) } ?? ""
  }

  /// The month in a name like `metar_201203.txt` or `20120308_1400Z.txt`.
  static func month(inFileName name: String) -> UTCTime? {
    for run in name.split(whereSeparator: { !($0.isASCII && $0.isNumber) }) where run.count >= 6 {
      if let year = Int(run.prefix(4)), let month = Int(run.dropFirst(4).prefix(2)), (1930...2100).contains(year) {
        return UTCTime(year: year, month: month, day: 1)
      }
    }
    return nil
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    guard let list else {
      throw FormatError(file, "METARs give no positions: name a list of stations with --stations FILE")
    }
    let text = try TextFile(file)
    var state = State(month: month ?? METARReader.month(inFileName: file.lastPathComponent))
    var report = ""
    var start = 0
    try text.forEachLine { bytes, number in
      let line = bytes.string.replacing("\u{01}", with: "").replacing("\u{03}", with: "")
        .trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty else { return }
      let before = state
      if state.heading(line, isContinued: !report.isEmpty) {
        try keep(report, line: start, before, list, file, &collector)
        return report = ""
      }
      if report.isEmpty { start = number }
      for (i, part) in line.split(separator: "=", omittingEmptySubsequences: false).enumerated() {
        if i > 0 {
          try keep(report, line: start, state, list, file, &collector)
          report = ""
          start = number
        }
        // Without `=`, a line that begins with a station and a time is another report.
        if !report.isEmpty, METARReader.begins(String(part)), METARReader.begins(report) {
          try keep(report, line: start, state, list, file, &collector)
          report = ""
          start = number
        }
        report += report.isEmpty ? String(part) : " " + part
      }
    }
    try keep(report, line: start, state, list, file, &collector)
  }

  private static func begins(_ text: String) -> Bool {
    let words = text.split(separator: " ").filter { !["METAR", "SPECI", "COR"].contains($0) }.prefix(2)
    guard words.count == 2, let station = words.first else { return false }
    return station.count == 4 && METARReport.time(String(words[words.startIndex + 1])) != nil
  }

  /// What the lines before a report say of it.
  struct State {
    var month: UTCTime?
    /// Day of the month of the bulletin.
    var day: Int?
    /// The date of a line before a report.
    var date: UTCTime?

    init(month: UTCTime?) { self.month = month }

    /// Takes note of a line that is no report: a counter, the heading of a bulletin, a date.
    mutating func heading(_ line: String, isContinued: Bool) -> Bool {
      let words = line.split(separator: " ")
      if words.count == 1, !isContinued || words[0] == "METAR" || words[0] == "SPECI" {
        return words[0].count <= 6 && words[0].allSatisfy { $0.isNumber || $0.isUppercase }
      }
      if words.count == 2, words[0].count == 10, words[1].count == 5, let time = UTCTime(line.replacing("/", with: "-"))
      {
        date = time
        return true
      }
      guard (3...4).contains(words.count), words[0].count == 6, words[1].count == 4, words[2].count == 6,
        words[0].prefix(4).allSatisfy(\.isLetter), words[2].allSatisfy(\.isNumber), let day = Int(words[2].prefix(2))
      else { return false }
      self.day = day
      date = nil
      return true
    }

    /// The time of a report: its day in the month, or the month beside it that brings it nearest to the
    /// bulletin or the line with a date.
    func time(of report: METARReport) -> UTCTime? {
      let anchor: UTCTime
      if let date {
        anchor = date
      } else if let month {
        guard let day else { return time(of: report, in: month) }
        anchor = month + .days(day - 1)
      } else {
        return nil
      }
      let first = anchor.components
      let candidates = (-1...1).compactMap { shift -> UTCTime? in
        let index = first.year * 12 + first.month - 1 + shift
        return UTCTime(year: index / 12, month: index % 12 + 1, day: 1).flatMap { time(of: report, in: $0) }
      }
      return candidates.min { ($0 - anchor).magnitude < ($1 - anchor).magnitude }
    }

    private func time(of report: METARReport, in month: UTCTime) -> UTCTime? {
      let date = month.components
      return UTCTime(year: date.year, month: date.month, day: report.day, hour: report.hour, minute: report.minute)
    }
  }

  private func keep(
    _ text: String, line: Int, _ state: State, _ list: StationList, _ file: URL, _ collector: inout ObservationCollector
  ) throws {
    guard !text.allSatisfy(\.isWhitespace) else { return }
    guard let report = METARReport(text) else {
      return collector.reject(.malformed, "line \(line): \(text.prefix(40))")
    }
    guard state.month != nil || state.date != nil else {
      throw FormatError(file, "METARs give the day of the month alone: say which month, as in --month 2012-03")
    }
    guard let time = state.time(of: report) else {
      return collector.reject(.invalidTime, "line \(line): \(report.station), day \(report.day)")
    }
    guard let station = list.station(report.station) else {
      return collector.reject(.unknownStation, "line \(line): \(report.station) is not in the list of stations")
    }
    guard let place = collector.number(of: station) else {
      return collector.reject(.invalidPosition, "line \(line): \(report.station)")
    }
    var values: [(Variable, Double?)] = [
      (.temperature2m, report.temperature), (.dewPoint2m, report.dewPoint), (.windSpeed10m, report.windSpeed),
      (.visibility, report.visibility), (.seaLevelPressure, report.seaLevelPressure),
    ]
    for (variable, value) in values where value == nil && variable != .seaLevelPressure { collector.countMissing() }
    // What a report need not have is not missing where it is absent.
    values.append((.windDirection10m, report.windDirection))
    values.append((Variable(.windGust, .height(10)), report.windGust))
    for (period, amount) in report.precipitation.sorted(by: { $0.key < $1.key }) {
      values.append((.precipitation(period), amount))
    }
    for case (let variable, let value?) in values {
      try collector.add(station: place, variable: collector.number(of: variable), validTime: time, value: value)
    }
  }
}
