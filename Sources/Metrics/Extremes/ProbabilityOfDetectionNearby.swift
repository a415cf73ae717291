/// Probability of detection within a tolerance.
///
/// The part of the observed events that was forecast nearby.
///
///     pod_nearby = observed events with a forecast event nearby / observed events
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has events, or there are no observed events
/// - What is an event and how near is near stand in the columns of the pairs, which `EventTolerance` makes
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct ProbabilityOfDetectionNearby: Metric {
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
    undefinedWhen: "no pair has events, or there are no observed events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic = ToleranceTable()

  public init() {}

  public func value(of sums: ToleranceSums) -> Outcome {
    sums.probabilityOfDetection
  }
}
