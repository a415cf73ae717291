/// Mean absolute error.
///
/// The average size of the error.
///
///     mae = ⟨|f - o|⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better, in the unit of the variable
/// - Undefined without pairs
/// - Of an ensemble it is that of the ensemble mean; the score of the whole ensemble is the CRPS
/// - Aggregation: from sums of all pairs; the mean over initial times differs where they have unequal weight
/// - Compared with: `mae` of scores and of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, doi:10.1002/9781119960003.ch5
public struct MeanAbsoluteError: Metric {
  public static let definition = MetricDefinition(
    id: "mae",
    name: "Mean absolute error",
    symbol: "MAE",
    formula: "⟨|f - o|⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The average size of the error; the median of the forecaster's belief does best.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the sums of all pairs; equal to the mean over initial times only where those "
      + "have equal weight",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, "
      + "doi:10.1002/9781119960003.ch5")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.mean(sums.sumAbsolute)
  }
}
