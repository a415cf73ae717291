public import Foundation
public import Stations
import Fields

/// NCEI's global-hourly files: the Integrated Surface Database as CSV, one station and year a file, with
/// the elements of a group in one quoted field (`"+0020,1"`).
///
/// Columns are found by their names; `AA1` to `AA4`, `GF1`, `MA1`, `AJ1` and `OC1` are read where present.
///
/// Source: as for `ISDFullReader`; the CSV form is described with the NCEI data set "Global Hourly".
public struct ISDFullCSVReader: ObservationReader {
  public static let format = "isd-csv"
  public static let title = "Integrated Surface Database, global-hourly CSV"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      let text = ByteText(bytes)
      guard text.starts(with: "\"STATION\",\"DATE\"") || text.starts(with: "STATION,DATE") else { return false }
      let header = text[0..<min(600, text.count)].string
      return header.contains("REPORT_TYPE") && header.contains("WND")
    }
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let text = try TextFile(file)
    var columns: [String: Int]?
    var fields: [ByteText] = []
    var parts: [ByteText] = []
    try text.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      line.csvFields(into: &fields)
      guard let columns else {
        columns = try ISDFullCSVReader.columns(fields, text)
        return
      }
      guard fields.count == columns.count else {
        return collector.reject(.malformed, "line \(number): expected \(columns.count) fields, found \(fields.count)")
      }
      try ISDFullCSVReader.read(Line(fields: fields, columns: columns, number: number), &parts, &collector)
    }
  }

  private struct Line {
    let fields: [ByteText]
    let columns: [String: Int]
    let number: Int

    subscript(name: String) -> ByteText? {
      columns[name].map { fields[$0].trimmed }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The parts of a quoted group; false where the group is absent or has too few.
    func split(_ name: String, atLeast count: Int, into parts: inout [ByteText]) -> Bool {
      guard let group = self[name] else { return false }
      group.fields(separatedBy: UInt8(ascii: ","), into: &parts)
      return parts.count >= count
    }
  }

  private static func columns(_ header: [ByteText], _ text: TextFile) throws -> [String: Int] {
    let columns = Dictionary(
      header.enumerated().map { ($1.trimmed.string, $0) }, uniquingKeysWith: { first, _ in first })
    for name in ["STATION", "DATE", "LATITUDE", "LONGITUDE"] where columns[name] == nil {
      throw text.error(line: 1, "expected a column \(name), found: \(columns.keys.sorted().joined(separator: ", "))")
    }
    return columns
  }

  private static func read(_ line: Line, _ parts: inout [ByteText], _ collector: inout ObservationCollector) throws {
    let number = line.number
    if let type = line["REPORT_TYPE"], !ISDReport.isSupported(reportType: type) {
      return collector.reject(.unsupportedReport, "line \(number): report type \(type.string)")
    }
    guard let date = line["DATE"], let time = UTCTime(date.string) else {
      return collector.reject(.invalidTime, "line \(number): '\(line["DATE"]?.excerpt ?? "")'")
    }
    guard let id = line["STATION"], let north = line["LATITUDE"]?.double, let east = line["LONGITUDE"]?.double else {
      return collector.reject(.missingPosition, "line \(number): \(line["STATION"]?.string ?? "no station")")
    }
    let elevation = line["ELEVATION"]?.double.flatMap { abs($0) >= 9999 ? nil : $0 }
    let station = Station(
      id: identifier(id), name: line["NAME"]?.string, coordinate: Coordinate(latitude: north, longitude: east),
      elevation: elevation)
    guard let place = collector.number(of: station) else {
      return collector.reject(.invalidPosition, "line \(number): \(station.id) at latitude \(north), longitude \(east)")
    }
    try elements(line, ISDReport(station: place, time: time, line: number), &parts, &collector)
  }

  /// Eleven characters are a USAF and a WBAN number without a hyphen.
  private static func identifier(_ text: ByteText) -> String {
    guard text.count == 11 else { return text.string }
    return ISDStation.identifier(usaf: text[0..<6].string, wban: text[6..<11].string)
  }

  private static func elements(
    _ line: Line, _ report: ISDReport, _ parts: inout [ByteText], _ collector: inout ObservationCollector
  ) throws {
    if line.split("WND", atLeast: 5, into: &parts) {
      try report.addWind(
        direction: parts[0], parts[1], type: parts[2], speed: parts[3], parts[4], into: &collector)
    }
    if line.split("VIS", atLeast: 2, into: &parts) {
      try report.add(.visibility, parts[0], parts[1], scale: 1, into: &collector)
    }
    if line.split("TMP", atLeast: 2, into: &parts) {
      try report.add(.temperature2m, parts[0], parts[1], scale: 0.1, offset: 273.15, into: &collector)
    }
    if line.split("DEW", atLeast: 2, into: &parts) {
      try report.add(.dewPoint2m, parts[0], parts[1], scale: 0.1, offset: 273.15, into: &collector)
    }
    if line.split("SLP", atLeast: 2, into: &parts) {
      try report.add(.seaLevelPressure, parts[0], parts[1], scale: 10, into: &collector)
    }
    for name in ["AA1", "AA2", "AA3", "AA4"] where line.split(name, atLeast: 4, into: &parts) {
      try report.addPrecipitation(hours: parts[0], depth: parts[1], quality: parts[3], into: &collector)
    }
    if line.split("GF1", atLeast: 3, into: &parts) {
      try report.addCloud(coverage: parts[0], quality: parts[2], into: &collector)
    }
    if line.split("MA1", atLeast: 4, into: &parts) {
      try report.add(.surfacePressure, parts[2], parts[3], scale: 10, into: &collector)
    }
    if line.split("AJ1", atLeast: 3, into: &parts) {
      try report.add(Variable(.snowDepth, .surface), parts[0], parts[2], scale: 0.01, into: &collector)
    }
    if line.split("OC1", atLeast: 2, into: &parts) {
      try report.add(Variable(.windGust, .height(10)), parts[0], parts[1], scale: 0.1, into: &collector)
    }
  }
}
