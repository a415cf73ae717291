#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Directions and ways on the sphere of `Coordinate.earthRadius`.
extension Coordinate {
  /// The direction in which the great circle to a place leaves this one: degrees from north through east, 0..<360.
  /// nil where the two are one place or opposite to each other.
  public func bearing(to other: Coordinate) -> Double? {
    let distance = distance(to: other)
    guard distance > 1e-3, distance < .pi * Coordinate.earthRadius - 1e-3 else { return nil }
    let (phi1, phi2) = (latitude * .pi / 180, other.latitude * .pi / 180)
    let turn = (other.longitude - longitude) * .pi / 180
    let east = sin(turn) * cos(phi2)
    let north = cos(phi1) * sin(phi2) - sin(phi1) * cos(phi2) * cos(turn)
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// The place that is reached along a great circle, by its first direction in degrees and its length in metres.
  public func moved(bearing: Double, distance: Double) -> Coordinate {
    let (phi, theta) = (latitude * .pi / 180, bearing * .pi / 180)
    let delta = distance / Coordinate.earthRadius
    let sine = sin(phi) * cos(delta) + cos(phi) * sin(delta) * cos(theta)
    let turn = atan2(sin(theta) * sin(delta) * cos(phi), cos(delta) - sin(phi) * sine)
    return Coordinate(latitude: asin(min(1, max(-1, sine))) * 180 / .pi, longitude: longitude + turn * 180 / .pi)
      .normalised
  }

  /// The place at a share, 0...1, of the way along the great circle to another; nil between opposite places.
  public func towards(_ other: Coordinate, share: Double) -> Coordinate? {
    let distance = distance(to: other)
    guard distance > 1e-3 else { return share < 0.5 ? self : other }
    guard distance < .pi * Coordinate.earthRadius - 1e-3 else { return nil }
    let angle = distance / Coordinate.earthRadius
    let (a, b) = (UnitVector(self), UnitVector(other))
    return (a * (sin((1 - share) * angle) / sin(angle)) + b * (sin(share * angle) / sin(angle))).coordinate
  }

  /// The place in the middle of several: the direction of the sum of their unit vectors. nil where there is none,
  /// or where they cancel.
  public static func mean(_ places: [Coordinate]) -> Coordinate? {
    let sum = places.reduce(UnitVector.zero) { $0 + UnitVector($1) }
    guard sum.dot(sum) > 1e-12 else { return nil }
    return sum.coordinate
  }

  /// The distance in metres to the nearest place of the arc between two others, its ends included.
  public func distance(toArcFrom a: Coordinate, to b: Coordinate) -> Double {
    let ends = min(distance(to: a), distance(to: b))
    let (p, u, v) = (UnitVector(self), UnitVector(a), UnitVector(b))
    let normal = u.cross(v)
    let length = normal.dot(normal).squareRoot()
    guard length > 1e-12 else { return ends }
    let pole = normal / length
    // Beside the arc where it is on the inner side of the planes through both ends.
    guard pole.cross(u).dot(p) >= 0, v.cross(pole).dot(p) >= 0 else { return ends }
    return min(ends, abs(asin(min(1, max(-1, pole.dot(p))))) * Coordinate.earthRadius)
  }

  /// The same place with its longitude in -180..<180.
  var normalised: Coordinate { Coordinate(latitude: latitude, longitude: longitude180) }
}
