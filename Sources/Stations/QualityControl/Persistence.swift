import Fields

/// Sensors that are stuck: one value, to the last digit, through at least a day and 12 reports.
///
/// What may stand still in nature is left out: calm wind, saturated air.
public struct Persistence: QualityCheck {
  public static let name = "persistence"
  public static let title = "The same value for a day or longer"

  static let period = TimeSpan.hours(24)
  static let reports = 12

  public init() {}

  /// Whether a variable varies so much that a day without change is no weather.
  private static func mayStandStill(_ variable: Variable, _ value: Double) -> Bool {
    switch variable {
    case .temperature2m, .seaLevelPressure, .surfacePressure: false
    case .dewPoint2m: false
    case .windSpeed10m: value < 1
    case .relativeHumidity2m: value > 95
    default: true
    }
  }

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    var found: [QualityFinding] = []
    for variable in set.variables {
      guard let table = set.reports[variable], !Persistence.mayStandStill(variable, 50) else { continue }
      let shown = ShownValue(variable)
      for series in set.series(of: variable) {
        var start = 0
        for i in 1...series.count {
          if i < series.count, table.values[series[i]] == table.values[series[start]] { continue }
          let span = table.validTimes[series[i - 1]] - table.validTimes[series[start]]
          if span >= Persistence.period, i - start >= Persistence.reports,
            !Persistence.mayStandStill(variable, table.values[series[start]])
          {
            let reason =
              "\(shown(table.values[series[start]])) \(shown.unit) in all \(i - start) reports of \(rounded(span.hours)) h"
            found += series[start..<i].compactMap { set.finding(Persistence.name, variable, row: $0, .suspect, reason) }
          }
          start = i
        }
      }
    }
    return found
  }
}
