import Fields

/// What an array holds, from its names and attributes: the quantity, and as much of level and
/// processing as they tell.
struct CFMeaning: Sendable, Hashable {
  var quantity: Quantity
  var level: Level?
  var method: Method
  /// Names that contradict each other.
  var warning: String?

  /// What was done in time.
  enum Method: Sendable, Hashable {
    case instantaneous
    /// With its period.
    case fixed(Processing)
    /// Accumulated from the initial time on, so that the period is the lead time.
    case sinceStart
    /// Over a period that the bounds of the time coordinate have to tell.
    case bounded(Kind)
  }

  enum Kind: Sendable, Hashable {
    case accumulation, maximum, minimum, mean

    func processing(_ period: TimeSpan) -> Processing {
      switch self {
      case .accumulation: .accumulation(period)
      case .maximum: .maximum(period)
      case .minimum: .minimum(period)
      case .mean: .mean(period)
      }
    }
  }
}

/// The names of variables in CF files: standard names first, then the names that models and
/// converters give.
enum CFLexicon {
  /// The meaning of an array, or nil where no name of it is known.
  ///
  /// A standard name outside the vocabulary decides against the array, whatever it is called:
  /// `t` of sea water is no air temperature, and neither is an `air_temperature status_flag`.
  static func meaning(of array: CFArray) -> CFMeaning? {
    let attributes = array.attributes
    let names = [
      array.name, attributes.text("GRIB_cfVarName"), attributes.text("GRIB_shortName"), attributes.text("long_name"),
    ].compactMap { $0 }
    let named = names.lazy.compactMap(partial).first
    guard let standard = standardName(of: array) else {
      return named.map { meaning(of: array, $0.quantity, $0) }
    }
    guard let quantity = quantity(standardName: standard) else { return nil }
    let agreeing = names.lazy.compactMap(partial).first { $0.quantity == quantity }
    var found = meaning(of: array, quantity, agreeing ?? Partial(quantity: quantity))
    if agreeing == nil, let named {
      found.warning = "its standard_name \(standard) contradicts its name, which means \(named.quantity.title)"
    }
    return found
  }

  private static func standardName(of array: CFArray) -> String? {
    guard let name = array.attributes.text("standard_name"),
      !["unknown", "none", "missing"].contains(name.lowercased())
    else { return nil }
    return name
  }

  static func quantity(standardName: String) -> Quantity? {
    switch standardName {
    case "air_pressure_at_sea_level": .seaLevelPressure
    case "lwe_thickness_of_precipitation_amount": .precipitation
    case "land_binary_mask": .landFraction
    default: Quantity(standardName: standardName)
    }
  }

  // MARK: - What a name tells

  struct Partial {
    var quantity: Quantity
    var level: Level?
    var processing: Processing?
  }

  private static func partial(_ text: String) -> Partial? {
    let name = Lexicon.normal(text)
    if let known = fileNames[name] { return Partial(known) }
    if let known = LexiconNames.variables[name] { return Partial(known) }
    if let quantity = Lexicon.quantity(of: name) { return Partial(quantity: quantity) }
    if let known = abbreviated(text) { return known }
    return Lexicon.composed(name).map { Partial($0) }
  }

  /// The level that the name of an array tells by itself; nil where it tells none.
  static func level(named name: String) -> Level? { partial(name)?.level }

  /// Names that mean something else, or nothing, in an evaluation file.
  private static let fileNames: [String: Variable] = [
    "u100": Variable(.eastwardWind, .height(100)), "v100": Variable(.northwardWind, .height(100)),
    "100_metre_u_wind_component": Variable(.eastwardWind, .height(100)),
    "100_metre_v_wind_component": Variable(.northwardWind, .height(100)),
    "geopotential_at_surface": Variable(.geopotential, .surface),
    "snow_depth": Variable(.snowDepth, .surface),
  ]

