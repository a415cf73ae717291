import Fields

/// The variables of MET's point observations and matched pairs, by GRIB abbreviation or by number in
/// NCEP's parameter table 2 of GRIB 1.
struct METLexicon {
  let quantity: Quantity
  /// The unit of the GRIB parameter, which MET's files imply where they state none.
  let unit: PhysicalUnit
  /// Metres above ground of a surface report; nil where the quantity has a level of its own.
  let surfaceHeight: Double?

  /// Nil where the name is none of ours.
  init?(_ name: String) {
    guard let known = METLexicon.table[name] ?? METLexicon.codes[name].flatMap({ METLexicon.table[$0] }) else {
      return nil
    }
    self = known
  }

  private init(_ quantity: Quantity, _ unit: PhysicalUnit, _ surfaceHeight: Double? = nil) {
    self.quantity = quantity
    self.unit = unit
    self.surfaceHeight = surfaceHeight
  }

  private static let table: [String: METLexicon] = [
    "TMP": METLexicon(.airTemperature, .kelvin, 2),
    "DPT": METLexicon(.dewPoint, .kelvin, 2),
    "RH": METLexicon(.relativeHumidity, .percent, 2),
    "SPFH": METLexicon(.specificHumidity, .kilogramsPerKilogram, 2),
    "UGRD": METLexicon(.eastwardWind, .metresPerSecond, 10),
    "VGRD": METLexicon(.northwardWind, .metresPerSecond, 10),
    "WIND": METLexicon(.windSpeed, .metresPerSecond, 10),
    "WDIR": METLexicon(.windDirection, .degree, 10),
    "GUST": METLexicon(.windGust, .metresPerSecond, 10),
    "PRMSL": METLexicon(.seaLevelPressure, .pascal),
    "MSLET": METLexicon(.seaLevelPressure, .pascal),
    "PRES": METLexicon(.surfacePressure, .pascal),
    "HGT": METLexicon(.geopotentialHeight, .metre),
    "VIS": METLexicon(.visibility, .metre),
    "TCDC": METLexicon(.cloudCover, .percent),
    "SNOD": METLexicon(.snowDepth, .metre),
    "APCP": METLexicon(.precipitation, .kilogramsPerSquareMetre),
  ]

  private static let codes: [String: String] = [
    "1": "PRES", "2": "PRMSL", "7": "HGT", "11": "TMP", "17": "DPT", "20": "VIS", "31": "WDIR", "32": "WIND",
    "33": "UGRD", "34": "VGRD", "51": "SPFH", "52": "RH", "61": "APCP", "66": "SNOD", "71": "TCDC", "180": "GUST",
  ]

  /// The variable of a report at the surface; nil for a quantity of the upper air.
  func atSurface() -> Variable? {
    if let surfaceHeight { return Variable(quantity, .height(surfaceHeight)) }
    switch quantity {
    case .seaLevelPressure: return .seaLevelPressure
    case .cloudCover: return .cloudCover
    case .surfacePressure, .visibility, .snowDepth: return Variable(quantity, .surface)
    default: return nil
    }
  }

  /// The variable at a level as MET writes it: `Z2`, `P500`, `L0`, `A24`, `A060000`. Nil for layers and
  /// for levels that the quantity does not have.
  func at(level: String) -> Variable? {
    let body = level.dropFirst()
    switch level.first {
    case "A": return accumulated(over: String(body))
    case "P": return Double(body).map { Variable(quantity, .pressure($0)) }
    case "Z":
      guard let height = Double(body) else { return nil }
      return surfaceHeight == nil || height == 0 ? atSurface() : Variable(quantity, .height(height))
    case "L", "R": return surfaceHeight == nil ? atSurface() : nil
    default: return nil
    }
  }

  /// Precipitation over an interval in hours (`6`, `24`) or as `HHMMSS`; nil for another quantity.
  func accumulated(over interval: String) -> Variable? {
    guard quantity == .precipitation, let number = METLexicon.interval(interval), number > .zero else { return nil }
    return .precipitation(number)
  }

  /// An interval as MET writes it: up to three digits are hours, more are `HHMMSS` or `HHHMMSS`.
  static func interval(_ text: String) -> TimeSpan? {
    guard let number = Int(text) ?? Double(text).flatMap({ $0 == $0.rounded() && abs($0) < 1e9 ? Int($0) : nil }) else {
      return nil
    }
    if text.filter(\.isNumber).count <= 3 || abs(number) < 1000 { return .hours(number) }
    let (hours, minutes, seconds) = (number / 10_000, number / 100 % 100, number % 100)
    guard minutes < 60, seconds < 60 else { return nil }
    return .seconds(Int64(hours * 3600 + minutes * 60 + seconds))
  }
}

extension ByteText {
  /// A time as MET writes it: `YYYYMMDD_HHMMSS`, or `YYYYMMDD_HH`.
  var metTime: UTCTime? {
    guard count >= 11, self[8] == UInt8(ascii: "_"), let day = self[0..<8].compactTime else { return nil }
    let clock = self[9..<count]
    guard clock.isDigits, [2, 4, 6].contains(clock.count) else { return nil }
    let parts = stride(from: 0, to: clock.count, by: 2).map { clock.field(at: $0, width: 2).integer ?? 99 }
    guard parts[0] < 24, parts.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    return day + .seconds(Int64(zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }))
  }
}
