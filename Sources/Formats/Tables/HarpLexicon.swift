import Fields

/// The parameter names of harp's tables.
enum HarpLexicon {
  /// What a parameter of a forecast is.
  struct Entry: Equatable {
    var quantity: Quantity
    var level: Level
    var processing: Processing
    /// Whether the values were brought to the height of the station before they were stored.
    var isHeightCorrected = false

    func variable() -> Variable { Variable(quantity, level, processing) }
  }

  /// The parameter of a table's row, with its pressure where the table has a column for it and its
  /// lead time, over which `Pcp` accumulates. Nil where the name is unknown, or where an amount
  /// since the start has had no time to accumulate.
  static func entry(of name: String, pressure: Double? = nil, leadTime: TimeSpan) -> Entry? {
    if let known = surface[name] { return known }
    if name == "Pcp" || name == "AccPcp" {
      guard leadTime > .zero else { return nil }
      return Entry(quantity: .precipitation, level: .surface, processing: .accumulation(leadTime))
    }
    if name.hasPrefix("AccPcp"), let period = TimeSpan(String(name.dropFirst(6))), period > .zero {
      return Entry(quantity: .precipitation, level: .surface, processing: .accumulation(period))
    }
    let stem = String(name.prefix { !$0.isNumber })
    guard let quantity = upperAir[stem] else { return plain(name) }
    let digits = name.dropFirst(stem.count)
    guard let level = digits.isEmpty ? pressure : Double(digits) else { return nil }
    return Entry(quantity: quantity, level: .pressure(level), processing: .instantaneous)
  }

  /// Short names of this package, which some tables use.
  private static func plain(_ name: String) -> Entry? {
    guard let variable = Variable(name) else { return nil }
    return Entry(quantity: variable.quantity, level: variable.level, processing: variable.processing)
  }

  private static let surface: [String: Entry] = {
    func entry(_ variable: Variable, corrected: Bool = false) -> Entry {
      Entry(
        quantity: variable.quantity, level: variable.level, processing: variable.processing,
        isHeightCorrected: corrected)
    }
    return [
      // harp corrects 2 m temperatures for height by default, and keeps what they were beside them.
      "T2m": entry(.temperature2m, corrected: true),
      "T2m_uncorrected": entry(.temperature2m),
      "Td2m": entry(.dewPoint2m),
      "RH2m": entry(.relativeHumidity2m),
      "Q2m": entry(Variable(.specificHumidity, .height(2))),
      "S10m": entry(.windSpeed10m),
      "D10m": entry(.windDirection10m),
      "U10m": entry(.eastwardWind10m),
      "V10m": entry(.northwardWind10m),
      "G10m": entry(Variable(.windGust, .height(10))),
      "Pmsl": entry(.seaLevelPressure),
      "Ps": entry(.surfacePressure),
      "CCtot": entry(.cloudCover),
      "vis": entry(.visibility),
    ]
  }()

  private static let upperAir: [String: Quantity] = [
    "T": .airTemperature, "Td": .dewPoint, "RH": .relativeHumidity, "Q": .specificHumidity, "S": .windSpeed,
    "D": .windDirection, "U": .eastwardWind, "V": .northwardWind, "Z": .geopotential,
  ]
}
