/// Spread-skill ratio, with the spread corrected for the size of the ensemble.
///
/// Whether the spread tells the error.
///
///     ssr_fortin = √(⟨s² (m+1)/m⟩ / ⟨(x̄ - o)²⟩), s² = Σ_k (x_k - x̄)² / (m-1)
///
/// - Range 0 to ∞, reliable 1, above 1 too wide, below 1 too narrow; no unit
/// - Undefined where no pair has two members, or where the mean has no error at all
/// - Not to be confused with `ssr_unbiased`, which corrects the error instead; both are 1 for a reliable ensemble
/// - Aggregation: means over all pairs, then the ratio, then the root; the mean of ratios is a different quantity
///
/// Fortin et al. (2014), doi:10.1175/JHM-D-14-0008.1
public struct FortinSpreadSkill: Metric {
  public static let definition = MetricDefinition(
    id: "ssr_fortin",
    name: "Spread-skill ratio with the spread corrected for the ensemble size",
    symbol: "SSR, Fortin",
    synonyms: ["spread-error ratio"],
    formula: "√(⟨s² (m+1)/m⟩ / ⟨(x̄ - o)²⟩)",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary: "Whether the spread tells the error: above 1 the ensemble is too wide, below 1 too "
      + "narrow.",
    undefinedWhen: "there are no pairs with two members or more, or the mean is without error",
    aggregation: "the means over all pairs before the ratio and the root",
    reference: "Fortin et al. (2014), doi:10.1175/JHM-D-14-0008.1")

  public let statistic = EnsembleMoments()

  public init() {}

  public func value(of sums: EnsembleSums) -> Outcome {
    if let why = sums.tooFewMembers { return why }
    guard sums.manySquare > 0 else { return .undefined("the ensemble mean has no error") }
    return Outcome(((sums.manyVariance + sums.manyVarianceOfMean) / sums.manySquare).squareRoot())
  }

  public func count(of sums: EnsembleSums) -> Int { sums.manyN }
}
