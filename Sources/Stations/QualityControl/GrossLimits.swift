import Fields

/// Values that have never been observed near the ground.
///
/// The limits lie a little outside the records kept by the World Weather and Climate Extremes Archive
/// of WMO (https://wmo.asu.edu): 184 K and 330 K, 870 and 1084 hPa, a gust of 113 m/s, 305 mm in an
/// hour and 1825 mm in a day. They are tighter than the ranges of `Quantity.plausible`, which hold at
/// every level.
public struct GrossLimits: QualityCheck {
  public static let name = "gross-limits"
  public static let title = "Values beyond what has been observed near the ground"

  public init() {}

  /// The limits of a variable near the ground; nil where there are none.
  static func limits(of variable: Variable) -> ClosedRange<Double>? {
    switch variable.level {
    case .pressure, .model: return nil
    case .height(let metres) where metres > 100: return nil
    default: break
    }
    return switch variable.quantity {
    case .airTemperature: 180...331
    case .dewPoint: 170...309
    case .relativeHumidity: 0...105
    case .windSpeed: 0...90
    case .windGust: 0...115
    case .seaLevelPressure: 86_500...109_000
    case .surfacePressure: 40_000...109_000
    case .precipitation: 0...(variable.processing.period <= .hours(1) ? 310 : 1900)
    case .snowDepth: 0...13
    case .visibility: 0...150_000
    default: nil
    }
  }

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    set.variables.flatMap { variable -> [QualityFinding] in
      guard let limits = GrossLimits.limits(of: variable), let table = set.reports[variable] else { return [] }
      let shown = ShownValue(variable)
      return table.values.indices.compactMap { row in
        guard !limits.contains(table.values[row]) else { return nil }
        return set.finding(
          GrossLimits.name, variable, row: row, .bad,
          "\(shown(table.values[row])) \(shown.unit) is outside "
            + "\(shown(limits.lowerBound))...\(shown(limits.upperBound))")
      }
    }
  }
}
