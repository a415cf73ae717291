/// Critical success index.
///
/// Of the events that were forecast or observed, the part that was both.
///
///     csi = a / (a + b + c)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no forecast and no observed events
/// - Not equitable: a random forecast scores more where events are frequent
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `critical_success_index` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CriticalSuccessIndex: EventMetric {
  public static let definition = MetricDefinition(
    id: "csi",
    name: "Critical success index",
    symbol: "CSI",
    synonyms: ["threat score"],
    formula: "a / (a + b + c)",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "Of the events that were forecast or observed, the part that was both.",
    undefinedWhen: "there are no forecast and no observed events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(
      sums.hits, to: sums.hits + sums.falseAlarms + sums.misses, orUndefined: "no forecast and no observed events")
  }
}
