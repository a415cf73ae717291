/// Mean squared error.
///
/// The average squared error.
///
///     mse = ⟨(f - o)²⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better, in the square of the variable's unit
/// - Undefined without pairs
/// - Aggregation: from sums of all pairs; the mean over initial times differs where they have unequal weight
/// - Compared with: `mse` of scores and of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, doi:10.1002/9781119960003.ch5
public struct MeanSquaredError: Metric {
  public static let definition = MetricDefinition(
    id: "mse",
    name: "Mean squared error",
    symbol: "MSE",
    formula: "⟨(f - o)²⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .squared,
    summary: "The average squared error; large errors count more than their size.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the sums of all pairs; equal to the mean over initial times only where those "
      + "have equal weight",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, "
      + "doi:10.1002/9781119960003.ch5")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.mean(sums.sumSquare)
  }
}
