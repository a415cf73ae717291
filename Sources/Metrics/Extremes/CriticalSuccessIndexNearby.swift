/// Critical success index within a tolerance.
///
/// Detection and false alarms within a tolerance, in one.
///
///     csi_nearby = 1 / (1 / POD + 1 / SR - 1), SR = 1 - FAR, each within the tolerance
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has events, or there are no observed or no forecast events
/// - What is an event and how near is near stand in the columns of the pairs, which `EventTolerance` makes
/// - An observed event is met by any forecast nearby, and one forecast may meet many: it is generous to
///   forecasts that cry wolf for long
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CriticalSuccessIndexNearby: Metric {
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
    undefinedWhen: "no pair has events, or there are no observed or no forecast events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic = ToleranceTable()

  public init() {}

  public func value(of sums: ToleranceSums) -> Outcome {
    guard case .value(let detected) = sums.probabilityOfDetection else { return sums.probabilityOfDetection }
    guard case .value(let success) = sums.successRatio else { return sums.successRatio }
    return detected > 0 && success > 0 ? Outcome(1 / (1 / detected + 1 / success - 1)) : .value(0)
  }
}
