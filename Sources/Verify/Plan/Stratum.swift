public import Fields
public import Stations

/// A part of the stations that is scored for itself.
public struct Stratum: Sendable, Hashable {
  public enum Extent: Sendable, Hashable {
    case everywhere
    case box(Box)
    /// Identifiers in their canonical form.
    case stations(Set<String>)
  }

  public var name: String
  public var extent: Extent

  public init(name: String, extent: Extent) {
    self.name = name
    self.extent = extent
  }

  /// Every station.
  public static let all = Stratum(name: "all", extent: .everywhere)

  func cells(of grid: any Grid) -> [Bool] {
    (0..<grid.count).map { contains(Station(id: "cell", coordinate: grid.coordinate(of: $0))) }
  }

  public func contains(_ station: Station) -> Bool {
    switch extent {
    case .everywhere: true
    case .box(let box): box.contains(station.coordinate)
    case .stations(let identifiers): identifiers.contains(StationIdentifier.wmo(station.id))
    }
  }
}

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
