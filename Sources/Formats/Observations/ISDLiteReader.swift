public import Foundation
public import Stations
import Fields

/// ISD-Lite, NCEI's hourly extract of the Integrated Surface Database: one station and year a file, eight
/// elements in columns of fixed width.
///
/// The station comes from the file's name (`011080-99999-2015`, `.gz` or not), its position from the list
/// of stations in the options. Temperature, dew point, pressure and wind speed are in tenths; -9999 is
/// missing; a direction of 0 is calm and no direction; a trace of precipitation (-1) is 0. Cloud cover is
/// kept where it is given in oktas (0 to 8).
///
/// Source: NCEI, "Integrated Surface Data - Lite", isd-lite-format.pdf.
public struct ISDLiteReader: ObservationReader {
  public static let format = "isd-lite"
  public static let title = "ISD-Lite: hourly elements of one station and year (needs a list of stations)"

  private let list: StationList?

  /// Throws where the list of stations can't be read.
  public init(options: ReaderOptions) throws {
    list = try options.stationList.map { url in try StationList(url) }
  }

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    guard ISDStation.numbers(inFileName: fileName) != nil else { return false }
    if head.starts(with: Gzip.magic) { return !ISDFullReader.recognises(head: head, fileName: fileName) }
    return head.withUnsafeBufferPointer { bytes in
      let line = ByteText(bytes)
      return line.count >= 61 && line[0..<4].isDigits && line[4] == 32 && line.field(at: 11, width: 2).isDigits
    }
  }

  /// The name of the file is the only place where the station is named.
  public func circumstances(of file: URL) -> String {
    ISDStation.numbers(inFileName: file.lastPathComponent).map { "\($0.usaf)-\($0.wban)" } ?? ""
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    guard let (usaf, wban) = ISDStation.numbers(inFileName: file.lastPathComponent) else {
      throw FormatError(file, "the name must tell the station, as in 011080-99999-2015 (USAF-WBAN-year)")
    }
    guard let list else {
      throw FormatError(file, "ISD-Lite gives no positions: name a list of stations with --stations isd-history.csv")
    }
    let id = ISDStation.identifier(usaf: usaf, wban: wban)
    let known = list.station("\(usaf)-\(wban)")
    let station = known.map {
      Station(id: id, name: $0.name, coordinate: $0.coordinate, elevation: $0.elevation)
    }
    let text = try TextFile(file)
    let place = station.flatMap { collector.number(of: $0) }
    try text.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      guard let place else {
        return collector.reject(
          .unknownStation, "line \(number): \(usaf)-\(wban) is not in the list of stations, or without a position")
      }
      try ISDLiteReader.read(line, number, at: place, into: &collector)
    }
  }

  private static let elements: [(variable: Variable, offset: Int, scale: Double, add: Double)] = [
    (.temperature2m, 13, 0.1, 273.15), (.dewPoint2m, 19, 0.1, 273.15), (.seaLevelPressure, 25, 10, 0),
    (.windDirection10m, 31, 1, 0), (.windSpeed10m, 37, 0.1, 0), (.cloudCover, 43, 0.125, 0),
    (.precipitation(.hours(1)), 49, 0.1, 0), (.precipitation(.hours(6)), 55, 0.1, 0),
  ]

  private static func read(
    _ line: ByteText, _ number: Int, at place: Int32, into collector: inout ObservationCollector
  ) throws {
    guard line.count >= 61 else {
      return collector.reject(.malformed, "line \(number): expected 61 characters, found \(line.count)")
    }
    guard let year = line[0..<4].integer, let month = line[5..<7].integer, let day = line[8..<10].integer,
      let hour = line[11..<13].integer, let time = UTCTime(year: year, month: month, day: day, hour: hour)
    else {
      return collector.reject(.invalidTime, "line \(number): '\(line[0..<13].string)'")
    }
    for element in elements {
      guard let raw = line.field(at: element.offset, width: 6).integer else {
        collector.reject(.notANumber, "line \(number): '\(line.field(at: element.offset, width: 6).string)'")
        continue
      }
      let isAmount = element.offset >= 49
      switch raw {
      case -9999: collector.countMissing()
      case 0 where element.offset == 31: collector.countMissing()
      case 9... where element.offset == 43:
        collector.reject(.unsupportedReport, "line \(number): sky condition \(raw) is no number of oktas")
      default:
        let value = isAmount && raw == -1 ? 0 : Double(raw) * element.scale + element.add
        try collector.add(
          station: place, variable: collector.number(of: element.variable), validTime: time, value: value)
      }
    }
  }
}