  /// Reads the names that converters make of NCEP abbreviations: `TMP_P0_L103_GLL0`,
  /// `TMP_2maboveground`, `UGRD_850mb`, `PRMSL_meansealevel`.
  private static func abbreviated(_ text: String) -> Partial? {
    let parts = text.split(separator: "_").map { $0.lowercased() }
    guard parts.count >= 2, text == text.uppercased() || parts.count == 2, let quantity = Lexicon.quantity(of: parts[0])
    else { return nil }
    if parts.count >= 3, parts[1].hasPrefix("p"), parts[2].hasPrefix("l") {
      switch parts[2] {
      case "l1": return Partial(quantity: quantity, level: .surface)
      case "l101": return Partial(quantity: quantity, level: .meanSeaLevel)
      case "l100", "l103", "l105": return Partial(quantity: quantity)
      default: return nil
      }
    }
    let place = parts[1]
    let number = Double(place.prefix { $0.isNumber || $0 == "." })
    switch place.drop(while: { $0.isNumber || $0 == "." }) {
    case "maboveground": return number.map { Partial(quantity: quantity, level: .height($0)) }
    case "mb": return number.map { Partial(quantity: quantity, level: .pressure($0)) }
    case "surface": return Partial(quantity: quantity, level: .surface)
    case "meansealevel": return Partial(quantity: quantity, level: .meanSeaLevel)
    default: return nil
    }
  }

  // MARK: - Level and processing

  private static func meaning(of array: CFArray, _ quantity: Quantity, _ partial: Partial) -> CFMeaning {
    CFMeaning(
      quantity: quantity, level: partial.level ?? usualLevel(of: quantity, array),
      method: method(of: array, quantity, partial.processing))
  }

  /// Where a quantity is by its own nature.
  private static func usualLevel(of quantity: Quantity, _ array: CFArray) -> Level? {
    switch quantity {
    case .seaLevelPressure: .meanSeaLevel
    case .cloudCover: .column
    case .surfacePressure, .precipitation, .visibility, .snowDepth, .shortwaveRadiation, .netShortwaveRadiation,
      .surfaceAltitude, .landFraction:
      .surface
    case .windGust: .height(10)
    case .geopotential where array.attributes.text("GRIB_typeOfLevel") == "surface": .surface
    default: nil
    }
  }

  private static func method(of array: CFArray, _ quantity: Quantity, _ named: Processing?) -> CFMeaning.Method {
    if let named, named != .instantaneous { return .fixed(named) }
    let accumulates = Lexicon.amounts.contains(quantity)
    if let method = cellMethod(of: array) {
      switch method {
      case "point": if !accumulates { return .instantaneous }
      case "sum": return .bounded(.accumulation)
      case "maximum": return .bounded(.maximum)
      case "minimum": return .bounded(.minimum)
      case "mean": return .bounded(.mean)
      default: break
      }
    }
    if accumulates {
      // ECMWF's names mean amounts since the start of the forecast.
      let ecmwf = [
        "tp", "ssrd", "ssr", "total_precipitation", "surface_solar_radiation_downwards", "surface_net_solar_radiation",
      ]
      let isECMWF = array.attributes.text("GRIB_stepType") == "accum" || ecmwf.contains(array.name.lowercased())
      return isECMWF ? .sinceStart : .bounded(.accumulation)
    }
    return .instantaneous
  }

  /// The method that `cell_methods` names for time.
  private static func cellMethod(of array: CFArray) -> String? {
    guard let text = array.attributes.text("cell_methods") else { return nil }
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    let times = ["time:", "step:", "valid_time:", "leadtime:", "prediction_timedelta:", "forecast_period:"]
    guard let i = words.firstIndex(where: { times.contains($0) }), i + 1 < words.count else { return nil }
    return words[i + 1]
  }
}

extension CFLexicon.Partial {
  init(_ variable: Variable) {
    self.init(
      quantity: variable.quantity, level: variable.level,
      processing: variable.processing == .instantaneous ? nil : variable.processing)
  }
}
