/// Critical success index within a tolerance.
///
/// Detection and false alarms within a tolerance, in one.
///
///     csi_nearby = 1 / (1 / POD + 1 / SR - 1), SR = 1 - FAR, each within the tolerance
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no pairs with a neighbourhood, or there are no observed or no forecast events
/// - Nearby is, of the same initial time, a lead time within the tolerance that all systems hold, at the station itself
///   or one within the distance; docs/matching.md says it exactly
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CriticalSuccessIndexNearby: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "csi_nearby",
    name: "Critical success index within a tolerance",
    symbol: "CSI",
    formula: "1 / (1 / POD + 1 / SR - 1), SR = 1 - FAR, each within the tolerance",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "Detection and false alarms within a tolerance, in one.",
    undefinedWhen: "there are no pairs with a neighbourhood, or there are no observed or no forecast events",
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
    guard case .value(let detected) = sums.probabilityOfDetection else { return sums.probabilityOfDetection }
    guard case .value(let success) = sums.successRatio else { return sums.successRatio }
    return detected > 0 && success > 0 ? Outcome(1 / (1 / detected + 1 / success - 1)) : .value(0)
  }
}
