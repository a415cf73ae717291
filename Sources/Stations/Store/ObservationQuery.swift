public import Fields

/// A part of the map between two parallels and two meridians, across the date line where `west` is
/// greater than `east`.
public struct MapBox: Hashable, Sendable {
  public let south: Double
  public let north: Double
  /// Degrees east in -180..<180, as are those of `east`.
  public let west: Double
  public let east: Double

  /// Reads `west,south,east,north` in degrees; nil where that is no box.
  public init?(_ text: String) {
    let parts = text.split(separator: ",").map { Double($0.filter { $0 != " " }) }
    guard parts.count == 4, let west = parts[0], let south = parts[1], let east = parts[2], let north = parts[3]
    else { return nil }
    self.init(west: west, south: south, east: east, north: north)
  }

  /// Nil where a corner is not on Earth or the south is north of the north.
  public init?(west: Double, south: Double, east: Double, north: Double) {
    let (a, b) = (
      Coordinate(latitude: south, longitude: west), Coordinate(latitude: north, longitude: east)
    )
    guard a.isValid, b.isValid, south <= north else { return nil }
    self.south = south
    self.north = north
    let isWhole = east - west >= 360
    self.west = isWhole ? -180 : a.longitude180
    self.east = isWhole || east == 180 ? 180 : b.longitude180
  }

  public func contains(_ point: Coordinate) -> Bool {
    let x = point.longitude180
    return (south...north).contains(point.latitude)
      && (west <= east ? x >= west && x <= east : x >= west || x <= east)
  }
}

/// Which observations or stations are meant; what is nil or empty does not restrict.
public struct ObservationQuery: Hashable, Sendable {
  public var stations: Set<String> = []
  public var variables: [Variable] = []
  public var sources: Set<String> = []
  public var from: UTCTime?
  /// The last valid time meant.
  public var through: UTCTime?
  public var box: MapBox?

  public init() {}
}

/// A station with where one source says it was, and when.
public struct StationEntry: Hashable, Sendable, Codable {
  public var station: Station
  public var source: String
  /// The first and last valid times of its reports from there.
  public var from: UTCTime
  public var through: UTCTime
}
