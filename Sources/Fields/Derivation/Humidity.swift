import Foundation

/// Moisture of the air, over water at every temperature, as stations report it.
///
/// Saturation is the Magnus form with the coefficients of Alduchov and Eskridge (1996), J. Appl.
/// Meteor. 35, 601-609, eq. 21 (AERK), doi:10.1175/1520-0450(1996)035<0601:IMFAOS>2.0.CO;2: within
/// 0.4 % from -40 to 50 °C. Temperatures in K, pressures in Pa, relative humidity in %.
public enum Humidity {
  /// The ratio of the gas constants of dry air and water vapour, 287.0597 / 461.5250.
  public static let gasConstantRatio = 287.0597 / 461.5250

  ///     610.94 exp(17.625 t / (t + 243.04)) with t in °C
  public static func saturationVapourPressure(temperature: Double) -> Double {
    let t = temperature - 273.15
    return 610.94 * exp(17.625 * t / (t + 243.04))
  }

  /// The temperature at which a vapour pressure saturates; NaN where the pressure is not positive.
  public static func dewPoint(vapourPressure: Double) -> Double {
    guard vapourPressure > 0 else { return .nan }
    let x = log(vapourPressure / 610.94)
    return 273.15 + 243.04 * x / (17.625 - x)
  }

  /// Above 100 where the air is supersaturated, or rounding puts the dew point above the temperature.
  public static func relativeHumidity(temperature: Double, dewPoint: Double) -> Double {
    100 * saturationVapourPressure(temperature: dewPoint) / saturationVapourPressure(temperature: temperature)
  }

  /// NaN where the relative humidity is not positive.
  public static func dewPoint(temperature: Double, relativeHumidity: Double) -> Double {
    dewPoint(vapourPressure: relativeHumidity / 100 * saturationVapourPressure(temperature: temperature))
  }

  /// The vapour pressure of specific humidity (kg kg-1) at a pressure.
  ///
  ///     q p / (ε + (1 - ε) q)
  public static func vapourPressure(specificHumidity q: Double, pressure: Double) -> Double {
    q * pressure / (gasConstantRatio + (1 - gasConstantRatio) * q)
  }

  public static func relativeHumidity(specificHumidity: Double, pressure: Double, temperature: Double) -> Double {
    100 * vapourPressure(specificHumidity: specificHumidity, pressure: pressure)
      / saturationVapourPressure(temperature: temperature)
  }
}
