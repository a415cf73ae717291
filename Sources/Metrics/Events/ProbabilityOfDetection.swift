/// Probability of detection.
///
/// The part of the observed events that was forecast.
///
///     pod = a / (a + c)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no observed events
/// - Perfect for a forecast that always says yes: read it beside `far_ratio` or `pofd`
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `probability_of_detection` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ProbabilityOfDetection: EventMetric {
  public static let definition = MetricDefinition(
    id: "pod",
    name: "Probability of detection",
    symbol: "POD",
    synonyms: ["hit rate", "recall", "sensitivity"],
    formula: "a / (a + c)",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the observed events that was forecast.",
    undefinedWhen: "there are no observed events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.hits, to: sums.observed, orUndefined: "no observed events")
  }
}
