import Foundation

/// The Lambert conformal conic projection with one or two standard parallels.
///
/// x is 0 on the central meridian and y at the latitude of origin on it; metres at true scale on
/// the standard parallels. Formulas: Snyder (1987), USGS Professional Paper 1395, section 15.
public struct LambertConformal: Projection {
  public let shape: EarthShape
  public let standardParallels: [Double]
  public let latitudeOfOrigin: Double
  public let centralMeridian: Double
  /// The cone constant.
  private let n: Double
  /// a F of Snyder: the radius on the map is scale × tⁿ.
  private let scale: Double
  private let originRadius: Double

  /// Parallels and meridian in degrees; give one parallel twice, or leave the second, for a tangent cone.
  /// Throws `FieldError` where a parallel is at a pole, or the two are opposite so that there is no cone.
  public init(
    firstParallel: Double, secondParallel: Double? = nil, latitudeOfOrigin: Double, centralMeridian: Double,
    shape: EarthShape
  ) throws(FieldError) {
    let second = secondParallel ?? firstParallel
    for parallel in [firstParallel, second, latitudeOfOrigin] where !(abs(parallel) < 90) {
      throw .parameter("a parallel of the Lambert projection", value: parallel)
    }
    guard abs(firstParallel + second) > 1e-9 else {
      throw .parameter("the sum of the standard parallels", value: firstParallel + second)
    }
    guard centralMeridian.isFinite else { throw .parameter("the central meridian", value: centralMeridian) }
    self.shape = shape
    standardParallels = firstParallel == second ? [firstParallel] : [firstParallel, second]
    self.latitudeOfOrigin = latitudeOfOrigin
    self.centralMeridian = centralMeridian
    let (phi1, phi2) = (firstParallel * radiansPerDegree, second * radiansPerDegree)
    let (m1, t1) = (shape.parallelRadius(phi1), shape.conformalCotangent(phi1))
    let n =
      abs(firstParallel - second) < 1e-10
      ? sin(phi1)
      : log(m1 / shape.parallelRadius(phi2)) / log(t1 / shape.conformalCotangent(phi2))
    self.n = n
    scale = shape.semiMajorAxis * m1 / (n * pow(t1, n))
    originRadius = scale * pow(shape.conformalCotangent(latitudeOfOrigin * radiansPerDegree), n)
  }

  public var summary: String {
    let parallels = standardParallels.map { "\($0)°" }.joined(separator: " and ")
    return "Lambert conformal at \(parallels), meridian \(centralMeridian)°"
  }

  public func project(_ point: Coordinate) -> ProjectedPoint? {
    guard point.isFinite, abs(point.latitude) <= 90 else { return nil }
    // The pole that the cone opens to is infinitely far away.
    let t =
      abs(point.latitude) == 90
      ? (point.latitude > 0 ? 0 : .infinity)
      : shape.conformalCotangent(
        point.latitude * radiansPerDegree)
    let radius = scale * pow(t, n)
    guard radius.isFinite else { return nil }
    let theta = n * meridianDifference(point.longitude, centralMeridian)
    return ProjectedPoint(x: radius * sin(theta), y: originRadius - radius * cos(theta))
  }

  public func coordinate(at place: ProjectedPoint) -> Coordinate? {
    guard place.x.isFinite, place.y.isFinite else { return nil }
    let sign: Double = n < 0 ? -1 : 1
    let (x, y) = (sign * place.x, sign * (originRadius - place.y))
    let radius = sign * (x * x + y * y).squareRoot()
    let theta = atan2(x, y)
    // Beyond the cut of the cone there is nothing.
    guard abs(theta) <= abs(n) * .pi * (1 + 1e-12) else { return nil }
    let latitude =
      radius == 0 ? sign * .pi / 2 : shape.latitude(ofConformalCotangent: pow(radius / scale, 1 / n))
    let point = Coordinate(
      latitude: latitude / radiansPerDegree, longitude: centralMeridian + theta / n / radiansPerDegree)
    return Coordinate(latitude: point.latitude, longitude: point.longitude180)
  }
}
