import Foundation

/// Extremal dependence index.
///
/// How fast hits die out as events get rarer, against false alarms; keeps its meaning for rare events.
///
///     edi = (ln F - ln H) / (ln F + ln H), H = a / (a + c), F = b / (b + d)
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no hits or no false alarms, whose logarithms are infinite, or none but they
/// - No skill 0; nothing is clipped, so a table with an empty cell may have none
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: the golden number of Finley's tornadoes
///
/// Ferro and Stephenson (2011), doi:10.1175/WAF-D-10-05030.1
public struct ExtremalDependenceIndex: EventMetric {
  public static let definition = MetricDefinition(
    id: "edi",
    name: "Extremal dependence index",
    symbol: "EDI",
    formula: "(ln F - ln H) / (ln F + ln H), H = a / (a + c), F = b / (b + d)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How fast hits die out as events get rarer, against false alarms; keeps its meaning "
      + "for rare events.",
    undefinedWhen: "there are no hits or no false alarms, whose logarithms are infinite, or none but they",
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
    let hitRate = log(sums.hits / sums.observed)
    let falseRate = log(sums.falseAlarms / (sums.falseAlarms + sums.correctNegatives))
    return sums.ratio(falseRate - hitRate, to: falseRate + hitRate, orUndefined: "the event was always forecast")
  }
}
