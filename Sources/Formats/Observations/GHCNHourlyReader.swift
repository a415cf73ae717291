public import Foundation
public import Stations
import Fields

/// NCEI's Global Historical Climatology Network hourly: text with `|` between columns, a header, and for
/// each element its value and a quality code.
///
/// A station of the WMO network (`M` as the third letter of its identifier) goes by its WMO number, any
/// other by its GHCN identifier. A trace of precipitation comes as 0.0, as the file has it. Humidity that
/// the source derived from temperature and dew point is read like any other.
///
/// Source: NCEI, "Global Historical Climatology Network hourly (GHCNh)", documentation of the
/// pipe-separated files and of the quality codes: a digit is the code of the source as in ISD; a letter
/// is a check of GHCNh that failed, and the value is suspect.
public struct GHCNHourlyReader: ObservationReader {
  public static let format = "ghcn-hourly"
  public static let title = "Global Historical Climatology Network hourly (.psv)"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      let text = ByteText(bytes)
      guard text.starts(with: "Station_ID|") || text.starts(with: "STATION|") else { return false }
      return text.string.contains("|temperature|temperature_Measurement_Code|")
    }
  }

  /// The elements that are read, by the names of their columns, and the units of the documentation.
  private static let elements: [(name: String, variable: Variable, unit: PhysicalUnit)] = {
    var table: [(String, Variable, PhysicalUnit)] = [
      ("temperature", .temperature2m, .celsius), ("dew_point_temperature", .dewPoint2m, .celsius),
      ("station_level_pressure", .surfacePressure, .hectopascal),
      ("sea_level_pressure", .seaLevelPressure, .hectopascal),
      ("wind_direction", .windDirection10m, .degree), ("wind_speed", .windSpeed10m, .metresPerSecond),
      ("wind_gust", Variable(.windGust, .height(10)), .metresPerSecond),
      ("relative_humidity", .relativeHumidity2m, .percent), ("visibility", .visibility, .kilometre),
      ("snow_depth", Variable(.snowDepth, .surface), .millimetre),
      ("precipitation", .precipitation(.hours(1)), .millimetre),
    ]
    for hours in [3, 6, 9, 12, 15, 18, 21, 24] {
      table.append(("precipitation_\(hours)_hour", .precipitation(.hours(hours)), .millimetre))
    }
    return table.map { (name: $0.0, variable: $0.1, unit: $0.2) }
  }()

  /// One element of a file: its columns and the line to the canonical unit.
  private struct Element {
    let variable: Variable
    let value: Int
    let quality: Int?
    let scale: Double
    let offset: Double
  }

  private struct Columns {
    var names: [String: Int]
    var elements: [Element]
    var count: Int
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let text = try TextFile(file)
    var columns: Columns?
    var fields: [ByteText] = []
    try text.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      line.fields(separatedBy: UInt8(ascii: "|"), into: &fields)
      guard let columns else {
        columns = try GHCNHourlyReader.columns(fields, text)
        return
      }
      // Remarks at the end of a row may hold the separator; what comes before them is in place.
      guard fields.count >= columns.count else {
        return collector.reject(.malformed, "line \(number): expected \(columns.count) fields, found \(fields.count)")
      }
      try GHCNHourlyReader.read(fields, columns, number, &collector)
    }
  }

  private static func columns(_ header: [ByteText], _ text: TextFile) throws -> Columns {
    let names = Dictionary(
      header.enumerated().map { ($1.trimmed.string.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for name in ["latitude", "longitude"] where names[name] == nil {
      throw text.error(line: 1, "expected a column \(name) in the header")
    }
    guard names["station_id"] ?? names["station"] != nil, names["date"] ?? names["year"] != nil else {
      throw text.error(line: 1, "expected columns for the station and the time in the header")
    }
    let elements = elements.compactMap { element -> Element? in
      guard let value = names[element.name], let line = element.unit.line(to: element.variable.unit) else { return nil }
      return Element(
        variable: element.variable, value: value, quality: names[element.name + "_quality_code"], scale: line.scale,
        offset: line.offset)
    }
    return Columns(names: names, elements: elements, count: header.count)
  }

  private static func read(
    _ fields: [ByteText], _ columns: Columns, _ number: Int, _ collector: inout ObservationCollector
  ) throws {
    func field(_ name: String) -> ByteText? { columns.names[name].map { fields[$0].trimmed } }
    guard let time = time(field) else { return collector.reject(.invalidTime, "line \(number)") }
    let id = (field("station_id") ?? field("station"))?.string ?? ""
    guard let north = field("latitude")?.double, let east = field("longitude")?.double else {
      return collector.reject(.missingPosition, "line \(number): \(id)")
    }
    let elevation = field("elevation")?.double.flatMap { $0 <= -999 || $0 >= 9999 ? nil : $0 }
    let station = Station(
      id: identifier(id), name: field("station_name")?.string,
      coordinate: Coordinate(latitude: north, longitude: east), elevation: elevation)
    guard let place = collector.number(of: station) else {
      return collector.reject(.invalidPosition, "line \(number): \(id) at latitude \(north), longitude \(east)")
    }
    for element in columns.elements {
      let word = fields[element.value].trimmed
      if word.isEmpty || word == "VRB" {
        collector.countMissing()
        continue
      }
      guard let value = word.double else {
        collector.reject(.notANumber, "line \(number): \(element.variable) '\(word.excerpt)'")
        continue
      }
      let code = element.quality.map { fields[$0].trimmed }
      try collector.add(
        station: place, variable: collector.number(of: element.variable), validTime: time,
        value: value * element.scale + element.offset, quality: quality(code))
    }
  }

  private static func time(_ field: (String) -> ByteText?) -> UTCTime? {
    if let date = field("date") { return UTCTime(date.string) }
    guard let year = field("year")?.integer, let month = field("month")?.integer, let day = field("day")?.integer,
      let hour = field("hour")?.integer, let minute = field("minute")?.integer
    else { return nil }
    return UTCTime(year: year, month: month, day: day, hour: hour, minute: minute)
  }

  private static func identifier(_ id: String) -> String {
    let letters = Array(id)
    guard letters.count == 11, letters[2] == "M", let number = Int(String(letters.suffix(5))) else { return id }
    return StationIdentifier.wmo(number) ?? id
  }

  /// A digit is the quality code of the source as ISD has it, and so are the letters that GHCNh does not
  /// use; any other letter is a check of GHCNh that failed.
  private static func quality(_ code: ByteText?) -> Quality {
    guard let code, let first = code.bytes.first else { return .unchecked }
    switch Character(UnicodeScalar(first)) {
    case "0"..."9", "A", "I", "M", "P", "R": return ISDReport.quality(code)
    default: return .suspect
    }
  }
}
