/// Reliability index of the rank histogram.
///
/// How far the rank histogram is from flat.
///
///     rank_reliability_index = Σ_k |f_k - 1/(m+1)|, f_k how often k members are below the observation
///
/// - Range 0 to 2, reliable 0, smaller is better; no unit
/// - Undefined without pairs
/// - The noise of n pairs alone gives about √(2 m / (π n)): compare like with like, and see `rank_flatness`
/// - A member equal to the observation is below it or not by a draw that depends on the pair alone, so that any
///   order and any run gives the same
/// - Aggregation: from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by
///   weight
/// - Compared with: NumPy, over the ranks of `rank_histogram` of xskillscore without ties
///
/// Delle Monache et al. (2006), doi:10.1029/2005JD006917
public struct RankReliabilityIndex: Metric {
  public static let definition = MetricDefinition(
    id: "rank_reliability_index",
    name: "Reliability index of the rank histogram",
    symbol: "RI",
    synonyms: ["Delle Monache's reliability index"],
    formula: "Σ_k |f_k - 1/(m+1)|, f_k how often k members are below the observation",
    range: "0 to 2",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "How far the rank histogram is from flat; 0 for a reliable ensemble and infinitely many pairs.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by "
      + "weight",
    reference: "Delle Monache et al. (2006), doi:10.1029/2005JD006917")

  public let statistic = RankHistogram()

  public init() {}

  public func value(of sums: RankSums) -> Outcome {
    sums.mean { row in
      let expected = 1 / Double(row.size + 1)
      return row.counts.reduce(0) { $0 + abs($1 / row.weight - expected) }
    }
  }
}
