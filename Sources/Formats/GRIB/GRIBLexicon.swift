import Fields

/// The words of GRIB for our variables: short names of ecCodes, and where it has none, the codes of
/// the WMO tables.
///
/// What is not here is unmapped, never guessed. A short name alone is not believed: its level and its
/// unit have to fit what the name means.
enum GRIBLexicon {
  /// What a name says.
  struct Word: Sendable {
    var quantity: Quantity
    var level: LevelRule
    var processing: Natural
    /// Applied to values after the unit's conversion.
    var scale = 1.0
    /// The unit to read the values in where it is not the message's own.
    var unit: PhysicalUnit?
  }

  /// Where the level of a name comes from.
  enum LevelRule: Sendable, Hashable {
    /// Any level that the message gives, but the surface: `t` there is a skin temperature.
    case message
    /// Part of the name; the message may say it again or give the surface.
    case fixed(Level)
    /// Part of the name, and a message with another vertical is not meant.
    case only(Level, [String])
  }

  /// What a name itself says of processing in time.
  enum Natural: Sendable, Hashable {
    /// As the message says.
    case message
    /// An amount since the start of the forecast, where the message gives no range.
    case sinceStart
    /// An extreme whose period the message has to give.
    case maximum, minimum
    /// An extreme of a period that is part of the name.
    case maximumOf(TimeSpan), minimumOf(TimeSpan)
  }

  static func word(shortName: String, discipline: Int?, category: Int?, number: Int?, surface: String) -> Word? {
    if let word = words[shortName] { return word }
    // The same name means another thing at the ground.
    switch (shortName, surface) {
    case ("z", "surface"), ("z", "heightAboveGround"):
      return Word(
        quantity: .surfaceAltitude, level: .only(.surface, ["surface", "heightAboveGround"]), processing: .message,
        scale: 1 / standardGravity, unit: nil)
    case ("z", _): return Word(quantity: .geopotential, level: .message, processing: .message)
    case ("pres", "surface"): return words["sp"]
    case ("pres", "meanSea"): return words["msl"]
    case ("unknown", _), ("~", _):
      guard let discipline, let category, let number else { return nil }
      return codes[[discipline, category, number]]
    default: return nil
    }
  }

  /// m s-2, as ECMWF and the WMO divide geopotential.
  static let standardGravity = 9.80665

  private static func at(_ quantity: Quantity, _ metres: Double) -> Word {
    Word(quantity: quantity, level: .fixed(.height(metres)), processing: .message)
  }
  private static func anywhere(_ quantity: Quantity) -> Word {
    Word(quantity: quantity, level: .message, processing: .message)
  }
  private static func ground(_ quantity: Quantity, _ processing: Natural = .message, unit: PhysicalUnit? = nil) -> Word
  {
    Word(quantity: quantity, level: .fixed(.surface), processing: processing, unit: unit)
  }
  private static func gust(_ processing: Natural) -> Word {
    Word(quantity: .windGust, level: .fixed(.height(10)), processing: processing)
  }
  private static func extreme(_ processing: Natural) -> Word {
    Word(quantity: .airTemperature, level: .fixed(.height(2)), processing: processing)
  }
  private static let seaLevel = Word(
    quantity: .seaLevelPressure, level: .only(.meanSeaLevel, ["meanSea", "surface"]), processing: .message)
  private static let cloud = Word(
    quantity: .cloudCover, level: .only(.column, ["entireAtmosphere", "atmosphere", "surface", "heightAboveGround"]),
    processing: .message)

  private static let words: [String: Word] = [
    "2t": at(.airTemperature, 2), "t": anywhere(.airTemperature),
    "2d": at(.dewPoint, 2), "dpt": anywhere(.dewPoint),
    "2r": at(.relativeHumidity, 2), "r": anywhere(.relativeHumidity),
    "2sh": at(.specificHumidity, 2), "q": anywhere(.specificHumidity),
    "10u": at(.eastwardWind, 10), "100u": at(.eastwardWind, 100), "200u": at(.eastwardWind, 200),
    "u": anywhere(.eastwardWind),
    "10v": at(.northwardWind, 10), "100v": at(.northwardWind, 100), "200v": at(.northwardWind, 200),
    "v": anywhere(.northwardWind),
    "10si": at(.windSpeed, 10), "100si": at(.windSpeed, 100), "ws": anywhere(.windSpeed),
    "10wdir": at(.windDirection, 10), "100wdir": at(.windDirection, 100), "wdir": anywhere(.windDirection),
    "w": anywhere(.verticalVelocity), "gh": anywhere(.geopotentialHeight),
    "gust": gust(.message), "i10fg": gust(.message), "10fg": gust(.maximum), "fg10": gust(.maximum),
    "10fg3": gust(.maximumOf(.hours(3))), "10fg6": gust(.maximumOf(.hours(6))),
    "mx2t": extreme(.maximum), "mn2t": extreme(.minimum), "tmax": extreme(.maximum), "tmin": extreme(.minimum),
    "mx2t3": extreme(.maximumOf(.hours(3))), "mn2t3": extreme(.minimumOf(.hours(3))),
    "mx2t6": extreme(.maximumOf(.hours(6))), "mn2t6": extreme(.minimumOf(.hours(6))),
    "msl": seaLevel, "prmsl": seaLevel, "sp": ground(.surfacePressure), "tcc": cloud,
    "tp": ground(.precipitation, .sinceStart), "sde": ground(.snowDepth), "vis": ground(.visibility),
    "ssrd": ground(.shortwaveRadiation, .sinceStart), "ssr": ground(.netShortwaveRadiation, .sinceStart),
    "orog": ground(.surfaceAltitude), "lsm": ground(.landFraction),
  ]

  /// Discipline, category and number of the WMO's code table 4.2 for messages that ecCodes has no
  /// name for. Their values are in the table's unit.
  private static let codes: [[Int]: Word] = {
    func with(_ unit: PhysicalUnit, _ word: Word) -> Word {
      var word = word
      word.unit = unit
      return word
    }
    return [
      [0, 0, 0]: with(.kelvin, anywhere(.airTemperature)),
      [0, 0, 6]: with(.kelvin, anywhere(.dewPoint)),
      [0, 1, 0]: with(.kilogramsPerKilogram, anywhere(.specificHumidity)),
      [0, 1, 1]: with(.percent, anywhere(.relativeHumidity)),
      [0, 1, 8]: with(.kilogramsPerSquareMetre, ground(.precipitation, .sinceStart)),
      [0, 2, 1]: with(.metresPerSecond, anywhere(.windSpeed)),
      [0, 2, 2]: with(.metresPerSecond, anywhere(.eastwardWind)),
      [0, 2, 3]: with(.metresPerSecond, anywhere(.northwardWind)),
      [0, 3, 1]: with(.pascal, seaLevel),
      [0, 3, 5]: with(.metre, anywhere(.geopotentialHeight)),
      [0, 6, 1]: with(.percent, cloud),
    ]
  }()
}
