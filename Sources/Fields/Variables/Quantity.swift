/// A physical quantity under its CF standard name, with the one unit its values have in this
/// package.
///
/// Files name quantities in their own ways; a lexicon in `Formats` maps each to one of these, once,
/// at the edge.
public struct Quantity: Hashable, Sendable {
  /// The CF standard name: `air_temperature`.
  public let standardName: String
  /// The stem of short names: `t` in `t2m` and `t850`.
  public let symbol: String
  /// For people: `temperature`.
  public let title: String
  /// The unit of every value of this quantity in `Field`, `Observation` and the scores.
  public let unit: PhysicalUnit
  /// Values outside are not physical anywhere on Earth, at any level.
  public let plausible: ClosedRange<Double>

  private init(
    _ standardName: String, _ symbol: String, _ title: String, _ unit: PhysicalUnit, _ plausible: ClosedRange<Double>
  ) {
    self.standardName = standardName
    self.symbol = symbol
    self.title = title
    self.unit = unit
    self.plausible = plausible
  }

  public static func == (a: Quantity, b: Quantity) -> Bool { a.standardName == b.standardName }
  public func hash(into hasher: inout Hasher) { hasher.combine(standardName) }
}

extension Quantity {
  public static let airTemperature = Quantity("air_temperature", "t", "temperature", .kelvin, 150...360)
  public static let dewPoint = Quantity("dew_point_temperature", "td", "dew point", .kelvin, 100...330)
  public static let relativeHumidity = Quantity(
    "relative_humidity", "rh", "relative humidity", .percent, 0...160)
  public static let specificHumidity = Quantity(
    "specific_humidity", "q", "specific humidity", .kilogramsPerKilogram, -0.001...0.06)
  public static let windSpeed = Quantity("wind_speed", "ws", "wind speed", .metresPerSecond, 0...200)
  public static let windDirection = Quantity(
    "wind_from_direction", "wd", "wind direction", .degree, 0...360)
  public static let windGust = Quantity(
    "wind_speed_of_gust", "fg", "wind gust", .metresPerSecond, 0...200)
  public static let eastwardWind = Quantity("eastward_wind", "u", "eastward wind", .metresPerSecond, -200...200)
  public static let northwardWind = Quantity(
    "northward_wind", "v", "northward wind", .metresPerSecond, -200...200)
  /// Eastward and northward wind together. Files hold components, or speed and direction; its name is not of CF.
  public static let windVector = Quantity("wind_vector", "wind", "wind vector", .metresPerSecond, 0...200)
  public static let verticalVelocity = Quantity(
    "lagrangian_tendency_of_air_pressure", "w", "vertical velocity", .pascalsPerSecond, -100...100)
  public static let seaLevelPressure = Quantity(
    "air_pressure_at_mean_sea_level", "msl", "mean sea level pressure", .pascal, 85_000...110_000)
  public static let surfacePressure = Quantity(
    "surface_air_pressure", "sp", "surface pressure", .pascal, 30_000...110_000)
  public static let precipitation = Quantity(
    "precipitation_amount", "tp", "precipitation", .kilogramsPerSquareMetre, -0.1...3000)
  public static let snowDepth = Quantity("surface_snow_thickness", "sd", "snow depth", .metre, 0...30)
  public static let cloudCover = Quantity("cloud_area_fraction", "tcc", "total cloud cover", .one, -0.01...1.01)
  public static let visibility = Quantity("visibility_in_air", "vis", "visibility", .metre, 0...200_000)
  public static let geopotential = Quantity("geopotential", "z", "geopotential", .geopotential, -10_000...700_000)
  public static let geopotentialHeight = Quantity(
    "geopotential_height", "gh", "geopotential height", .metre, -1000...70_000)
  public static let shortwaveRadiation = Quantity(
    "integral_wrt_time_of_surface_downwelling_shortwave_flux_in_air", "ssrd", "downward solar radiation",
    .joulesPerSquareMetre, -1...2e9)
  public static let netShortwaveRadiation = Quantity(
    "integral_wrt_time_of_surface_net_downward_shortwave_flux", "ssr", "net solar radiation", .joulesPerSquareMetre,
    -1...2e9)
  public static let surfaceAltitude = Quantity("surface_altitude", "orog", "orography", .metre, -600...9000)
  public static let landFraction = Quantity("land_area_fraction", "lsm", "land fraction", .one, 0...1)

  /// Every quantity this package knows.
  public static let all: [Quantity] = [
    airTemperature, dewPoint, relativeHumidity, specificHumidity, windSpeed, windDirection, windGust,
    eastwardWind, northwardWind, windVector, verticalVelocity, seaLevelPressure, surfacePressure, precipitation,
    snowDepth, cloudCover, visibility, geopotential, geopotentialHeight, shortwaveRadiation,
    netShortwaveRadiation, surfaceAltitude, landFraction,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.standardName, $0) })
  private static let bySymbol = Dictionary(uniqueKeysWithValues: all.map { ($0.symbol, $0) })

  /// The quantity of a CF standard name, or nil where it is none of ours.
  public init?(standardName: String) {
    guard let known = Quantity.byName[standardName] else { return nil }
    self = known
  }

  /// The quantity of the stem of a short name (`t`, `msl`), or nil.
  public init?(symbol: String) {
    guard let known = Quantity.bySymbol[symbol] else { return nil }
    self = known
  }
}

extension Quantity: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let known = Quantity(standardName: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown quantity '\(name)'")
    }
    self = known
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(standardName)
  }
}
