import Fields
import Foundation
import Testing

@Suite struct PhysicalUnitTests {
  /// By hand from the definitions of the units.
  @Test(arguments: [
    (0.0, "degC", "K", 273.15), (25, "Celsius", "K", 298.15), (-40, "degF", "degC", -40), (212, "F", "K", 373.15),
    (300, "K", "degC", 26.85), (10, "kt", "m s-1", 5.14444444444444), (36, "km/h", "m s**-1", 10),
    (100, "mph", "m/s", 44.704), (10, "m s-1", "knots", 19.43844492440605), (1013.25, "hPa", "Pa", 101_325),
    (101_325, "Pa", "mbar", 1013.25), (29.92, "inHg", "hPa", 1013.2075888), (101.325, "kPa", "hPa", 1013.25),
    (0.0125, "m", "kg m-2", 12.5), (12.5, "mm", "kg m**-2", 12.5), (1, "in", "kg m-2", 25.4),
    (12.5, "kg m-2", "m", 0.0125), (2.5, "cm", "mm", 25), (10, "sm", "m", 16_093.44), (1000, "ft", "m", 304.8),
    (3, "km", "m", 3000), (55, "dam", "m", 550), (4, "okta", "%", 50), (80, "%", "1", 0.8), (0.25, "(0 - 1)", "%", 25),
    (7.5, "g/kg", "kg kg**-1", 0.0075), (90, "degrees", "degree_true", 90), (9.8, "m**2 s**-2", "m2/s2", 9.8),
    (2, "W m-2 s", "J m**-2", 2), (2, "mm/s", "kg m-2 s-1", 2),
  ])
  func convertsByDefinition(value: Double, from: String, to: String, expected: Double) throws {
    let unit = try #require(PhysicalUnit(from))
    let other = try #require(PhysicalUnit(to))
    let converted = try #require(unit.convert(value, to: other))
    #expect(abs(converted - expected) <= 1e-14 * max(1, abs(expected)) * 10)
    let back = try #require(other.convert(converted, to: unit))
    #expect(abs(back - value) <= 1e-12 * max(1, abs(value)))
  }

  @Test(arguments: [
    ("K", "Pa"), ("m s-1", "m"), ("%", "degree"), ("kg m-2", "kg m-2 s-1"), ("m2 s-2", "m"), ("J m-2", "W m-2"),
    ("kg kg-1", "%"), ("s", "m"),
  ])
  func unitsOfOtherThingsDoNotConvert(from: String, to: String) throws {
    let (unit, other) = (try #require(PhysicalUnit(from)), try #require(PhysicalUnit(to)))
    #expect(unit.convert(1, to: other) == nil)
    #expect(other.convert(1, to: unit) == nil)
  }

  @Test(arguments: ["furlong", "K s", "degX", "MPa s", "m s-2", "hPaa", "🌡"])
  func unknownTextIsNoUnit(text: String) {
    #expect(PhysicalUnit(text) == nil)
  }

  @Test func everyCanonicalUnitReadsBackAndKeepsValues() throws {
    for quantity in Quantity.all {
      let unit = try #require(PhysicalUnit(quantity.unit.symbol), "\(quantity.unit)")
      #expect(unit == quantity.unit)
      #expect(unit.convert(287.65, to: quantity.unit) == 287.65)
    }
  }

  @Test func codesAsItsSymbol() throws {
    let data = try JSONEncoder().encode([PhysicalUnit.metresPerSecond])
    #expect(String(decoding: data, as: UTF8.self) == #"["m s-1"]"#)
    #expect(try JSONDecoder().decode([PhysicalUnit].self, from: Data(#"["m/s"]"#.utf8)) == [.metresPerSecond])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([PhysicalUnit].self, from: Data(#"["x"]"#.utf8)) }
  }
}
