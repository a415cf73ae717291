/// Frequency bias.
///
/// How often the event was forecast for each time that it was observed.
///
///     frequency_bias = (a + b) / (a + c)
///
/// - Range 0 to ∞, perfect 1, nearer to perfect is better; no unit
/// - Undefined when there are no observed events
/// - Not to be confused with the mean error, which is also called bias
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `frequency_bias` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct FrequencyBias: EventMetric {
  public static let definition = MetricDefinition(
    id: "frequency_bias",
    name: "Frequency bias",
    symbol: "B",
    synonyms: ["bias score"],
    formula: "(a + b) / (a + c)",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary: "How often the event was forecast for each time that it was observed.",
    undefinedWhen: "there are no observed events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.forecast, to: sums.observed, orUndefined: "no observed events")
  }
}
