/// False alarm ratio.
///
/// The part of the forecast events that was not observed.
///
///     far_ratio = b / (a + b)
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined when there are no forecast events
/// - Not to be confused with `pofd`, the false alarm *rate*, whose denominator is the non-events
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `false_alarm_ratio` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct FalseAlarmRatio: EventMetric {
  public static let definition = MetricDefinition(
    id: "far_ratio",
    name: "False alarm ratio",
    symbol: "FAR",
    synonyms: ["1 - success ratio", "1 - precision"],
    formula: "b / (a + b)",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The part of the forecast events that was not observed.",
    undefinedWhen: "there are no forecast events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.falseAlarms, to: sums.forecast, orUndefined: "no forecast events")
  }
}
