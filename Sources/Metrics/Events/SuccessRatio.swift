/// Success ratio.
///
/// The part of the forecast events that was observed.
///
///     success_ratio = a / (a + b)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no forecast events
/// - 1 - `far_ratio`
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: `success_ratio` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct SuccessRatio: EventMetric {
  public static let definition = MetricDefinition(
    id: "success_ratio",
    name: "Success ratio",
    symbol: "SR",
    synonyms: ["precision", "positive predictive value"],
    formula: "a / (a + b)",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the forecast events that was observed.",
    undefinedWhen: "there are no forecast events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.hits, to: sums.forecast, orUndefined: "no forecast events")
  }
}
