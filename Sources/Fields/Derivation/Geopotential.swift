/// Geopotential in m² s⁻² and geopotential height in geopotential metres.
public enum Geopotential {
  /// Standard gravity in m s⁻² (3rd General Conference on Weights and Measures, 1901).
  public static let standardGravity = 9.80665

  public static func height(geopotential: Double) -> Double { geopotential / standardGravity }
  public static func geopotential(height: Double) -> Double { height * standardGravity }
}
