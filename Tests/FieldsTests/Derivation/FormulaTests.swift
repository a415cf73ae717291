import Fields
import Testing

@Suite struct FormulaTests {
  @Test(arguments: [
    (0.0, -5.0, 360.0), (-5, 0, 90), (0, 5, 180), (5, 0, 270), (-3, -3, 45), (3, 3, 225), (1, -1, 315), (-1, 1, 135),
  ])
  func directionIsWhereTheWindComesFrom(u: Double, v: Double, direction: Double) {
    #expect(abs(Wind.direction(eastward: u, northward: v) - direction) < 1e-12)
    let speed = Wind.speed(eastward: u, northward: v)
    let back = Wind.components(speed: speed, direction: direction)
    #expect(abs(back.eastward - u) < 1e-12 && abs(back.northward - v) < 1e-12)
  }

  @Test func speedIsTheLengthOfTheVector() {
    #expect(Wind.speed(eastward: 3, northward: -4) == 5)
    #expect(Wind.speed(eastward: .nan, northward: 1).isNaN)
  }

  @Test func aCalmHasNoDirection() {
    #expect(Wind.direction(eastward: 0, northward: 0).isNaN)
    #expect(Wind.direction(eastward: -0.0, northward: 0).isNaN)
    #expect(Wind.direction(eastward: 0, northward: -0.0).isNaN)
    // Nearly north from either side, never 0.
    #expect(Wind.direction(eastward: 1e-300, northward: -1) == 360)
  }

  /// Saturation vapour pressures over water in hPa: WMO-No. 8 (2018), annex 4.B by its own formula
  /// 6.112 exp(17.62 t / (243.12 + t)), which differs by less than 0.3 % from the one used here.
  @Test(arguments: [(-40.0, 0.1903), (-20, 1.2562), (0, 6.112), (10, 12.2703), (20, 23.3264), (40, 73.8)])
  func saturationIsAsInTheGuide(celsius: Double, hectopascals: Double) {
    let found = Humidity.saturationVapourPressure(temperature: celsius + 273.15) / 100
    #expect(abs(found / hectopascals - 1) < 4e-3)
  }

  /// By hand: 610.94 exp(17.625 × 10 / 253.04) = 1226.0 Pa over 610.94 exp(17.625 × 20 / 263.04) = 2333.4 Pa.
  @Test func humidityFromDewPoint() {
    let humidity = Humidity.relativeHumidity(temperature: 293.15, dewPoint: 283.15)
    #expect(abs(humidity - 52.541) < 0.01)
    #expect(abs(Humidity.relativeHumidity(temperature: 280, dewPoint: 280) - 100) < 1e-12)
  }

  @Test(arguments: [230.0, 260, 273.15, 290, 310], [1.0, 20, 60, 100, 105])
  func dewPointAndHumidityAreInverse(temperature: Double, humidity: Double) {
    let dewPoint = Humidity.dewPoint(temperature: temperature, relativeHumidity: humidity)
    #expect(abs(Humidity.relativeHumidity(temperature: temperature, dewPoint: dewPoint) - humidity) < 1e-9)
    #expect((dewPoint < temperature) == (humidity < 100) || abs(humidity - 100) < 1e-9)
  }

  @Test func dryAirHasNoDewPoint() {
    #expect(Humidity.dewPoint(temperature: 290, relativeHumidity: 0).isNaN)
    #expect(Humidity.dewPoint(temperature: 290, relativeHumidity: -1).isNaN)
  }

  /// By hand: q = ε e / (p - (1 - ε) e) with e = 1226.0 Pa at 1000 hPa is 0.0076608 kg kg-1.
  @Test func humidityFromSpecificHumidity() {
    let pressure = Humidity.vapourPressure(specificHumidity: 0.007_660_8, pressure: 100_000)
    #expect(abs(pressure - 1226.0) < 0.5)
    let humidity = Humidity.relativeHumidity(specificHumidity: 0.007_660_8, pressure: 100_000, temperature: 293.15)
    #expect(abs(humidity - 52.54) < 0.03)
  }

  @Test func geopotentialHeightIsGeopotentialOverStandardGravity() {
    #expect(Geopotential.height(geopotential: 9806.65) == 1000)
    #expect(abs(Geopotential.geopotential(height: 5500) - 53_936.575) < 1e-9)
  }
}
