import Fields
public import Foundation

/// IBTrACS as CSV: the world's best tracks in one file.
///
/// Columns are found by their names in the first line; the second line holds units. Position, wind and pressure are
/// those of the agency that WMO made responsible (`LAT`, `LON`, `WMO_WIND`, `WMO_PRES`), and the averaging of the wind
/// is that agency's. Provisional fixes are kept; spur tracks, which are other agencies' views of a storm, are counted
/// and left out.
///
/// Source: Knapp, Kruk, Levinson, Diamond and Neumann (2010), doi:10.1175/2009BAMS2755.1; IBTrACS version 4 column
/// documentation.
public enum IBTrACSFormat: TrackFormat {
  public static let name = "IBTrACS CSV"

  public static func recognises(_ path: PathProbe) -> Bool { path.starts(with: "SID,SEASON,") }

  public static func read(_ url: URL) throws(FormatError) -> TrackFile {
    do {
      return try reading(TextFile(url))
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(url, "\(error)")
    }
  }

  private static let needed = [
    "SID", "BASIN", "NAME", "ISO_TIME", "NATURE", "LAT", "LON", "WMO_WIND", "WMO_PRES", "WMO_AGENCY",
  ]

  private struct Storm {
    let id: String
    let name: String
    let basin: String
    var points: [TrackPoint]
  }

  private static func reading(_ file: TextFile) throws -> TrackFile {
    var result = TrackFile(format: name)
    var columns: [String: Int] = [:]
    var storms: [Storm] = []
    var positions: [String: Int] = [:]
    var fields: [ByteText] = []
    try file.forEachLine { line, number in
      guard !line.trimmed.isEmpty else { return }
      line.csvFields(into: &fields)
      if number == 1 {
        for (i, field) in fields.enumerated() { columns[field.trimmed.string] = i }
        if let absent = needed.first(where: { columns[$0] == nil }) {
          throw file.error(line: 1, "no column '\(absent)'; expected \(needed.joined(separator: ", "))")
        }
        return
      }
      func field(_ name: String) -> ByteText {
        columns[name].flatMap { $0 < fields.count ? fields[$0].trimmed : nil } ?? line[0..<0]
      }
      let id = field("SID").string
      // The second line has units, and no storm.
      guard !id.isEmpty else { return }
      if field("TRACK_TYPE").string.lowercased().hasSuffix("spur") {
        result.reject("fix of a spur track")
        return
      }
      let point = try point(number, file, field)
      if let position = positions[id] {
        storms[position].points.append(point)
      } else {
        positions[id] = storms.count
        let name = field("NAME").string
        storms.append(
          Storm(
            id: id, name: name == "NOT_NAMED" || name == "UNNAMED" ? "" : name, basin: field("BASIN").string,
            points: [point]))
      }
    }
    for storm in storms {
      let track = Track(storm: storm.id, name: storm.name, basin: storm.basin, points: storm.points)
      let repeats = storm.points.count - track.points.count
      if repeats > 0 { result.reject("fix at a time that the storm has already", count: repeats) }
      result.tracks.append(track)
    }
    return result
  }

  private static func point(
    _ number: Int, _ file: TextFile, _ field: (String) -> ByteText
  ) throws(FormatError) -> TrackPoint {
    guard let time = UTCTime(field("ISO_TIME").string) else {
      throw file.error(
        line: number, "expected a time such as 2015-11-18 00:00:00, found '\(field("ISO_TIME").excerpt)'")
    }
    guard let latitude = field("LAT").double, let longitude = field("LON").double, abs(latitude) <= 90,
      (-180...360).contains(longitude)
    else {
      throw file.error(
        line: number, "expected LAT and LON in degrees, found '\(field("LAT").excerpt), \(field("LON").excerpt)'")
    }
    let stage: CycloneStage =
      switch field("NATURE").string {
      case "TS", "SS": .tropical
      case "ET": .extratropical
      case "DS": .other
      default: .unstated
      }
    let wind = TrackUnits.metresPerSecond(knots: field("WMO_WIND").positive)
    return TrackPoint(
      time: time, position: Coordinate(latitude: latitude, longitude: longitude),
      minimumPressure: TrackUnits.pascals(hectopascals: field("WMO_PRES").positive), maximumWind: wind,
      averaging: wind == nil ? nil : averaging(of: field("WMO_AGENCY").string), stage: stage)
  }

  /// The period of an agency's sustained wind; nil for one that is not known.
  private static func averaging(of agency: String) -> WindAveraging? {
    switch agency.lowercased() {
    case "hurdat_atl", "hurdat_epa", "atcf", "cphc", "jtwc_wp", "jtwc_io", "jtwc_sh", "jtwc_ep", "usa": .oneMinute
    case "newdelhi": .threeMinutes
    case "tokyo", "reunion", "bom", "nadi", "wellington": .tenMinutes
    default: nil
    }
  }
}
