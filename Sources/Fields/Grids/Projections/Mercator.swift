import Foundation

/// The Mercator projection.
///
/// x is 0 on the central meridian and y on the equator; metres at true scale on the true latitude. The
/// poles are not on the map. Formulas: Snyder (1987), USGS Professional Paper 1395, section 7.
public struct Mercator: Projection {
  public let shape: EarthShape
  public let trueLatitude: Double
  public let centralMeridian: Double
  private let scale: Double

  /// Degrees. Throws `FieldError` where the true latitude is at a pole.
  public init(trueLatitude: Double, centralMeridian: Double = 0, shape: EarthShape) throws(FieldError) {
    guard abs(trueLatitude) < 90 else { throw .parameter("the true latitude", value: trueLatitude) }
    guard centralMeridian.isFinite else { throw .parameter("the central meridian", value: centralMeridian) }
    self.shape = shape
    self.trueLatitude = trueLatitude
    self.centralMeridian = centralMeridian
    scale = shape.semiMajorAxis * shape.parallelRadius(trueLatitude * radiansPerDegree)
  }

  public var summary: String { "Mercator, true at \(trueLatitude)°, meridian \(centralMeridian)°" }
  public var period: Double? { 2 * .pi * scale }

  public func project(_ point: Coordinate) -> ProjectedPoint? {
    guard point.isFinite, abs(point.latitude) < 90 else { return nil }
    return ProjectedPoint(
      x: scale * meridianDifference(point.longitude, centralMeridian),
      y: -scale * log(shape.conformalCotangent(point.latitude * radiansPerDegree)))
  }

  public func coordinate(at place: ProjectedPoint) -> Coordinate? {
    guard place.x.isFinite, place.y.isFinite else { return nil }
    let latitude = shape.latitude(ofConformalCotangent: exp(-place.y / scale)) / radiansPerDegree
    let point = Coordinate(latitude: latitude, longitude: centralMeridian + place.x / scale / radiansPerDegree)
    return Coordinate(latitude: latitude, longitude: point.longitude180)
  }
}
