/// Mean error.
///
/// How much too high the forecast is on average.
///
///     me = ⟨f - o⟩
///
/// - Range -∞ to ∞, perfect 0, in the unit of the variable; errors of opposite sign cancel
/// - Undefined without pairs
/// - Also called bias. Not to be confused with the frequency bias of events, or with a ratio of means
/// - Aggregation: from sums of all pairs; the mean over initial times differs where they have unequal weight
/// - Compared with: `mean_error` of scores, `me` of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, doi:10.1002/9781119960003.ch5
public struct MeanError: Metric {
  public static let definition = MetricDefinition(
    id: "me",
    name: "Mean error",
    symbol: "ME",
    synonyms: ["bias", "additive bias"],
    formula: "⟨f - o⟩",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .variable,
    summary: "How much too high the forecast is on average.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the sums of all pairs; equal to the mean over initial times only where those "
      + "have equal weight",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, "
      + "doi:10.1002/9781119960003.ch5")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.mean(sums.sumError)
  }
}
