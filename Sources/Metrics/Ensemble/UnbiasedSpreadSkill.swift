/// Spread-skill ratio, with the sampling noise of the ensemble mean taken from its error.
///
/// Whether the spread tells the error.
///
///     ssr_unbiased = √(⟨s²⟩ / ⟨(x̄ - o)² - s²/m⟩), s² = Σ_k (x_k - x̄)² / (m-1)
///
/// - Range 0 to ∞, reliable 1, above 1 too wide, below 1 too narrow; no unit
/// - Undefined where no pair has two members, or where ⟨(x̄ - o)²⟩ ≤ ⟨s²/m⟩
/// - Not to be confused with `ssr_fortin`, which corrects the spread instead; both are 1 for a reliable ensemble
/// - Errors of the observations count as errors of the forecast and make it smaller
/// - Aggregation: means over all pairs, then the ratio, then the root; the mean of ratios is a different quantity
///
/// Leutbecher and Palmer (2008), doi:10.1016/j.jcp.2007.02.014
public struct UnbiasedSpreadSkill: Metric {
  public static let definition = MetricDefinition(
    id: "ssr_unbiased",
    name: "Spread-skill ratio against the unbiased error",
    symbol: "SSR, unbiased",
    synonyms: ["spread-error ratio"],
    formula: "√(⟨s²⟩ / ⟨(x̄ - o)² - s²/m⟩)",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary: "Whether the spread tells the error: above 1 the ensemble is too wide, below 1 too "
      + "narrow.",
    undefinedWhen: "there are no pairs with two members or more, or the error of the mean is no larger "
      + "than the noise of its members",
    aggregation: "the means over all pairs before the ratio and the root",
    reference: "Leutbecher and Palmer (2008), doi:10.1016/j.jcp.2007.02.014")

  public let statistic = EnsembleMoments()

  public init() {}

  public func value(of sums: EnsembleSums) -> Outcome {
    if let why = sums.tooFewMembers { return why }
    let error = sums.manySquare - sums.manyVarianceOfMean
    guard error > 0 else { return .undefined("the error of the mean is no larger than its sampling noise") }
    return Outcome((sums.manyVariance / error).squareRoot())
  }

  public func count(of sums: EnsembleSums) -> Int { sums.manyN }
}
