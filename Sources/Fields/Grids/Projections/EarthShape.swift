/// The sphere or ellipsoid that a map projection stands on.
public struct EarthShape: Hashable, Sendable {
  /// Metres, to the equator.
  public let semiMajorAxis: Double
  /// Metres, to a pole.
  public let semiMinorAxis: Double

  /// Throws `FieldError` where an axis is not a positive number, or the polar one is the longer.
  public init(semiMajorAxis: Double, semiMinorAxis: Double) throws(FieldError) {
    guard semiMajorAxis.isFinite, semiMajorAxis > 0 else {
      throw .parameter("the semi-major axis of the Earth", value: semiMajorAxis)
    }
    guard semiMinorAxis > 0, semiMinorAxis <= semiMajorAxis else {
      throw .parameter("the semi-minor axis of the Earth", value: semiMinorAxis)
    }
    self.init(semiMajorAxis, semiMinorAxis)
  }

  private init(_ semiMajorAxis: Double, _ semiMinorAxis: Double) {
    self.semiMajorAxis = semiMajorAxis
    self.semiMinorAxis = semiMinorAxis
  }

  /// Throws `FieldError` where the radius is not a positive number of metres.
  public static func sphere(radius: Double) throws(FieldError) -> EarthShape {
    try EarthShape(semiMajorAxis: radius, semiMinorAxis: radius)
  }

  /// 6371229 m, GRIB2's shape 6.
  public static let sphere6371229 = EarthShape(6_371_229, 6_371_229)
  /// 6367470 m, GRIB1's sphere and GRIB2's shape 0.
  public static let sphere6367470 = EarthShape(6_367_470, 6_367_470)
  /// 6371200 m, GRIB2's shape 8.
  public static let sphere6371200 = EarthShape(6_371_200, 6_371_200)
  /// GRIB1's ellipsoid and GRIB2's shape 2.
  public static let iau1965 = EarthShape(6_378_160, 6_356_775)
  /// GRIB2's shape 4.
  public static let grs80 = EarthShape(6_378_137, 6_356_752.314140356)
  /// GRIB2's shape 5.
  public static let wgs84 = EarthShape(6_378_137, 6_356_752.314245179)

  var isSphere: Bool { semiMajorAxis == semiMinorAxis }

  var eccentricity: Double {
    let ratio = semiMinorAxis / semiMajorAxis
    return (1 - ratio * ratio).squareRoot()
  }
}
