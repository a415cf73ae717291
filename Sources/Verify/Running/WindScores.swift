import Fields
import Metrics

/// Which scores are of wind vectors, and which of single values.
enum WindScores {
  static func isWind(_ variable: Variable) -> Bool { variable.quantity == .windVector }

  /// Whether a score looks at both components of a wind.
  static func areOf(_ metric: any Metric) -> Bool {
    (metric.statistic as any Statistic).columns.contains(.secondForecast)
  }

  /// Whether a score is one of a variable: of wind vectors those of wind vectors, of single values all the others; the
  /// number of pairs of both.
  static func apply(_ metric: any Metric, to variable: Variable) -> Bool {
    metric is PairCount || areOf(metric) == isWind(variable)
  }

  /// What a wind vector has unless scores are named.
  static let usual: [any Metric] = [
    VectorRootMeanSquaredError(), WindSpeedMeanError(), WindSpeedMeanAbsoluteError(), WindSpeedRootMeanSquaredError(),
    WindDirectionMeanError(Threshold(.atLeast, 3)), WindDirectionMeanAbsoluteError(Threshold(.atLeast, 3)),
  ]

  /// Scores and variables that do not go together.
  static func doubts(_ metrics: [any Metric], of variables: [Variable]) -> [String] {
    var doubts: [String] = []
    for variable in variables where !metrics.contains(where: { !($0 is PairCount) && apply($0, to: variable) }) {
      doubts.append(
        isWind(variable)
          ? "no score of \(variable) is named: a wind vector has rmsve, wind_speed_rmse, wind_direction_mae(>=3) and others"
          : "no score of \(variable) is named: those named are of wind vectors")
    }
    if !variables.contains(where: isWind) {
      doubts += metrics.filter(areOf).map {
        "\($0.definition.id) is a score of wind vectors, and no variable is one: add wind10m, or wind850"
      }
    }
    return doubts
  }
}
