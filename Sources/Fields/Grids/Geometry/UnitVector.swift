import Foundation

/// A point on the unit sphere: x towards 0°E on the equator, z towards the north pole.
typealias UnitVector = SIMD3<Double>

extension UnitVector {
  init(_ point: Coordinate) {
    let (phi, lambda) = (point.latitude * .pi / 180, point.longitude * .pi / 180)
    self.init(cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi))
  }

  func dot(_ other: UnitVector) -> Double { (self * other).sum() }

  func cross(_ b: UnitVector) -> UnitVector {
    UnitVector(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }

  var normalised: UnitVector { self / dot(self).squareRoot() }

  var coordinate: Coordinate {
    Coordinate(
      latitude: atan2(z, (x * x + y * y).squareRoot()) * 180 / .pi, longitude: atan2(y, x) * 180 / .pi)
  }
}

/// The solid angle of a spherical triangle, by Van Oosterom and Strackee (1983),
/// doi:10.1109/TBME.1983.325207.
func triangleArea(_ a: UnitVector, _ b: UnitVector, _ c: UnitVector) -> Double {
  2 * abs(atan2(a.dot(b.cross(c)), 1 + a.dot(b) + b.dot(c) + c.dot(a)))
}

/// The solid angle of a convex spherical quadrilateral, its corners in turn.
func quadrilateralArea(_ corners: [UnitVector]) -> Double {
  triangleArea(corners[0], corners[1], corners[2]) + triangleArea(corners[0], corners[2], corners[3])
}
