import Fields
public import Foundation

/// HURDAT2, the best track of the National Hurricane Center: the Atlantic, and the eastern and central North Pacific.
///
/// A header of the storm's identity, name and number of lines; then a line a fix: date, time, record identifier,
/// status, position with hemispheres, 1-minute wind in knots, pressure in hPa, and radii that are not read. -99 and
/// -999 are missing.
///
/// Source: Landsea and Franklin (2013), doi:10.1175/MWR-D-12-00254.1, and the format description of the file.
public enum HURDAT2Format: TrackFormat {
  public static let name = "HURDAT2"

  public static func recognises(_ path: PathProbe) -> Bool {
    let line = path.firstLine
    return line.count > 9 && line[0..<2].allSatisfy { (65...90).contains($0) }
      && line[2..<8].allSatisfy(ByteText.isDigit) && line[8] == UInt8(ascii: ",")
      && line.filter { $0 == UInt8(ascii: ",") }.count <= 3
  }

  public static func read(_ url: URL) throws(FormatError) -> TrackFile {
    do {
      return try reading(TextFile(url))
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(url, "\(error)")
    }
  }

  private struct Storm {
    let id: String
    let name: String
    let count: Int
    let line: Int
    var points: [TrackPoint] = []
    var lineCount = 0
  }

  private static func reading(_ file: TextFile) throws -> TrackFile {
    var result = TrackFile(format: name)
    var storm: Storm?
    var fields: [ByteText] = []
    func end(_ storm: Storm?) throws {
      guard let storm else { return }
      guard storm.lineCount == storm.count else {
        throw file.error(
          line: storm.line, "storm \(storm.id) is to have \(storm.count) fixes and has \(storm.lineCount)")
      }
      let track = Track(storm: storm.id, name: storm.name, basin: String(storm.id.prefix(2)), points: storm.points)
      let repeats = storm.points.count - track.points.count
      if repeats > 0 { result.reject("fix at a time that the storm has already", count: repeats) }
      result.tracks.append(track)
    }
    try file.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      line.fields(separatedBy: UInt8(ascii: ","), into: &fields)
      if let first = fields.first?.trimmed, first.count == 8, !first.isDigits {
        try end(storm)
        guard fields.count >= 3, let count = fields[2].integer, count > 0 else {
          throw file.error(line: number, "a header is IDENTITY, NAME, LINES; found '\(line.excerpt)'")
        }
        storm = Storm(id: first.string, name: fields[1].trimmed.string, count: count, line: number)
        return
      }
      guard storm != nil else { throw file.error(line: number, "a fix before the first header") }
      storm?.lineCount += 1
      storm?.points.append(try point(fields, line, number, file))
    }
    try end(storm)
    return result
  }

  private static func point(
    _ fields: [ByteText], _ line: ByteText, _ number: Int, _ file: TextFile
  ) throws(FormatError) -> TrackPoint {
    guard fields.count >= 8, let time = time(fields[0].trimmed, fields[1].trimmed) else {
      throw file.error(
        line: number,
        "a fix is DATE, TIME, RECORD, STATUS, LATITUDE, LONGITUDE, WIND, PRESSURE; found '\(line.excerpt)'")
    }
    guard let latitude = degrees(fields[4].trimmed, positive: "N", negative: "S"),
      let longitude = degrees(fields[5].trimmed, positive: "E", negative: "W"), abs(latitude) <= 90
    else {
      throw file.error(
        line: number,
        "expected a position such as 28.0N, 94.8W, found '\(fields[4].trimmed.excerpt), \(fields[5].trimmed.excerpt)'")
    }
    let wind = TrackUnits.metresPerSecond(knots: fields[6].positive)
    return TrackPoint(
      time: time, position: Coordinate(latitude: latitude, longitude: longitude),
      minimumPressure: TrackUnits.pascals(hectopascals: fields[7].positive), maximumWind: wind,
      averaging: wind == nil ? nil : .oneMinute, stage: stage(fields[3].trimmed.string))
  }

  private static func stage(_ status: String) -> CycloneStage {
    switch status {
    case "TD", "TS", "HU", "SD", "SS": .tropical
    case "EX": .extratropical
    case "LO", "WV", "DB": .other
    default: .unstated
    }
  }

  private static func time(_ date: ByteText, _ clock: ByteText) -> UTCTime? {
    guard date.isDigits, date.count == 8, clock.isDigits, clock.count == 4,
      let year = date.field(at: 0, width: 4).integer, let month = date.field(at: 4, width: 2).integer,
      let day = date.field(at: 6, width: 2).integer, let hour = clock.field(at: 0, width: 2).integer,
      let minute = clock.field(at: 2, width: 2).integer
    else { return nil }
    return UTCTime(year: year, month: month, day: day, hour: hour, minute: minute)
  }

  private static func degrees(_ text: ByteText, positive: Character, negative: Character) -> Double? {
    guard text.count > 1, let sign = text.string.last, sign == positive || sign == negative,
      let number = text[0..<text.count - 1].double
    else { return nil }
    // -60W is 60E: some storms cross the meridian of 180 degrees that way.
    return sign == positive ? number : number == 0 ? 0 : -number
  }
}
