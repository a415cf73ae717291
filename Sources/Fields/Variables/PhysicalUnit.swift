/// A unit of measurement: a dimension, and how its values become the dimension's base unit.
///
/// Units are exact where their definition is. `PhysicalUnit(_:)` reads the spellings that forecast files
/// use (`degC`, `Celsius`, `m s**-1`, `kg m-2`); what it does not know is nil, and the caller names
/// the text in its error.
public struct PhysicalUnit: Hashable, Sendable {
  /// The text form, as CF writes it: `K`, `m s-1`, `kg m-2`.
  public let symbol: String
  /// What the unit measures; units of one dimension convert into each other.
  public let dimension: Dimension
  /// Base value = value × scale + offset.
  let scale: Double
  let offset: Double

  public enum Dimension: String, Sendable, Codable {
    case temperature, speed, pressure, length, waterDepth, ratio, angle, geopotential, energy
    case power, vorticity, pressureVelocity, time, waterRate, mixingRatio
  }

  private init(_ symbol: String, _ dimension: Dimension, scale: Double = 1, offset: Double = 0) {
    self.symbol = symbol
    self.dimension = dimension
    self.scale = scale
    self.offset = offset
  }

  /// A value of this unit in another, or nil where the two measure different things.
  ///
  /// Lengths of liquid water and mass per area are one dimension (1 mm = 1 kg m-2 at 1000 kg m-3).
  public func convert(_ value: Double, to other: PhysicalUnit) -> Double? {
    guard let line = line(to: other) else { return nil }
    return value * line.scale + line.offset
  }

  /// The straight line that takes values of this unit to another, or nil between dimensions.
  public func line(to other: PhysicalUnit) -> (scale: Double, offset: Double)? {
    if self == other { return (1, 0) }
    // Lengths are accepted for water depth (a precipitation amount given in `m`), nothing else mixes.
    let (from, to) = (self.asWaterDepth(for: other), other.asWaterDepth(for: self))
    guard from.dimension == to.dimension else { return nil }
    return (from.scale / to.scale, (from.offset - to.offset) / to.scale)
  }

  private func asWaterDepth(for other: PhysicalUnit) -> PhysicalUnit {
    guard dimension == .length, other.dimension == .waterDepth else { return self }
    return PhysicalUnit(symbol, .waterDepth, scale: scale * 1000)
  }
}

extension PhysicalUnit {
  public static let kelvin = PhysicalUnit("K", .temperature)
  public static let celsius = PhysicalUnit("degC", .temperature, offset: 273.15)
  public static let fahrenheit = PhysicalUnit("degF", .temperature, scale: 5.0 / 9.0, offset: 273.15 - 32 * 5.0 / 9.0)
  public static let metresPerSecond = PhysicalUnit("m s-1", .speed)
  public static let knots = PhysicalUnit("kt", .speed, scale: 1852.0 / 3600.0)
  public static let kilometresPerHour = PhysicalUnit("km h-1", .speed, scale: 1 / 3.6)
  public static let milesPerHour = PhysicalUnit("mi h-1", .speed, scale: 0.44704)
  public static let pascal = PhysicalUnit("Pa", .pressure)
  public static let hectopascal = PhysicalUnit("hPa", .pressure, scale: 100)
  public static let kilopascal = PhysicalUnit("kPa", .pressure, scale: 1000)
  public static let inchesOfMercury = PhysicalUnit("inHg", .pressure, scale: 3386.389)
  public static let metre = PhysicalUnit("m", .length)
  public static let centimetre = PhysicalUnit("cm", .length, scale: 0.01)
  public static let decametre = PhysicalUnit("dam", .length, scale: 10)
  public static let kilometre = PhysicalUnit("km", .length, scale: 1000)
  public static let foot = PhysicalUnit("ft", .length, scale: 0.3048)
  public static let statuteMile = PhysicalUnit("mi", .length, scale: 1609.344)
  public static let kilogramsPerSquareMetre = PhysicalUnit("kg m-2", .waterDepth)
  public static let millimetre = PhysicalUnit("mm", .length, scale: 0.001)
  public static let inch = PhysicalUnit("in", .length, scale: 0.0254)
  public static let one = PhysicalUnit("1", .ratio)
  public static let percent = PhysicalUnit("%", .ratio, scale: 0.01)
  public static let okta = PhysicalUnit("okta", .ratio, scale: 0.125)
  public static let degree = PhysicalUnit("degree", .angle)
  public static let geopotential = PhysicalUnit("m2 s-2", .geopotential)
  public static let joulesPerSquareMetre = PhysicalUnit("J m-2", .energy)
  public static let wattsPerSquareMetre = PhysicalUnit("W m-2", .power)
  public static let perSecond = PhysicalUnit("s-1", .vorticity)
  public static let pascalsPerSecond = PhysicalUnit("Pa s-1", .pressureVelocity)
  public static let kilogramsPerKilogram = PhysicalUnit("kg kg-1", .mixingRatio)
  public static let gramsPerKilogram = PhysicalUnit("g kg-1", .mixingRatio, scale: 0.001)
  public static let waterRate = PhysicalUnit("kg m-2 s-1", .waterRate)
  public static let second = PhysicalUnit("s", .time)

