/// Forecast rate.
///
/// How often the event was forecast.
///
///     forecast_rate = (a + b) / (a + b + c + d)
///
/// - Range 0 to 1, perfect none, says nothing of quality; no unit
/// - Undefined when there are no pairs
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: `forecast_rate` of scores; `FMEAN` of MET's CTS lines
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ForecastRate: EventMetric {
  public static let definition = MetricDefinition(
    id: "forecast_rate",
    name: "Forecast rate",
    symbol: "FMEAN",
    formula: "(a + b) / (a + b + c + d)",
    range: "0 to 1",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "How often the event was forecast.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    sums.ratio(sums.forecast, to: sums.total, orUndefined: "no pairs")
  }
}
