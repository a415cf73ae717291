import Fields

/// Single values that stand out from those before and after, which agree with each other.
///
/// A value is suspect where it differs from both neighbours in time, within 3 h on either side, in
/// the same direction and by more than a limit, while the two differ by less than half of it; at
/// twice the limit it is bad.
public struct Spike: QualityCheck {
  public static let name = "spike"
  public static let title = "A value far from those before and after it"

  static let reach = TimeSpan.hours(3)

  public init() {}

  static func limit(of variable: Variable) -> Double? {
    switch variable {
    case .temperature2m, .dewPoint2m: 8
    case .seaLevelPressure, .surfacePressure: 800
    case .windSpeed10m: 12
    default: nil
    }
  }

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    var found: [QualityFinding] = []
    for variable in set.variables {
      guard let limit = Spike.limit(of: variable), let table = set.reports[variable] else { continue }
      let shown = ShownValue(variable)
      for series in set.series(of: variable) where series.count > 2 {
        for i in 1..<series.count - 1 {
          let (before, here, after) = (series[i - 1], series[i], series[i + 1])
          guard table.validTimes[here] - table.validTimes[before] <= Spike.reach,
            table.validTimes[after] - table.validTimes[here] <= Spike.reach
          else { continue }
          let rise = table.values[here] - table.values[before]
          let fall = table.values[here] - table.values[after]
          let jump = min(abs(rise), abs(fall))
          guard rise.sign == fall.sign, jump > limit,
            abs(table.values[before] - table.values[after]) < limit / 2
          else { continue }
          let reason =
            "\(shown(table.values[here])) between \(shown(table.values[before])) and "
            + "\(shown(table.values[after])) \(shown.unit)"
          if let finding = set.finding(Spike.name, variable, row: here, jump > 2 * limit ? .bad : .suspect, reason) {
            found.append(finding)
          }
        }
      }
    }
    return found
  }
}
