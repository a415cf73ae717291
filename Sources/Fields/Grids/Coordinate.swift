#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A place on the sphere, in degrees north and east.
public struct Coordinate: Hashable, Codable, Sendable {
  /// Degrees north, -90...90.
  public var latitude: Double
  /// Degrees east, in any turn: 350 and -10 are one meridian. Use `longitude360` or
  /// `longitude180` to compare.
  public var longitude: Double

  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }

  /// Whether both are finite, the latitude is within the poles and the longitude within one turn
  /// of the usual conventions (-180...360).
  public var isValid: Bool {
    latitude.isFinite && longitude.isFinite && abs(latitude) <= 90 && longitude >= -180 && longitude <= 360
  }

  /// The longitude in 0..<360.
  public var longitude360: Double {
    let r = longitude.truncatingRemainder(dividingBy: 360)
    let positive = r < 0 ? r + 360 : r
    return positive >= 360 ? 0 : positive
  }

  /// The longitude in -180..<180.
  public var longitude180: Double {
    // One that is in the range stays as it is written, to the last bit.
    if longitude >= -180, longitude < 180 { return longitude }
    let l = longitude360
    return l >= 180 ? l - 360 : l
  }

  /// The radius of the sphere on which distances and areas are computed, in metres
  /// (the mean radius of the Earth, IUGG).
  public static let earthRadius = 6_371_008.8

  /// The great-circle distance in metres, by the haversine formula.
  public func distance(to other: Coordinate) -> Double {
    let radians = Double.pi / 180
    let dLatitude = (other.latitude - latitude) * radians
    let dLongitude = (other.longitude - longitude) * radians
    let s = sin(dLatitude / 2)
    let t = sin(dLongitude / 2)
    let h = s * s + cos(latitude * radians) * cos(other.latitude * radians) * t * t
    return 2 * Coordinate.earthRadius * asin(min(1, h.squareRoot()))
  }
}

extension Coordinate: CustomStringConvertible {
  /// `59.94°N 10.72°E`
  public var description: String {
    func text(_ x: Double) -> String {
      let scaled = (abs(x) * 1000).rounded() / 1000
      return scaled == scaled.rounded() ? String(Int(scaled)) : String(scaled)
    }
    guard abs(latitude) < 1e6, abs(longitude) < 1e6 else {
      return "(\(latitude), \(longitude))"
    }
    let east = longitude180
    return "\(text(latitude))°\(latitude < 0 ? "S" : "N") \(text(east))°\(east < 0 ? "W" : "E")"
  }
}
