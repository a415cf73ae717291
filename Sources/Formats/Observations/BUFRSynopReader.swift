import Fields
public import Foundation
public import Stations

/// SYNOP reports from land stations in BUFR editions 2 to 4, through ecCodes.
///
/// - Stations: by WMO block and station number, else by WIGOS identifier, else (mobile templates) by
///   position. The WIGOS series that repeats WMO numbers, `0-20000-0-01001`, is the station `01001`.
/// - Kept: temperature, dew point and humidity from sensors 1 to 3 m above the ground (or in a
///   template that has no height) as 2 m values; wind from 5 to 15 m as 10 m values, without the direction
///   of a calm or variable wind; gusts, precipitation and extreme temperatures with the period that
///   stands before them, of 10 minutes or more; pressures, cloud cover, visibility, snow depth. A trace
///   is 0.
/// - Rejected and counted: messages that are no SYNOP (data category other than 0), damaged or
///   cut, values without the height or period that they need.
///
/// Source: WMO-No. 306, Manual on Codes, volume I.2, FM 94 BUFR, templates 307079 to 307096.
public struct BUFRSynopReader: ObservationReader {
  public static let format = "bufr"
  public static let title = "SYNOP reports in BUFR"

  /// A file that has a message in its first bytes, perhaps after a bulletin's heading.
  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    guard head.count >= 8 else { return false }
    let word = Array("BUFR".utf8)
    for i in 0...head.count - 8 where head[i] == word[0] && head[i..<i + 4].elementsEqual(word) {
      if (2...4).contains(head[i + 7]) { return true }
    }
    return false
  }

  public init(options: ReaderOptions) {}

  /// Throws `FormatError` where the file can't be opened or holds no BUFR message.
  public func read(_ url: URL, into collector: inout ObservationCollector) throws {
    let file = try ByteFile(url)
    let found = try MessageScanner(magic: "BUFR", length: Self.length).scan(file)
    guard !found.messages.isEmpty || !found.broken.isEmpty else {
      throw FormatError(url, "holds no BUFR message of edition 2 to 4")
    }
    for broken in found.broken {
      collector.reject(.malformed, "message \(broken.number) at byte \(broken.offset): \(broken.problem)")
    }
    for (i, range) in found.messages.enumerated() {
      try read(try file.bytes(range), number: i + 1, into: &collector)
      if i % 256 == 0 { collector.report(progress: Double(range.upperBound) / Double(file.count)) }
    }
  }

  static func length(in file: borrowing ByteFile, at start: Int) throws(FormatError) -> Int? {
    guard start + 8 <= file.count else { return nil }
    let head = try file.bytes(at: start, count: 8)
    guard (2...4).contains(head[7]) else { return nil }
    return Int(head[4]) << 16 | Int(head[5]) << 8 | Int(head[6])
  }

  /// The category of SYNOP from land in BUFR table A.
  private static let landSurface = 0

  private func read(_ bytes: [UInt8], number: Int, into collector: inout ObservationCollector) throws {
    let message: BUFRMessage
    do {
      let found = try ECCodes.withHandle(of: bytes) {
        (handle: borrowing ECCodesHandle) -> (message: BUFRMessage?, subsets: Int, category: Int?) in
        let category = handle.integer("dataCategory")
        let subsets = handle.integer("numberOfSubsets") ?? 1
        return (category == Self.landSurface ? try BUFRMessage(handle) : nil, subsets, category)
      }
      guard let decoded = found.message else {
        collector.reject(
          .unsupportedReport, count: max(1, found.subsets),
          "message \(number): data category \(found.category.map(String.init) ?? "missing") is no SYNOP from land")
        return
      }
      message = decoded
    } catch {
      collector.reject(.malformed, "message \(number): \(error)")
      return
    }
    for subset in 0..<message.subsetCount {
      let place = message.subsetCount == 1 ? "message \(number)" : "message \(number), subset \(subset + 1)"
      try add(BUFRSynopReport(message.elements(of: subset)), place, to: &collector)
    }
  }

  private func add(_ report: BUFRSynopReport, _ place: String, to collector: inout ObservationCollector) throws {
    collector.countMissing(report.missing)
    for stranger in report.strangers { collector.reject(.unknownVariable, "\(place): \(stranger)") }
    for other in report.repeats { collector.reject(.duplicateInFile, "\(place): \(other)") }
    guard !report.readings.isEmpty else { return }
    let count = report.readings.count
    guard let coordinate = report.coordinate, let identifier = report.identifier else {
      collector.reject(.missingPosition, count: count, place)
      return
    }
    guard let time = report.validTime else {
      collector.reject(.invalidTime, count: count, "\(place), station \(identifier): its date is none")
      return
    }
    let station = Station(id: identifier, coordinate: coordinate, elevation: report.elevation)
    guard let number = collector.number(of: station) else {
      collector.reject(.invalidPosition, count: count, "\(place), station \(identifier): at \(coordinate)")
      return
    }
    for reading in report.readings {
      try collector.add(
        station: number, variable: collector.number(of: reading.variable), validTime: time, value: reading.value)
    }
  }
}
