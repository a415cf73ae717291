/// Equitable threat score.
///
/// The critical success index with the hits of chance taken away.
///
///     ets = (a - r) / (a + b + c - r), r = (a + b)(a + c) / (a + b + c + d)
///
/// - Range -1/3 to 1, perfect 1, larger is better; no unit
/// - Undefined when the event happens never or always, in forecast and observation alike
/// - No skill 0
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `equitable_threat_score` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct EquitableThreatScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "ets",
    name: "Equitable threat score",
    symbol: "ETS",
    synonyms: ["Gilbert skill score"],
    formula: "(a - r) / (a + b + c - r), r = (a + b)(a + c) / (a + b + c + d)",
    range: "-1/3 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The critical success index with the hits of chance taken away.",
    undefinedWhen: "the event happens never or always, in forecast and observation alike",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    let chance = sums.total > 0 ? sums.forecast * sums.observed / sums.total : 0
    return sums.ratio(
      sums.hits - chance, to: sums.hits + sums.falseAlarms + sums.misses - chance,
      orUndefined: "the event happens never or always, in forecast and observation alike")
  }
}
