/// Heidke skill score.
///
/// The part correct, between that of chance and all.
///
///     hss = 2(ad - bc) / ((a + c)(c + d) + (a + b)(b + d))
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when the event happens never or always, in forecast and observation alike
/// - No skill 0
/// - Aggregation: from the summed table; the mean over initial times is a different quantity
/// - Compared with: `heidke_skill_score` of scores
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct HeidkeSkillScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "hss",
    name: "Heidke skill score",
    symbol: "HSS",
    synonyms: ["Cohen's kappa"],
    formula: "2(ad - bc) / ((a + c)(c + d) + (a + b)(b + d))",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part correct, between that of chance and all.",
    undefinedWhen: "the event happens never or always, in forecast and observation alike",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    let (a, b, c, d) = (sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)
    return sums.ratio(
      2 * (a * d - b * c), to: (a + c) * (c + d) + (a + b) * (b + d),
      orUndefined: "the event happens never or always, in forecast and observation alike")
  }
}
