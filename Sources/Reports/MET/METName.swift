import Fields

/// What MET's files call a variable: the GRIB 2 abbreviation, the unit and the level.
///
/// A variable whose GRIB parameter has another unit or another processing in time keeps the short name that it has
/// here, so that none is taken for what it is not.
struct METName {
  /// `TMP`, or `tcc`, which is a fraction where `TCDC` is a percentage.
  let name: String
  /// `m/s`, without blanks.
  let units: String
  /// `Z2`, `P500`, `L0`, `A06`.
  let level: String

  private static let abbreviations: [Quantity: String] = [
    .airTemperature: "TMP", .dewPoint: "DPT", .relativeHumidity: "RH", .specificHumidity: "SPFH", .windSpeed: "WIND",
    .windGust: "GUST", .eastwardWind: "UGRD", .northwardWind: "VGRD", .windVector: "UGRD_VGRD",
    .verticalVelocity: "VVEL", .seaLevelPressure: "PRMSL", .surfacePressure: "PRES", .precipitation: "APCP",
    .snowDepth: "SNOD", .visibility: "VIS", .geopotential: "GP", .geopotentialHeight: "HGT",
  ]

  init(_ variable: Variable) {
    units = METName.unit(variable.unit.symbol)
    let abbreviation = METName.abbreviations[variable.quantity]
    switch variable.processing {
    case .accumulation(let period) where variable.quantity == .precipitation:
      name = abbreviation ?? variable.description
      level = "A\(METTime.interval(period))"
    case .instantaneous:
      name = abbreviation ?? variable.description
      level = METName.level(variable.level)
    default:
      name = variable.description
      level = METName.level(variable.level)
    }
  }

  private static func level(_ level: Level) -> String {
    switch level {
    case .surface, .column: "L0"
    case .meanSeaLevel: "Z0"
    case .height(let metres): "Z\(Digits.shortest(metres))"
    case .pressure(let hectopascals): "P\(Digits.shortest(hectopascals))"
    case .model(let number): "L\(number)"
    }
  }

  /// `m s-1` as `m/s`, `kg m-2` as `kg/m^2`.
  private static func unit(_ symbol: String) -> String {
    var (above, below) = ("", "")
    for factor in symbol.split(separator: " ") {
      let name = factor.prefix { !$0.isNumber && $0 != "-" }
      let power = Int(factor.dropFirst(name.count)) ?? 1
      guard !name.isEmpty else { return symbol.replacing(" ", with: "_") }
      let text = abs(power) == 1 ? String(name) : "\(name)^\(abs(power))"
      if power < 0 { below += "/" + text } else { above += (above.isEmpty ? "" : ".") + text }
    }
    return (above.isEmpty ? "1" : above) + below
  }
}

/// Times as MET writes them.
enum METTime {
  /// `20190615_010000`
  static func time(_ time: UTCTime) -> String {
    let parts = time.components
    return padded(parts.year, 4) + padded(parts.month) + padded(parts.day) + "_"
      + padded(parts.hour) + padded(parts.minute) + padded(parts.second)
  }

  /// `060000`, `1200000`
  static func lead(_ lead: TimeSpan) -> String {
    let seconds = Int(abs(lead.seconds))
    return (lead < .zero ? "-" : "") + padded(seconds / 3600) + padded(seconds / 60 % 60) + padded(seconds % 60)
  }

  /// `06`, or `003000` where it is no number of hours.
  static func interval(_ span: TimeSpan) -> String {
    span.seconds.isMultiple(of: 3600) ? padded(Int(span.seconds / 3600)) : lead(span)
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
