/// False alarm ratio within a tolerance.
///
/// The part of the forecast events that was not observed nearby.
///
///     far_ratio_nearby = forecast events without an observed event nearby / forecast events
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined when no pair has events, or there are no forecast events
/// - What is an event and how near is near stand in the columns of the pairs, which `EventTolerance` makes
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct FalseAlarmRatioNearby: Metric {
  public static let definition = MetricDefinition(
    id: "far_ratio_nearby",
    name: "False alarm ratio within a tolerance",
    symbol: "FAR",
    formula: "forecast events without an observed event nearby / forecast events",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The part of the forecast events that was not observed nearby.",
    undefinedWhen: "no pair has events, or there are no forecast events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic = ToleranceTable()

  public init() {}

  public func value(of sums: ToleranceSums) -> Outcome {
    sums.part(sums.falseAlarms, of: sums.confirmed, orUndefined: "no forecast events")
  }
}