  /// Every known unit with its spellings, lower-cased and without spaces; `**`, `^` and `.` dropped.
  private static let spellings: [String: PhysicalUnit] = {
    let table: [(PhysicalUnit, [String])] = [
      (kelvin, ["k", "kelvin", "degk", "kelvins"]),
      (
        celsius,
        [
          "degc", "c", "celsius", "°c", "deg_c", "degreescelsius", "degree_celsius", "degrees_celsius", "degreecelsius",
          "degreesc", "degreec", "oc",
        ]
      ),
      (fahrenheit, ["degf", "f", "fahrenheit", "°f", "degree_fahrenheit", "degrees_fahrenheit"]),
      (metresPerSecond, ["ms-1", "m/s", "mps", "meterspersecond", "metrespersecond", "m/sec"]),
      (knots, ["kt", "kts", "knot", "knots", "kn"]),
      (kilometresPerHour, ["kmh-1", "km/h", "kph", "kmh", "kmhr-1"]),
      (milesPerHour, ["mih-1", "mph", "mi/h"]),
      (pascal, ["pa", "pascal", "pascals"]),
      (hectopascal, ["hpa", "mb", "mbar", "millibar", "millibars", "hectopascal"]),
      (kilopascal, ["kpa"]),
      (inchesOfMercury, ["inhg"]),
      (metre, ["m", "metre", "metres", "meter", "meters", "gpm", "mofwaterequivalent"]),
      (centimetre, ["cm"]),
      (decametre, ["dam", "gpdam", "decametre"]),
      (kilometre, ["km", "kilometre", "kilometer"]),
      (foot, ["ft", "feet", "foot"]),
      (statuteMile, ["mi", "sm", "mile", "miles"]),
      (kilogramsPerSquareMetre, ["kgm-2", "kg/m2"]),
      (millimetre, ["mm", "millimetre", "millimeter"]),
      (inch, ["in", "inch", "inches"]),
      (one, ["1", "", "fraction", "(0-1)", "0-1", "proportion", "dimensionless", "none", "numeric"]),
      (percent, ["%", "percent", "percentage"]),
      (okta, ["okta", "oktas", "octa", "octas"]),
      (degree, ["degree", "degrees", "deg", "°", "degreetrue", "degreestrue", "degree_true", "degrees_true"]),
      (geopotential, ["m2s-2", "m2/s2"]),
      (joulesPerSquareMetre, ["jm-2", "j/m2", "wm-2s", "ws/m2"]),
      (wattsPerSquareMetre, ["wm-2", "w/m2"]),
      (perSecond, ["s-1", "1/s"]),
      (pascalsPerSecond, ["pas-1", "pa/s"]),
      (kilogramsPerKilogram, ["kgkg-1", "kg/kg"]),
      (gramsPerKilogram, ["gkg-1", "g/kg"]),
      (waterRate, ["kgm-2s-1", "kg/m2/s", "kg/(m2s)", "mms-1", "mm/s"]),
      (second, ["s", "sec", "seconds"]),
    ]
    return Dictionary(uniqueKeysWithValues: table.flatMap { unit, names in names.map { ($0, unit) } })
  }()

  /// The unit of a file's own spelling, or nil where it is unknown.
  public init?(_ text: String) {
    let key = text.lowercased().filter { !" *^.$\\".contains($0) }
    guard let unit = PhysicalUnit.spellings[key] else { return nil }
    self = unit
  }
}

extension PhysicalUnit: CustomStringConvertible {
  public var description: String { symbol }
}

extension PhysicalUnit: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let unit = PhysicalUnit(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown unit '\(text)'")
    }
    self = unit
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(symbol)
  }
}
