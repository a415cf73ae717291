import Foundation

/// The Lambert azimuthal equal-area projection about any point.
///
/// The centre is at x = y = 0; metres. Formulas: Snyder (1987), USGS Professional Paper 1395,
/// section 24.
public struct AzimuthalEqualArea: Projection {
  public let shape: EarthShape
  public let centre: Coordinate
  /// q at the pole: the authalic sphere has the area of the ellipsoid.
  private let polarQ: Double
  /// Sine and cosine of the centre's authalic latitude.
  private let sine: Double
  private let cosine: Double
  /// Snyder's D, which restores the scale at the centre; 1 on a sphere and at a pole.
  private let squeeze: Double
  private let radius: Double

  /// Throws `FieldError` where the centre is not a place on the globe.
  public init(centre: Coordinate, shape: EarthShape) throws(FieldError) {
    guard abs(centre.latitude) <= 90 else { throw .parameter("the latitude of the centre", value: centre.latitude) }
    guard centre.longitude.isFinite else { throw .parameter("the central meridian", value: centre.longitude) }
    self.shape = shape
    self.centre = centre
    let phi = centre.latitude * radiansPerDegree
    polarQ = shape.authalicQ(.pi / 2)
    radius = shape.semiMajorAxis * (polarQ / 2).squareRoot()
    if abs(centre.latitude) > 90 - 1e-10 {
      (sine, cosine, squeeze) = (centre.latitude > 0 ? 1 : -1, 0, 1)
    } else {
      sine = shape.authalicQ(phi) / polarQ
      cosine = (1 - sine * sine).squareRoot()
      squeeze = shape.isSphere ? 1 : shape.semiMajorAxis * shape.parallelRadius(phi) / (radius * cosine)
    }
  }

  public var summary: String { "Lambert azimuthal equal-area about \(centre)" }

  public func project(_ point: Coordinate) -> ProjectedPoint? {
    guard point.isFinite, abs(point.latitude) <= 90 else { return nil }
    let s = max(-1, min(1, shape.authalicQ(point.latitude * radiansPerDegree) / polarQ))
    let c = (1 - s * s).squareRoot()
    let theta = meridianDifference(point.longitude, centre.longitude)
    let denominator = 1 + sine * s + cosine * c * cos(theta)
    // The point opposite the centre is the whole rim of the map.
    guard denominator > 1e-12 else { return nil }
    let b = radius * (2 / denominator).squareRoot()
    return ProjectedPoint(
      x: b * squeeze * c * sin(theta), y: b / squeeze * (cosine * s - sine * c * cos(theta)))
  }

  public func coordinate(at place: ProjectedPoint) -> Coordinate? {
    guard place.x.isFinite, place.y.isFinite else { return nil }
    let (x, y) = (place.x / squeeze, place.y * squeeze)
    let distance = (x * x + y * y).squareRoot()
    if distance == 0 { return Coordinate(latitude: centre.latitude, longitude: centre.longitude180) }
    guard distance <= 2 * radius else { return nil }
    let angle = 2 * asin(distance / (2 * radius))
    let (s, c) = (sin(angle), cos(angle))
    let beta = max(-1, min(1, c * sine + y * s * cosine / distance))
    let theta = atan2(x * s, distance * cosine * c - y * sine * s)
    let latitude = shape.latitude(ofAuthalicQ: polarQ * beta) / radiansPerDegree
    let point = Coordinate(latitude: latitude, longitude: centre.longitude + theta / radiansPerDegree)
    return Coordinate(latitude: latitude, longitude: point.longitude180)
  }
}

extension EarthShape {
  /// Twice the area between the equator and a parallel over 2πa²; 2 sin φ on a sphere.
  /// Snyder (1987), eq. 3-12.
  func authalicQ(_ latitude: Double) -> Double {
    let e = eccentricity
    let s = sin(latitude)
    if e < 1e-9 { return 2 * s }
    let es = e * s
    return (1 - e * e) * (s / (1 - es * es) - log((1 - es) / (1 + es)) / (2 * e))
  }

  /// The latitude with a given q, by Newton's method on the sine, which has no singularity at the poles.
  func latitude(ofAuthalicQ q: Double) -> Double {
    let e = eccentricity
    let limit = authalicQ(.pi / 2)
    guard abs(q) < limit else { return q < 0 ? -.pi / 2 : .pi / 2 }
    if e < 1e-9 { return asin(q / 2) }
    var s = q / limit
    for _ in 0..<15 {
      let es = e * s
      let square = 1 - es * es
      let error = q - (1 - e * e) * (s / square - log((1 - es) / (1 + es)) / (2 * e))
      let next = max(-1, min(1, s + error * square * square / (2 * (1 - e * e))))
      if abs(next - s) < 1e-16 { break }
      s = next
    }
    return asin(s)
  }
}
