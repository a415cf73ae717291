import Foundation

/// A map between the sphere or ellipsoid and a plane, on which a grid has straight rows and columns.
///
/// x grows to the right of the map and y upwards; both are metres, or degrees where the projection
/// is a rotation of the sphere.
public protocol Projection: Hashable, Sendable {
  /// For people: `Lambert conformal 63.3°N, 15°E`.
  var summary: String { get }

  /// One turn of x, where x goes round the globe; nil where it does not.
  var period: Double? { get }

  /// The length on the globe of a unit of x over that of a unit of y, where the map stretches them
  /// differently by design; 1 on every map in metres.
  func relativeWidth(at place: ProjectedPoint) -> Double

  /// The place of a point on the map; nil where the map does not show it.
  func project(_ point: Coordinate) -> ProjectedPoint?

  /// The point at a place on the map, its longitude in -180..<180; nil where there is none.
  func coordinate(at place: ProjectedPoint) -> Coordinate?
}

/// A place on a map.
public struct ProjectedPoint: Hashable, Sendable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

extension Projection {
  public var period: Double? { nil }

  /// Whether two projections of any type are the same.
  public func isEqual(to other: any Projection) -> Bool {
    guard let other = other as? Self else { return false }
    return self == other
  }

  /// The angle from the map's upward direction (y) to true north at a point, in degrees, clockwise
  /// positive; nil where the map does not show the point.
  ///
  /// Taken from the direction of the meridian on the map by central differences, which is exact to
  /// about 1e-8 degrees.
  public func northAngle(at point: Coordinate) -> Double? {
    let step = 1e-4
    let south = Coordinate(latitude: max(-90, point.latitude - step), longitude: point.longitude)
    let north = Coordinate(latitude: min(90, point.latitude + step), longitude: point.longitude)
    guard let from = project(south), let to = project(north) else { return nil }
    var dx = to.x - from.x
    if let period { dx = dx.remainder(dividingBy: period) }
    dx *= project(point).map(relativeWidth) ?? 1
    return atan2(dx, to.y - from.y) * 180 / .pi
  }

  public func relativeWidth(at place: ProjectedPoint) -> Double { 1 }
}

// MARK: - Formulas that several projections share

let radiansPerDegree = Double.pi / 180

/// A longitude's difference to a meridian in radians, -π...π.
func meridianDifference(_ longitude: Double, _ meridian: Double) -> Double {
  (longitude - meridian).remainder(dividingBy: 360) * radiansPerDegree
}

extension EarthShape {
  /// The radius of a parallel over the semi-major axis.
  ///
  /// Snyder (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, eq. 14-15.
  func parallelRadius(_ latitude: Double) -> Double {
    let s = eccentricity * sin(latitude)
    return cos(latitude) / (1 - s * s).squareRoot()
  }

  /// tan(π/4 - χ/2) of the conformal latitude χ: 0 at the north pole, infinite at the south pole.
  /// Snyder (1987), eq. 15-9.
  func conformalCotangent(_ latitude: Double) -> Double {
    let e = eccentricity
    let s = e * sin(latitude)
    return tan(.pi / 4 - latitude / 2) / pow((1 - s) / (1 + s), e / 2)
  }

  /// The latitude of a conformal cotangent, by fixed-point iteration: Snyder (1987), eq. 7-9.
  func latitude(ofConformalCotangent t: Double) -> Double {
    let e = eccentricity
    var latitude = .pi / 2 - 2 * atan(t)
    if e == 0 { return latitude }
    for _ in 0..<15 {
      let s = e * sin(latitude)
      let next = .pi / 2 - 2 * atan(t * pow((1 - s) / (1 + s), e / 2))
      if abs(next - latitude) < 1e-15 { return next }
      latitude = next
    }
    return latitude
  }
}
