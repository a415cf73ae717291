/// Flatness of the rank histogram over that of chance.
///
/// How far the rank histogram is from flat, over how far chance alone would take a reliable ensemble of as many
/// pairs.
///
///     rank_flatness = Σ_k (N_k - N/(m+1))² (m+1) / (N m), N_k the pairs with k members below the observation
///
/// - Range 0 to ∞, reliable 1, nearer to it is better, much above it unreliable; no unit
/// - Undefined without pairs
/// - Weights count as numbers of independent pairs; where neighbours or successive times depend on each other it
///   grows above 1 even for a reliable ensemble
/// - Ties as in `rank_reliability_index`
/// - Aggregation: from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by
///   weight
/// - Compared with: NumPy
///
/// Candille and Talagrand (2005), doi:10.1256/qj.04.71
public struct RankFlatness: Metric {
  public static let definition = MetricDefinition(
    id: "rank_flatness",
    name: "Flatness of the rank histogram over that of chance",
    symbol: "δ",
    synonyms: ["reliability ratio of Candille and Talagrand"],
    formula: "Σ_k (N_k - N/(m+1))² (m+1) / (N m), N_k the pairs with k members below the observation",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary: "How far the rank histogram is from flat, over how far chance alone would take it.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed ranks of all pairs, of each ensemble size by itself, and the mean over sizes by "
      + "weight",
    reference: "Candille and Talagrand (2005), doi:10.1256/qj.04.71")

  public let statistic = RankHistogram()

  public init() {}

  public func value(of sums: RankSums) -> Outcome {
    sums.mean { row in
      let expected = row.weight / Double(row.size + 1)
      return row.counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } / (expected * Double(row.size))
    }
  }
}
