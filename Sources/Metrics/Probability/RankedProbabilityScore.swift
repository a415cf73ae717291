/// Ranked probability score.
///
/// The Brier scores of being beyond each edge of the categories, summed: a forecast of a category nearby is better
/// than one far away.
///
///     rps = Σ_k ⟨(p_k - y_k)²⟩, p_k the part of the members at or above edge k, y_k = 1 where the observation is
///
/// - Range 0 to ∞ (the number of edges), perfect 0, smaller is better; no unit
/// - Undefined without pairs; missing members are left out
/// - Not divided by the number of edges, as some do; the edges are part of its identity
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy, and `rps` of xskillscore over the same edges
///
/// Epstein (1969), doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2; Wilks (2019), Statistical Methods in the
/// Atmospheric Sciences, 4th edition, chapter 9
public struct RankedProbabilityScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "rps",
    name: "Ranked probability score",
    symbol: "RPS",
    formula: "Σ_k ⟨(p_k - y_k)²⟩, p_k the part of the members at or above edge k, y_k = 1 where the observation is",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The Brier scores of being beyond each edge of the categories, summed.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Epstein (1969), doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2; Wilks (2019), Statistical "
      + "Methods in the Atmospheric Sciences, 4th edition, chapter 9")

  public static let example = Categories([1, 2, 5])

  public let parameter: Categories

  public init(_ parameter: Categories) {
    self.parameter = parameter
  }

  public var statistic: CategoryProbabilities { CategoryProbabilities(parameter) }

  public func value(of sums: CategoryProbabilitySums) -> Outcome {
    sums.total { $0.part(\.score, of: $0.brier) }
  }
}
