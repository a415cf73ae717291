/// Base rate.
///
/// How often the event was observed.
///
///     base_rate = (a + c) / (a + b + c + d)
///
/// - Range 0 to 1, perfect none, says nothing of quality; no unit
/// - Undefined when there are no pairs
/// - Scores of events depend on it: compare them at equal base rate only
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `base_rate` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct BaseRate: EventMetric {
  public static let definition = MetricDefinition(
    id: "base_rate",
    name: "Base rate",
    symbol: "s",
    synonyms: ["climatological frequency"],
    formula: "(a + c) / (a + b + c + d)",
    range: "0 to 1",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "How often the event was observed.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.observed, to: sums.total, orUndefined: "no pairs")
  }
}
