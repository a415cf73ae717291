/// Spread of the ensemble.
///
/// How far the members are from their mean.
///
///     spread = √⟨s²⟩, s² = Σ_k (x_k - x̄)² / (m-1)
///
/// - Range 0 to ∞; says nothing of quality by itself; in the unit of the variable
/// - Undefined where no pair has two members; pairs with fewer are left out
/// - Aggregation: the mean of variances over all pairs before the root; the mean of standard deviations is a
///   different quantity
/// - Compared with: `var(ddof=1)` of numpy
///
/// Fortin et al. (2014), doi:10.1175/JHM-D-14-0008.1
public struct EnsembleSpread: Metric {
  public static let definition = MetricDefinition(
    id: "spread",
    name: "Spread of the ensemble",
    symbol: "spread",
    synonyms: ["ensemble standard deviation"],
    formula: "√⟨Σ_k (x_k - x̄)² / (m-1)⟩",
    range: "0 to ∞",
    perfect: nil,
    orientation: .none,
    units: .variable,
    summary: "How far the members are from their mean.",
    undefinedWhen: "there are no pairs with two members or more",
    aggregation: "the mean of the variances over all pairs before the root; the mean of standard "
      + "deviations is smaller and is another quantity",
    reference: "Fortin et al. (2014), doi:10.1175/JHM-D-14-0008.1")

  public let statistic = EnsembleMoments()

  public init() {}

  public func value(of sums: EnsembleSums) -> Outcome {
    if let why = sums.tooFewMembers { return why }
    return Outcome((sums.manyVariance / sums.manyW).squareRoot())
  }

  public func count(of sums: EnsembleSums) -> Int { sums.manyN }
}
