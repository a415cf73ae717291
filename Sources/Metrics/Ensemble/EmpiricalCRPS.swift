/// Continuous ranked probability score of the ensemble's step function.
///
/// The distance between the ensemble's distribution, taken as it stands, and the observation.
///
///     crps_ecdf = ⟨(1/m) Σ_k |x_k - o| - 1/(2m²) Σ_jk |x_j - x_k|⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better, in the unit of the variable
/// - Undefined without pairs; a missing member is left out of its pair, a pair without members is no pair
/// - A deterministic forecast, an ensemble of one, scores its mean absolute error
/// - Favours large ensembles: members drawn from the truth score (m + 1)/m times what infinitely many would
/// - Aggregation: from sums of all pairs
/// - Compared with: `crps_for_ensemble(method="ecdf")` of scores, `crps_ensemble(estimator="nrg")` of
///   scoringrules, `crps_ensemble` of xskillscore
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct EmpiricalCRPS: Metric {
  public static let definition = MetricDefinition(
    id: "crps_ecdf",
    name: "Continuous ranked probability score of the ensemble",
    symbol: "CRPS",
    synonyms: ["crps", "plain CRPS"],
    formula: "⟨Σ_k |x_k - o| / m - Σ_jk |x_j - x_k| / (2m²)⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The distance between the steps of the ensemble's distribution and the observation; "
      + "of a deterministic forecast, the mean absolute error.",
    undefinedWhen: "there are no pairs, or none with a member that is not missing",
    aggregation: "from the sums of all pairs, each with the members that it has",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = EnsembleMoments()

  public init() {}

  public func value(of sums: EnsembleSums) -> Outcome {
    sums.n > 0 ? Outcome((sums.sumDistance - sums.sumSpreadECDF) / sums.sumW) : sums.noMembers
  }
}
