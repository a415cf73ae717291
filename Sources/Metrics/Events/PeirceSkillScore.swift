/// Peirce skill score.
///
/// The probability of detection less that of false detection.
///
///     pss = a / (a + c) - b / (b + d)
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no observed events, or no observed non-events
/// - No skill 0; close to the probability of detection for rare events
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `peirce_skill_score` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct PeirceSkillScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "pss",
    name: "Peirce skill score",
    symbol: "PSS",
    synonyms: ["Hanssen-Kuipers discriminant", "true skill statistic"],
    formula: "a / (a + c) - b / (b + d)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The probability of detection less that of false detection.",
    undefinedWhen: "there are no observed events, or no observed non-events",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    let others = sums.falseAlarms + sums.correctNegatives
    guard sums.n == 0 || sums.observed > 0 else { return .undefined("no observed events") }
    guard sums.n == 0 || others > 0 else { return .undefined("no observed non-events") }
    return sums.ratio(
      sums.hits * sums.correctNegatives - sums.falseAlarms * sums.misses, to: sums.observed * others,
      orUndefined: "no observed events")
  }
}
