/// Observations outside the ensemble.
///
/// How often the observation is outside the ensemble, less how often it would be if the ensemble were reliable.
///
///     rank_outliers = f_0 + f_m - 2/(m+1), f_k how often k members are below the observation
///
/// - Range -1 to 1, reliable 0, above it too narrow or biased, below it too wide; no unit
/// - Undefined without pairs
/// - Ties as in `rank_reliability_index`
/// - Aggregation: from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by
///   weight
/// - Compared with: NumPy
///
/// Buizza and Palmer (1998), doi:10.1175/1520-0493(1998)126<2503:IOESOE>2.0.CO;2
public struct RankOutliers: Metric {
  public static let definition = MetricDefinition(
    id: "rank_outliers",
    name: "Observations outside the ensemble",
    symbol: "out",
    synonyms: ["percentage of outliers"],
    formula: "f_0 + f_m - 2/(m+1), f_k how often k members are below the observation",
    range: "-1 to 1",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .none,
    summary: "How often the observation is outside the ensemble, less how often it would be if the ensemble were "
      + "reliable.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by "
      + "weight",
    reference: "Buizza and Palmer (1998), doi:10.1175/1520-0493(1998)126<2503:IOESOE>2.0.CO;2")

  public let statistic = RankHistogram()

  public init() {}

  public func value(of sums: RankSums) -> Outcome {
    sums.mean { row in
      (row.counts[0] + row.counts[row.size]) / row.weight - 2 / Double(row.size + 1)
    }
  }
}
