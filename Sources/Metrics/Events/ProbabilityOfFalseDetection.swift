/// Probability of false detection.
///
/// The part of the observed non-events for which the event was forecast.
///
///     pofd = b / (b + d)
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined when there are no observed non-events
/// - Not to be confused with `far_ratio`, whose denominator is the forecast events
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `probability_of_false_detection` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ProbabilityOfFalseDetection: EventMetric {
  public static let definition = MetricDefinition(
    id: "pofd",
    name: "Probability of false detection",
    symbol: "POFD",
    synonyms: ["false alarm rate", "1 - specificity"],
    formula: "b / (b + d)",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The part of the observed non-events for which the event was forecast.",
    undefinedWhen: "there are no observed non-events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.falseAlarms, to: sums.falseAlarms + sums.correctNegatives, orUndefined: "no observed non-events")
  }
}
