import Foundation

/// Wind as speed and direction, from its components.
public enum Wind {
  /// The speed in the components' unit.
  public static func speed(eastward u: Double, northward v: Double) -> Double {
    (u * u + v * v).squareRoot()
  }

  /// The direction that the wind comes from, in degrees clockwise from north, above 0 and up to 360 as
  /// stations report it; NaN in a calm, which has none.
  ///
  ///     180 + atan2(u, v) in degrees
  public static func direction(eastward u: Double, northward v: Double) -> Double {
    if u == 0, v == 0 { return .nan }
    let degrees = 180 + atan2(u, v) * 180 / .pi
    return degrees <= 0 ? degrees + 360 : degrees
  }

  /// The components of a wind by speed and the direction that it comes from in degrees.
  public static func components(speed: Double, direction: Double) -> (eastward: Double, northward: Double) {
    let radians = direction * .pi / 180
    return (-speed * sin(radians), -speed * cos(radians))
  }
}
