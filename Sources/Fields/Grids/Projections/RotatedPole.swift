import Foundation

/// A latitude-longitude system whose poles have been moved: x is the rotated longitude and y the rotated
/// latitude, both in degrees.
public struct RotatedPole: Projection {
  /// Where the rotated system has its south pole.
  public let southPole: Coordinate
  /// Degrees by which the system was turned about its own axis before its pole was moved; added to
  /// rotated longitudes on the way to the globe.
  public let angle: Double

  /// As GRIB gives it. Throws `FieldError` where a number is not finite or the pole beyond a pole.
  public init(southPole: Coordinate, angle: Double = 0) throws(FieldError) {
    guard abs(southPole.latitude) <= 90 else {
      throw .parameter("the latitude of the rotated south pole", value: southPole.latitude)
    }
    guard southPole.longitude.isFinite else {
      throw .parameter("the longitude of the rotated south pole", value: southPole.longitude)
    }
    guard angle.isFinite else { throw .parameter("the angle of rotation", value: angle) }
    self.southPole = southPole
    self.angle = angle
  }

  /// As CF gives it: `grid_north_pole_latitude`, `grid_north_pole_longitude` and
  /// `north_pole_grid_longitude`.
  public init(northPole: Coordinate, northPoleGridLongitude: Double = 0) throws(FieldError) {
    let longitude = northPole.longitude + 180
    try self.init(
      southPole: Coordinate(latitude: -northPole.latitude, longitude: longitude), angle: -northPoleGridLongitude)
  }

  public var summary: String { "rotated latitude-longitude, south pole at \(southPole)" }
  public var period: Double? { 360 }

  public func relativeWidth(at place: ProjectedPoint) -> Double { cos(place.y * radiansPerDegree) }

  /// The angle by which the globe is tilted, in radians: 0 where the poles are where they were.
  private var tilt: Double { (southPole.latitude + 90) * radiansPerDegree }

  public func project(_ point: Coordinate) -> ProjectedPoint? {
    guard point.isFinite else { return nil }
    let turned = turn(point.latitude, meridianDifference(point.longitude, southPole.longitude), by: -tilt)
    return ProjectedPoint(x: (turned.longitude - angle).remainder(dividingBy: 360), y: turned.latitude)
  }

  public func coordinate(at place: ProjectedPoint) -> Coordinate? {
    guard place.x.isFinite, abs(place.y) <= 90 + 1e-6 else { return nil }
    let turned = turn(place.y, (place.x + angle) * radiansPerDegree, by: tilt)
    let point = Coordinate(latitude: turned.latitude, longitude: turned.longitude + southPole.longitude)
    return Coordinate(latitude: point.latitude, longitude: point.longitude180)
  }

  /// Turns a point about the axis through 90°E on the equator.
  private func turn(_ latitude: Double, _ longitude: Double, by tilt: Double) -> (latitude: Double, longitude: Double) {
    let phi = latitude * radiansPerDegree
    let (x, y, z) = (cos(phi) * cos(longitude), cos(phi) * sin(longitude), sin(phi))
    let (along, up) = (x * cos(tilt) - z * sin(tilt), x * sin(tilt) + z * cos(tilt))
    let distance = (along * along + y * y).squareRoot()
    return (atan2(up, distance) / radiansPerDegree, atan2(y, along) / radiansPerDegree)
  }
}
