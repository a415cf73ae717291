import Foundation

/// Symmetric extremal dependence index.
///
/// The extremal dependence index made symmetric in events and non-events.
///
///     sedi = (ln F - ln H - ln(1 - F) + ln(1 - H)) / (ln F + ln H + ln(1 - F) + ln(1 - H)), H = a / (a + c), F = b / (b + d)
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no hits, no false alarms, no misses or no correct negatives, whose logarithms are infinite
/// - No skill 0; nothing is clipped
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `symmetric_extremal_dependence_index` of scores
///
/// Ferro and Stephenson (2011), doi:10.1175/WAF-D-10-05030.1
public struct SymmetricExtremalDependenceIndex: EventMetric {
  public static let definition = MetricDefinition(
    id: "sedi",
    name: "Symmetric extremal dependence index",
    symbol: "SEDI",
    formula:
      "(ln F - ln H - ln(1 - F) + ln(1 - H)) / (ln F + ln H + ln(1 - F) + ln(1 - H)), H = a / (a + c), F = b / (b + d)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The extremal dependence index made symmetric in events and non-events.",
    undefinedWhen: "there are no hits, no false alarms, no misses or no correct negatives, whose "
      + "logarithms are infinite",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Ferro and Stephenson (2011), doi:10.1175/WAF-D-10-05030.1")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    guard sums.hits > 0 else { return .undefined("no hits") }
    guard sums.falseAlarms > 0 else { return .undefined("no false alarms") }
    guard sums.misses > 0 else { return .undefined("no misses") }
    guard sums.correctNegatives > 0 else { return .undefined("no correct negatives") }
    let others = sums.falseAlarms + sums.correctNegatives
    let (hit, miss) = (log(sums.hits / sums.observed), log(sums.misses / sums.observed))
    let (alarm, silence) = (log(sums.falseAlarms / others), log(sums.correctNegatives / others))
    return Outcome((alarm - hit - silence + miss) / (alarm + hit + silence + miss))
  }
}
