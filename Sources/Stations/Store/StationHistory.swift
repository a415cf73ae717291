import Fields

/// Where one source says one station is, through time.
///
/// The places are in order of time and do not overlap. Between two of them, and after the last, the
/// station stays where it was; before the first it is where it was first seen.
struct StationHistory: Hashable, Sendable {
  struct Place: Hashable, Sendable {
    var station: Station
    /// Seconds since 1970, as is `validThrough`: the first and last valid times of reports from here.
    var validFrom: Int64
    var validThrough: Int64
  }

  /// Positions nearer than this, in degrees of latitude and of longitude, are one place.
  static let positionTolerance = 0.01
  /// Heights nearer than this, in metres, are one place.
  static let elevationTolerance = 5.0

  private(set) var places: [Place] = []

  init(_ places: [Place] = []) { self.places = places }

  /// The place of the station at a time, as a position in `places`; nil where it was never seen.
  func index(at time: Int64) -> Int? {
    guard var found = places.indices.first else { return nil }
    for i in places.indices.dropFirst() where places[i].validFrom <= time { found = i }
    return found
  }

  /// Takes in that the station reported from a place at times from `first` through `last`.
  ///
  /// What was known of the same times from other places gives way: the latest word counts. Returns
  /// whether anything but the end of the last place has changed.
  mutating func see(_ station: Station, from first: Int64, through last: Int64) -> Change {
    if let i = index(at: first), places[i].validFrom <= first, StationHistory.isSame(places[i].station, station),
      i + 1 == places.count || places[i + 1].validFrom > last
    {
      let completed = StationHistory.complete(places[i].station, from: station)
      if completed == places[i].station {
        guard last > places[i].validThrough else { return .none }
        places[i].validThrough = last
        return .extended(i)
      }
    }
    var seen = Place(station: station, validFrom: first, validThrough: last)
    var result: [Place] = []
    for place in places {
      if place.validThrough < first || place.validFrom > last {
        result.append(place)
      } else if StationHistory.isSame(place.station, station) {
        seen = StationHistory.join(place, seen)
      } else {
        if place.validFrom < first {
          result.append(Place(station: place.station, validFrom: place.validFrom, validThrough: first - 1))
        }
        if place.validThrough > last {
          result.append(Place(station: place.station, validFrom: last + 1, validThrough: place.validThrough))
        }
      }
    }
    result.append(seen)
    result.sort { $0.validFrom < $1.validFrom }
    places = result.reduce(into: []) { joined, place in
      if let before = joined.last, StationHistory.isSame(before.station, place.station) {
        joined[joined.count - 1] = StationHistory.join(before, place)
      } else {
        joined.append(place)
      }
    }
    return .rewritten
  }

  enum Change: Equatable {
    case none
    /// Only the end of one place moved on.
    case extended(Int)
    case rewritten
  }

  /// Whether two descriptions of a station name one place: what one of them leaves out does not differ.
  static func isSame(_ a: Station, _ b: Station) -> Bool {
    if a == b { return true }
    let east = abs(a.coordinate.longitude180 - b.coordinate.longitude180)
    guard abs(a.coordinate.latitude - b.coordinate.latitude) <= positionTolerance,
      min(east, 360 - east) <= positionTolerance
    else { return false }
    if let x = a.elevation, let y = b.elevation, abs(x - y) > elevationTolerance { return false }
    if let x = a.name, let y = b.name, x != y { return false }
    return true
  }

  /// The first place over the times of both, with what it lacked from the second.
  private static func join(_ a: Place, _ b: Place) -> Place {
    Place(
      station: complete(a.station, from: b.station), validFrom: min(a.validFrom, b.validFrom),
      validThrough: max(a.validThrough, b.validThrough))
  }

  private static func complete(_ station: Station, from other: Station) -> Station {
    var station = station
    station.elevation = station.elevation ?? other.elevation
    station.name = station.name ?? other.name
    return station
  }
}
