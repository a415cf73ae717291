/// Fair continuous ranked probability score.
///
/// What the CRPS would be of infinitely many members drawn as these were.
///
///     crps_fair = ⟨(1/m) Σ_k |x_k - o| - 1/(2m(m-1)) Σ_jk |x_j - x_k|⟩
///
/// - Perfect 0, smaller is better, in the unit of the variable; no lower bound for a single pair, whose score is
///   negative where the observation is amid the members
/// - Undefined where no pair has two members: a deterministic forecast has none. Pairs with fewer are left out,
///   and the count of pairs says so
/// - Aggregation: from sums of all pairs
/// - Compared with: `crps_for_ensemble(method="fair")` of scores, `crps_ensemble(estimator="fair")` of
///   scoringrules
///
/// Ferro (2014), doi:10.1002/qj.2270
public struct FairCRPS: Metric {
  public static let definition = MetricDefinition(
    id: "crps_fair",
    name: "Fair continuous ranked probability score",
    symbol: "fair CRPS",
    synonyms: ["unbiased CRPS"],
    formula: "⟨Σ_k |x_k - o| / m - Σ_jk |x_j - x_k| / (2m(m-1))⟩",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The CRPS that the ensemble would have if it had infinitely many members of the same "
      + "kind; fair between ensembles of different sizes.",
    undefinedWhen: "there are no pairs with two members or more: a single forecast has no fair CRPS",
    aggregation: "from the sums of all pairs with two members or more, each with the members that it has",
    reference: "Ferro (2014), doi:10.1002/qj.2270")

  public let statistic = EnsembleMoments()

  public init() {}

  public func value(of sums: EnsembleSums) -> Outcome {
    if let why = sums.tooFewMembers { return why }
    return Outcome((sums.manyDistance - sums.manySpreadFair) / sums.manyW)
  }

  public func count(of sums: EnsembleSums) -> Int { sums.manyN }
}
