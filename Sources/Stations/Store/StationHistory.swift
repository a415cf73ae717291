import Fields

/// The places from which one source has had reports of one station, in the order in which they
/// became known.
///
/// Each report knows its place by its number here, so that two lists of stations that disagree, and
/// take turns in one source, are two places and not a move every hour.
struct StationHistory: Hashable, Sendable {
  struct Place: Hashable, Sendable {
    var station: Station
    /// The first and last valid times of reports from here, in seconds since 1970.
    var validFrom: Int64
    var validThrough: Int64
  }

  /// Positions nearer than this, in degrees of latitude and of longitude, are one place.
  static let positionTolerance = 0.01
  /// Heights nearer than this, in metres, are one place.
  static let elevationTolerance = 5.0

  private(set) var places: [Place] = []

  init(_ places: [Place] = []) { self.places = places }

  /// The number of the place where a station is; a new one if it has not reported from there.
  ///
  /// What a known place lacks, a height or a name, it takes from `station`.
  mutating func place(of station: Station, from first: Int64, through last: Int64) -> (number: Int, isChanged: Bool) {
    guard let i = places.firstIndex(where: { StationHistory.isSame($0.station, station) }) else {
      places.append(Place(station: station, validFrom: first, validThrough: last))
      return (places.count - 1, true)
    }
    let before = places[i]
    places[i].station.elevation = before.station.elevation ?? station.elevation
    places[i].station.name = before.station.name ?? station.name
    places[i].validFrom = min(before.validFrom, first)
    places[i].validThrough = max(before.validThrough, last)
    return (i, places[i] != before)
  }

  /// Whether two descriptions of a station name one place: what one of them leaves out does not differ.
  static func isSame(_ a: Station, _ b: Station) -> Bool {
    let east = abs(a.coordinate.longitude180 - b.coordinate.longitude180)
    guard abs(a.coordinate.latitude - b.coordinate.latitude) <= positionTolerance,
      min(east, 360 - east) <= positionTolerance
    else { return false }
    if let x = a.elevation, let y = b.elevation, abs(x - y) > elevationTolerance { return false }
    if let x = a.name, let y = b.name, x != y { return false }
    return true
  }
}
