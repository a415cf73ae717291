import Foundation

/// The stereographic projection about a pole.
///
/// The pole is at x = y = 0; metres at true scale on the true latitude. On a northern map the central
/// meridian runs down from the pole, on a southern one up. Formulas: Snyder (1987), USGS
/// Professional Paper 1395, section 21.
public struct PolarStereographic: Projection {
  public enum Pole: Hashable, Sendable { case north, south }

  public let shape: EarthShape
  public let pole: Pole
  public let trueLatitude: Double
  public let centralMeridian: Double
  /// The radius on the map over the conformal cotangent.
  private let scale: Double

  /// Degrees; the true latitude may be the pole itself and has the hemisphere's sign or none.
  /// Throws `FieldError` where it is on the equator or beyond a pole.
  public init(pole: Pole, trueLatitude: Double, centralMeridian: Double, shape: EarthShape) throws(FieldError) {
    guard abs(trueLatitude) > 0, abs(trueLatitude) <= 90 else {
      throw .parameter("the true latitude", value: trueLatitude)
    }
    guard centralMeridian.isFinite else { throw .parameter("the central meridian", value: centralMeridian) }
    self.shape = shape
    self.pole = pole
    self.trueLatitude = trueLatitude
    self.centralMeridian = centralMeridian
    let phi = abs(trueLatitude) * radiansPerDegree
    if abs(trueLatitude) > 90 - 1e-10 {
      let e = shape.eccentricity
      scale = 2 * shape.semiMajorAxis / (pow(1 + e, 1 + e) * pow(1 - e, 1 - e)).squareRoot()
    } else {
      scale = shape.semiMajorAxis * shape.parallelRadius(phi) / shape.conformalCotangent(phi)
    }
  }

  public var summary: String {
    "polar stereographic, \(pole == .north ? "north" : "south"), true at \(trueLatitude)°, meridian \(centralMeridian)°"
  }

  private var sign: Double { pole == .north ? 1 : -1 }

  public func project(_ point: Coordinate) -> ProjectedPoint? {
    let latitude = sign * point.latitude
    // The opposite pole is infinitely far away.
    guard point.isFinite, latitude > -90, latitude <= 90 else { return nil }
    let radius = latitude == 90 ? 0 : scale * shape.conformalCotangent(latitude * radiansPerDegree)
    let theta = meridianDifference(point.longitude, centralMeridian)
    return ProjectedPoint(x: radius * sin(theta), y: -sign * radius * cos(theta))
  }

  public func coordinate(at place: ProjectedPoint) -> Coordinate? {
    guard place.x.isFinite, place.y.isFinite else { return nil }
    let radius = (place.x * place.x + place.y * place.y).squareRoot()
    let latitude = sign * shape.latitude(ofConformalCotangent: radius / scale) / radiansPerDegree
    let theta = radius == 0 ? 0 : atan2(place.x, -sign * place.y)
    let point = Coordinate(latitude: latitude, longitude: centralMeridian + theta / radiansPerDegree)
    return Coordinate(latitude: latitude, longitude: point.longitude180)
  }
}
