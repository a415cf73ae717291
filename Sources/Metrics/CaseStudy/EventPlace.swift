public import Fields

/// A station, or a cell of a grid.
public struct EventPlace: Hashable, Sendable, Codable {
  /// The station's identifier, or the position of the cell.
  public var name: String
  public var coordinate: Coordinate
  public var elevation: Double?

  public init(name: String, coordinate: Coordinate, elevation: Double? = nil) {
    self.name = name
    self.coordinate = coordinate
    self.elevation = elevation
  }
}

/// The most extreme value of an event, and where and when it was.
public struct EventPeak: Hashable, Sendable, Codable {
  public var value: Double
  public var time: UTCTime
  public var place: EventPlace

  public init(value: Double, time: UTCTime, place: EventPlace) {
    self.value = value
    self.time = time
    self.place = place
  }
}
