import Fields
public import Foundation

/// The best track of the Regional Specialized Meteorological Centre Tokyo: all cyclones of the western North Pacific
/// since 1951.
///
/// A header of 66666, the international number of the storm, the number of its lines and its name; then a line a fix
/// in fixed columns: time, grade, position in tenths of a degree, pressure in hPa and, from tropical storms on, the
/// 10-minute wind in knots. A wind of 000 is missing: weaker than 35 kt and not analysed. Years from 51 are of the
/// twentieth century.
///
/// Source: RSMC Best Track Data, Format of RSMC Best Track Data, Japan Meteorological Agency.
public enum JMABestTrackFormat: TrackFormat {
  public static let name = "JMA best track"

  public static func recognises(_ path: PathProbe) -> Bool {
    let line = path.firstLine
    return line.starts(with: "66666 ".utf8) && line.count > 22 && line[6..<10].allSatisfy(ByteText.isDigit)
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

  private static func reading(_ file: TextFile) throws -> TrackFile {
    var result = TrackFile(format: name)
    var storm: Storm?
    try file.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      if line.field(at: 0, width: 5) == "66666" {
        try storm?.end(in: file, before: number, into: &result)
        storm = try Storm(header: line, number, file)
      } else {
        guard storm != nil else { throw file.error(line: number, "a fix before the first header, 66666") }
        storm?.points.append(try point(line, number, file))
      }
    }
    try storm?.end(in: file, before: nil, into: &result)
    return result
  }

  private struct Storm {
    let id: String
    let name: String
    let count: Int
    let line: Int
    var points: [TrackPoint] = []

    init(header: ByteText, _ line: Int, _ file: TextFile) throws(FormatError) {
      let id = header.field(at: 6, width: 4)
      guard id.isDigits, let count = header.field(at: 12, width: 3).integer, count > 0 else {
        throw file.error(
          line: line,
          "a header needs the storm's number in columns 7 to 10 and its number of lines in 13 to 15; found '\(header.excerpt)'"
        )
      }
      self.id = id.string
      self.count = count
      self.line = line
      name = header.field(at: 30, width: 20).trimmed.string
    }

    func end(in file: TextFile, before next: Int?, into result: inout TrackFile) throws(FormatError) {
      guard points.count == count else {
        throw file.error(
          line: line,
          "storm \(id) is to have \(count) fixes and has \(points.count)"
            + (next == nil ? ": the file is cut short" : ""))
      }
      let track = Track(storm: id, name: name, basin: "WP", points: points)
      let repeats = points.count - track.points.count
      if repeats > 0 { result.reject("fix at a time that the storm has already", count: repeats) }
      result.tracks.append(track)
    }
  }

  private static func point(_ line: ByteText, _ number: Int, _ file: TextFile) throws(FormatError) -> TrackPoint {
    guard let time = time(line.field(at: 0, width: 8)) else {
      throw file.error(line: number, "expected a time YYMMDDHH, found '\(line.field(at: 0, width: 8).excerpt)'")
    }
    guard let latitude = line.field(at: 15, width: 3).integer, let longitude = line.field(at: 19, width: 4).integer,
      abs(latitude) <= 900, (0...3600).contains(longitude)
    else {
      throw file.error(
        line: number,
        "expected a position in tenths of a degree in columns 16 to 23, found '\(line.field(at: 15, width: 8).excerpt)'"
      )
    }
    let stage: CycloneStage =
      switch line.field(at: 13, width: 1).integer {
      case 2, 3, 4, 5, 9: .tropical
      case 6: .extratropical
      case 7: .other
      default: .unstated
      }
    let wind = TrackUnits.metresPerSecond(knots: line.field(at: 33, width: 3).positive)
    return TrackPoint(
      time: time,
      position: Coordinate(latitude: Double(latitude) / 10, longitude: Double(longitude) / 10),
      minimumPressure: TrackUnits.pascals(hectopascals: line.field(at: 24, width: 4).positive),
      maximumWind: wind, averaging: wind == nil ? nil : .tenMinutes, stage: stage)
  }

  private static func time(_ text: ByteText) -> UTCTime? {
    guard text.isDigits, text.count == 8, let year = text.field(at: 0, width: 2).integer,
      let month = text.field(at: 2, width: 2).integer, let day = text.field(at: 4, width: 2).integer,
      let hour = text.field(at: 6, width: 2).integer
    else { return nil }
    return UTCTime(year: year >= 51 ? 1900 + year : 2000 + year, month: month, day: day, hour: hour)
  }
}
