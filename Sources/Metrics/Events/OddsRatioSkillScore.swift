/// Odds ratio skill score.
///
/// The odds ratio, between -1 and 1.
///
///     orss = (ad - bc) / (ad + bc)
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when ad and bc are both 0
/// - No skill 0; 1 as soon as there are no false alarms, or no misses
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: `odds_ratio_skill_score` of scores; `ORSS` of MET's CTS lines
///
/// Stephenson (2000), doi:10.1175/1520-0434(2000)015<0221:UOTORF>2.0.CO;2
public struct OddsRatioSkillScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "orss",
    name: "Odds ratio skill score",
    symbol: "ORSS",
    synonyms: ["Yule's Q"],
    formula: "(ad - bc) / (ad + bc)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The odds ratio, between -1 and 1.",
    undefinedWhen: "ad and bc are both 0",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Stephenson (2000), doi:10.1175/1520-0434(2000)015<0221:UOTORF>2.0.CO;2")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let (a, b, c, d) = (sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)

    return sums.ratio(
      a * d - b * c, to: a * d + b * c, orUndefined: "hits or correct negatives, and false alarms or misses, are absent"
    )
  }
}
