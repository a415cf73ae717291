/// Proportion correct.
///
/// How often forecast and observation agree.
///
///     proportion_correct = (a + d) / (a + b + c + d)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no pairs
/// - Of rare events it is near 1 for a forecast of never
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: `accuracy` of scores; `ACC` of MET's CTS lines
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ProportionCorrect: EventMetric {
  public static let definition = MetricDefinition(
    id: "proportion_correct",
    name: "Proportion correct",
    symbol: "PC",
    synonyms: ["accuracy", "fraction correct"],
    formula: "(a + d) / (a + b + c + d)",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How often forecast and observation agree.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.hits + sums.correctNegatives, to: sums.total, orUndefined: "no pairs")
  }
}
