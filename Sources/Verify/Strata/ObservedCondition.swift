public import Fields
public import Metrics

/// What an observation has to be like.
///
/// Scores of such a part reward forecasts that are too extreme: a forecaster who knows that only storms will be
/// scored does best to forecast storms always (the forecaster's dilemma; Lerch et al. 2017, doi:10.1214/16-STS588).
public struct ObservedCondition: Sendable, Hashable {
  /// Pairs of other variables are in no such part.
  public var variable: Variable
  /// All of them are to be met.
  public var thresholds: [Threshold]

  public init(_ variable: Variable, _ thresholds: [Threshold]) {
    self.variable = variable
    self.thresholds = thresholds
  }

  /// How many different ones of a variable an evaluation may have.
  static let limit = 64

  /// What it needs of the pairs beside the observations.
  var columns: Set<PairColumn> { Set(thresholds.filter(\.needsClimatology).map(PairColumn.limit)) }

  /// Whether each value meets it; one whose limit is missing does not.
  ///
  /// - Parameter columns: The limits of the values, where a threshold has one for each.
  func holds<Value: BinaryFloatingPoint>(of values: [Value], _ columns: [PairColumn: [Value]]) -> [Bool] {
    var holds = [Bool](repeating: true, count: values.count)
    for threshold in thresholds {
      if let limit = threshold.value {
        for (i, value) in values.enumerated() where !threshold.isMet(by: Double(value), limit: limit) {
          holds[i] = false
        }
      } else if let limits = columns[.limit(threshold)] {
        for (i, value) in values.enumerated() where !threshold.isMet(by: Double(value), limit: Double(limits[i])) {
          holds[i] = false
        }
      } else {
        return [Bool](repeating: false, count: values.count)
      }
    }
    return holds
  }
}
