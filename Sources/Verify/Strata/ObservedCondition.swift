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

  /// - Parameter value: In the variable's canonical unit.
  public func holds(for value: Double) -> Bool { thresholds.allSatisfy { $0.isMet(by: value) } }
}

extension Stratum {
  /// Fields are added by cells, which are in the same strata at all times.
  var refusalOnGrids: VerifyError {
    VerifyError(
      "the stratum '\(name)' is chosen by what was observed, which works for stations only",
      suggestion: "Leave it out of 'strata', or score the forecasts against stations.")
  }
}
