/// False alarm ratio within a tolerance.
///
/// The part of the forecast events that was not observed nearby.
///
///     far_ratio_nearby = forecast events without an observed event nearby / forecast events
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined when there are no pairs with a neighbourhood, or there are no forecast events
/// - Nearby is, of the same initial time, a lead time within the tolerance that all systems hold, at the station itself
///   or one within the distance; docs/matching.md says it exactly
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct FalseAlarmRatioNearby: ParametricMetric {
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
    undefinedWhen: "there are no pairs with a neighbourhood, or there are no forecast events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public static let example = EventNearby(
    Threshold(.atLeast, 1), within: EventTolerance(time: .hours(3), distance: 50_000))

  public let parameter: EventNearby

  public init(_ parameter: EventNearby) {
    self.parameter = parameter
  }

  public var statistic: ToleranceTable { ToleranceTable(parameter) }

  public func value(of sums: ToleranceSums) -> Outcome {
    sums.part(sums.falseAlarms, of: sums.confirmed, orUndefined: "no forecast events")
  }
}
