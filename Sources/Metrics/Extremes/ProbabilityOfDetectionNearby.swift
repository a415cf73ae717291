/// Probability of detection within a tolerance.
///
/// The part of the observed events that was forecast nearby.
///
///     pod_nearby = observed events with a forecast event nearby / observed events
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no pairs with a neighbourhood, or there are no observed events
/// - Nearby is, of the same initial time, a lead time within the tolerance that all systems hold, at the station itself
///   or one within the distance; docs/matching.md says it exactly
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ProbabilityOfDetectionNearby: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "pod_nearby",
    name: "Probability of detection within a tolerance",
    symbol: "POD",
    formula: "observed events with a forecast event nearby / observed events",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the observed events that was forecast nearby.",
    undefinedWhen: "there are no pairs with a neighbourhood, or there are no observed events",
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
    sums.probabilityOfDetection
  }
}
