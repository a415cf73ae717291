/// Brier score.
///
/// The mean squared error of the probability of an event.
///
///     brier = ⟨(p - y)²⟩, y = 1 where the event is observed, otherwise 0
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined without pairs
/// - p is the part of the members beyond the threshold; missing members are left out. A deterministic forecast says
///   0 or 1
/// - Not to be confused with the original score over both categories, twice as large
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `brier_score_for_ensemble` of scores, `brier_score` of scoringrules, `brier_score` of
///   xskillscore
///
/// Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
public struct BrierScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier",
    name: "Brier score",
    symbol: "BS",
    synonyms: ["half Brier score"],
    formula: "⟨(p - y)²⟩, y = 1 where the event is observed, otherwise 0",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The mean squared error of the probability of an event, which is the part of the members beyond the "
      + "threshold.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part(\.score, of: sums.brier)
  }
}
