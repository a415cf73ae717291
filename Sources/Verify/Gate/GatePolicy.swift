import Fields
public import Metrics

/// What a gate compares, and when it fails.
public struct GatePolicy: Sendable, Hashable {
  /// nil is all but the baseline, or the only one.
  var systems: [String]?
  /// With their parameters; nil is those of `usualScores` that the evaluation has.
  var scores: [String]?
  /// nil is all of the evaluation.
  var variables: [Variable]?
  var strata = [Stratum.all.name]
  var leadTimes = [GateLeadTimes.all]
  /// Whether initial times of the reference may be absent.
  var takesCommonTimes = false
  /// The `id` of a `SignificanceMethod`; nil is that of the evaluation.
  var methodID: String?
  public var rule = GateRule()

  public init() {}

  /// Scores that a gate takes where its policy names none: one of forecasts of one value, of ensembles, and of winds.
  static let usualScores = ["rmse", "crps_fair", "rmsve"]
}
