public import Foundation
public import Stations
import Fields

/// The full Integrated Surface Database in its fixed-width form: a control section, the mandatory
/// elements, and additional groups of which precipitation (`AA`), cloud (`GF1`), station pressure
/// (`MA1`), snow depth (`AJ1`) and gusts (`OC1`) are read.
///
/// Position and height are those of each report. Quality codes become `Quality`.
///
/// Source: NCEI, "Federal Climate Complex Data Documentation for Integrated Surface Data",
/// isd-format-document.pdf.
public struct ISDFullReader: ObservationReader {
  public static let format = "isd"
  public static let title = "Integrated Surface Database, fixed width"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    var head = head
    if head.starts(with: Gzip.magic) {
      guard let text = Gzip.beginning(of: head) else { return false }
      head = text
    }
    return head.withUnsafeBufferPointer { bytes in
      let line = ByteText(bytes)
      guard line.count >= 105, line[0..<4].isDigits, line[15..<27].isDigits else { return false }
      return ["+", "-"].contains(line.field(at: 28, width: 1).string) && line.field(at: 56, width: 1) == "V"
    }
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let text = try TextFile(file)
    try text.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      guard line.count >= 105 else {
        return collector.reject(.malformed, "line \(number): expected 105 characters or more, found \(line.count)")
      }
      guard ISDReport.isSupported(reportType: line[41..<46]) else {
        return collector.reject(.unsupportedReport, "line \(number): report type \(line[41..<46].trimmed.string)")
      }
      guard let time = line[15..<27].compactTime else {
        return collector.reject(.invalidTime, "line \(number): '\(line[15..<27].string)'")
      }
      guard let place = ISDFullReader.station(line, number, &collector) else { return }
      let report = ISDReport(station: place, time: time, line: number)
      try ISDFullReader.mandatory(line, report, &collector)
      try ISDFullReader.additional(line[105..<line.count], report, &collector)
    }
  }

  private static func station(_ line: ByteText, _ number: Int, _ collector: inout ObservationCollector) -> Int32? {
    let (usaf, wban) = (line[4..<10].string, line[10..<15].string)
    guard let north = line[28..<34].integer, let east = line[34..<41].integer, north != 99_999, east != 999_999 else {
      collector.reject(.missingPosition, "line \(number): \(usaf)-\(wban)")
      return nil
    }
    let elevation = line[46..<51].integer.flatMap { $0 == 9999 ? nil : Double($0) }
    let station = Station(
      id: ISDStation.identifier(usaf: usaf, wban: wban),
      coordinate: Coordinate(latitude: Double(north) / 1000, longitude: Double(east) / 1000), elevation: elevation)
    if let known = collector.number(of: station) { return known }
    collector.reject(.invalidPosition, "line \(number): \(station.id) at latitude \(Double(north) / 1000)")
    return nil
  }

  private static func mandatory(
    _ line: ByteText, _ report: ISDReport, _ collector: inout ObservationCollector
  ) throws {
    try report.addWind(
      direction: line[60..<63], line[63..<64], type: line[64..<65], speed: line[65..<69], line[69..<70],
      into: &collector)
    try report.add(.visibility, line[78..<84], line[84..<85], scale: 1, into: &collector)
    try report.add(.temperature2m, line[87..<92], line[92..<93], scale: 0.1, offset: 273.15, into: &collector)
    try report.add(.dewPoint2m, line[93..<98], line[98..<99], scale: 0.1, offset: 273.15, into: &collector)
    try report.add(.seaLevelPressure, line[99..<104], line[104..<105], scale: 10, into: &collector)
  }

  /// The groups after `ADD`, up to the remarks. The lengths of groups that are not read are not known
  /// here: the next identifier, two letters and a digit, is looked for.
  private static func additional(_ text: ByteText, _ report: ISDReport, _ collector: inout ObservationCollector) throws
  {
    guard text.starts(with: "ADD") else { return }
    var i = 3
    while i + 3 <= text.count {
      let name = text.field(at: i, width: 3)
      if name == "REM" || name == "EQD" || name == "QNN" { return }
      guard isLetter(name[0]), isLetter(name[1]), ByteText.isDigit(name[2]) else {
        i += 1
        continue
      }
      let group = text[i + 3..<text.count]
      i += 3
      if name[0..<2] == "AA", group.count >= 8 {
        try report.addPrecipitation(hours: group[0..<2], depth: group[2..<6], quality: group[7..<8], into: &collector)
        i += 8
      } else if name == "GF1", group.count >= 23 {
        try report.addCloud(coverage: group[0..<2], quality: group[4..<5], into: &collector)
        i += 23
      } else if name == "MA1", group.count >= 12 {
        try report.add(.surfacePressure, group[6..<11], group[11..<12], scale: 10, into: &collector)
        i += 12
      } else if name == "AJ1", group.count >= 14 {
        try report.add(Variable(.snowDepth, .surface), group[0..<4], group[5..<6], scale: 0.01, into: &collector)
        i += 14
      } else if name == "OC1", group.count >= 5 {
        try report.add(Variable(.windGust, .height(10)), group[0..<4], group[4..<5], scale: 0.1, into: &collector)
        i += 5
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
}
