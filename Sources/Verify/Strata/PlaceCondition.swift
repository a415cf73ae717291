public import Fields
import Stations

/// What a place has to be like.
public enum PlaceCondition: Sendable, Hashable {
  case region(Region)
  /// Identifiers in their canonical form.
  case stations(Set<String>)
  /// All stations but these.
  case stationsBut(Set<String>)
  /// Metres above mean sea level, the lower end included; nil is open.
  case height(from: Double?, below: Double?)
  /// A land fraction of 0.5 or more.
  case land
  /// A land fraction below 0.5.
  case sea

  /// What is not known of a place meets no condition on it.
  public func holds(at place: Place) -> Bool {
    switch self {
    case .region(let region): region.contains(place.coordinate)
    case .stations(let identifiers): place.station.map(identifiers.contains) ?? false
    case .stationsBut(let identifiers): place.station.map { !identifiers.contains($0) } ?? false
    case .height(let from, let below):
      place.elevation.map { $0 >= from ?? -.infinity && $0 < below ?? .infinity } ?? false
    case .land: place.landFraction.map { $0 >= 0.5 } ?? false
    case .sea: place.landFraction.map { $0 < 0.5 } ?? false
    }
  }
}

/// What is known of a station or of a cell of a grid.
public struct Place: Sendable {
  public var coordinate: Coordinate
  /// Metres above mean sea level; nil where unknown.
  public var elevation: Double?
  /// From 0 to 1; nil where unknown.
  public var landFraction: Double?
  /// The identifier in its canonical form; nil for a cell.
  public var station: String?

  public init(
    coordinate: Coordinate, elevation: Double? = nil, landFraction: Double? = nil, station: String? = nil
  ) {
    self.coordinate = coordinate
    self.elevation = elevation
    self.landFraction = landFraction
    self.station = station
  }
}

extension Stratum {
  /// Whether a place meets all conditions on places.
  public func contains(_ place: Place) -> Bool { places.allSatisfy { $0.holds(at: place) } }

  /// Which cells of a grid meet all conditions on places, once for a grid.
  ///
  /// - Parameters:
  ///   - elevations: Metres, one value a cell; NaN is unknown. nil where none is known.
  ///   - landFractions: From 0 to 1, likewise.
  public func cells(of grid: any Grid, elevations: [Float]? = nil, landFractions: [Float]? = nil) -> [Bool] {
    precondition(elevations.map { $0.count == grid.count } ?? true, "elevations of another grid")
    precondition(landFractions.map { $0.count == grid.count } ?? true, "land fractions of another grid")
    if places.count == 1, case .region(.box(let box)) = places[0], let grid = grid as? RectilinearGrid {
      return Stratum.cells(of: grid, in: box)
    }
    func known(_ values: [Float]?, _ cell: Int) -> Double? {
      values.flatMap { $0[cell].isNaN ? nil : Double($0[cell]) }
    }
    return (0..<grid.count).map { cell in
      contains(
        Place(
          coordinate: grid.coordinate(of: cell), elevation: known(elevations, cell),
          landFraction: known(landFractions, cell)))
    }
  }

  /// The cells of a box, by rows and columns.
  private static func cells(of grid: RectilinearGrid, in box: Region.Box) -> [Bool] {
    let rows = (0..<grid.rows).map { row in
      box.contains(Coordinate(latitude: grid.coordinate(of: row * grid.columns).latitude, longitude: box.west))
    }
    let columns = (0..<grid.columns).map { column in
      box.contains(Coordinate(latitude: box.south, longitude: grid.coordinate(of: column).longitude))
    }
    return rows.flatMap { $0 ? columns : [Bool](repeating: false, count: columns.count) }
  }
}
