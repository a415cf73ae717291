/// A part of the Earth's surface, its edges included.
public enum Region: Hashable, Sendable {
  case box(Box)
  /// A point is inside where it is in one of them.
  case polygons([Polygon])

  public func contains(_ point: Coordinate) -> Bool {
    switch self {
    case .box(let box): box.contains(point)
    case .polygons(let polygons): polygons.contains { $0.contains(point) }
    }
  }
}

extension Region {
  /// A region between two parallels and two meridians, its edges included.
  public struct Box: Sendable, Hashable {
    public var south: Double
    public var north: Double
    public var west: Double
    public var east: Double

    /// In degrees; west greater than east goes across 180°.
    public init(south: Double, north: Double, west: Double, east: Double) {
      self.south = south
      self.north = north
      self.west = west
      self.east = east
    }

    public func contains(_ point: Coordinate) -> Bool {
      guard (south...north).contains(point.latitude) else { return false }
      if east - west >= 360 { return true }
      let from = Coordinate(latitude: 0, longitude: west).longitude360
      let width = Coordinate(latitude: 0, longitude: east - west).longitude360
      return Coordinate(latitude: 0, longitude: point.longitude360 - from).longitude360 <= width
    }
  }
}
