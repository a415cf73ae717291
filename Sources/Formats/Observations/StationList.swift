import Fields
import Foundation
import Stations

/// The positions of stations from a table, for reports that carry none.
///
/// Any delimited text with a header is read whose columns have one of the usual names: NCEI's
/// `isd-history.csv` (a station goes by `USAF-WBAN`, by its ICAO code and, where it has one, by its WMO
/// number), OSCAR-like lists with `wigos_station_identifier` and `traditional_station_identifier`, or
/// plain `id,lat,lon,elevation,name`. Of two rows of one identifier the one in use the longest counts
/// (`END`), else the later. Rows without a position, or at 0°N 0°E, which stands for none, are left out.
struct StationList: Sendable {
  private var stations: [String: Row] = [:]

  private struct Row: Sendable {
    var station: Station
    /// The last day of use as YYYYMMDD; 0 where the table has none.
    var end: Int
  }

  /// Identifiers it knows.
  var count: Int { stations.count }

  /// The station of an identifier under that identifier, or nil.
  func station(_ id: String) -> Station? { stations[id]?.station }

  /// Throws where the file can't be read or has no columns of positions.
  init(_ url: URL) throws(FormatError) {
    let file = try TextFile(url)
    var columns: Columns?
    var fields: [ByteText] = []
    var failure: FormatError?
    file.forEachLine { line, number in
      guard failure == nil, !line.trimmed.isEmpty else { return }
      if let columns {
        line.csvFields(separatedBy: columns.separator, into: &fields)
        put(fields, columns)
      } else {
        columns = Columns(line)
        if columns == nil {
          failure = file.error(
            line: number,
            "expected a header with columns for an identifier (id, station, icao, usaf, ...), lat and lon; found: \(line.excerpt)"
          )
        }
      }
    }
    if let failure { throw failure }
  }

  private mutating func put(_ fields: [ByteText], _ columns: Columns) {
    func text(_ column: Int?) -> String? {
      guard let column, column < fields.count else { return nil }
      let word = fields[column].trimmed
      return word.isEmpty ? nil : word.string
    }
    func number(_ column: Int?) -> Double? {
      guard let column, column < fields.count else { return nil }
      return fields[column].double
    }
    guard let latitude = number(columns.latitude), let longitude = number(columns.longitude),
      latitude != 0 || longitude != 0
    else { return }
    let place = Coordinate(latitude: latitude, longitude: longitude)
    guard place.isValid else { return }
    let elevation = number(columns.elevation).flatMap { $0 <= -900 || $0 >= 9999 ? nil : $0 }
    let end = text(columns.end).flatMap { Int($0) } ?? 0
    var identifiers = columns.identifiers.compactMap { text($0) }
    if let usaf = text(columns.usaf), let wban = text(columns.wban) {
      identifiers.append("\(usaf)-\(wban)")
      if let wmo = ISDStation.wmo(usaf: usaf) { identifiers.append(wmo) }
    }
    for identifier in identifiers {
      let id = StationIdentifier.wmo(identifier)
      if let known = stations[id], known.end > end { continue }
      stations[id] = Row(
        station: Station(id: id, name: text(columns.name), coordinate: place, elevation: elevation), end: end)
    }
  }

  private struct Columns {
    var separator: UInt8
    var identifiers: [Int]
    var usaf: Int?
    var wban: Int?
    var latitude: Int
    var longitude: Int
    var elevation: Int?
    var name: Int?
    var end: Int?

    init?(_ header: ByteText) {
      var best: (separator: UInt8, count: Int) = (UInt8(ascii: ","), 0)
      for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), 9] {
        let count = header.bytes.reduce(0) { $0 + ($1 == separator ? 1 : 0) }
        if count > best.count { best = (separator, count) }
      }
      separator = best.separator
      var fields: [ByteText] = []
      header.csvFields(separatedBy: separator, into: &fields)
      let names = fields.map { $0.trimmed.string.lowercased().replacing(" ", with: "_") }
      func column(_ known: String...) -> Int? { known.compactMap { names.firstIndex(of: $0) }.first }
      let identifiers = [
        "id", "station", "station_id", "stationid", "sid", "icao", "ident", "gps_code", "wmo", "wmo_id",
        "wigos_station_identifier", "traditional_station_identifier", "call_sign",
      ].compactMap { names.firstIndex(of: $0) }
      usaf = column("usaf")
      wban = column("wban")
      guard let latitude = column("lat", "latitude", "latitude_deg"),
        let longitude = column("lon", "longitude", "long", "longitude_deg"), !identifiers.isEmpty || usaf != nil
      else { return nil }
      self.identifiers = identifiers
      self.latitude = latitude
      self.longitude = longitude
      elevation = column("elev(m)", "elev", "elevation", "altitude", "height", "elevation_m")
      name = column("station_name", "name")
      end = column("end")
    }
  }
}
