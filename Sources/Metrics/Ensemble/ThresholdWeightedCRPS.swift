/// Threshold-weighted CRPS of the ensemble.
///
/// The CRPS over the values beyond the threshold alone: what differs on its other side is not seen.
///
///     twcrps_ecdf = ⟨Σ_k |v(x_k) - v(o)| / m - Σ_jk |v(x_j) - v(x_k)| / (2m²)⟩, v(x) = max(x, t) above t, min(x, t) below
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined without pairs
/// - The threshold is part of its identity; `>=t` and `>t` are the same score, as are `<=t` and `<t`, and the two
///   sides add to the CRPS
/// - Proper, unlike a score over the cases alone where an extreme was observed
/// - Aggregation: from sums of all pairs
/// - Compared with: `twcrps_ensemble` of scoringrules, `tail_tw_crps_for_ensemble` of scores
///
/// Gneiting and Ranjan (2011), doi:10.1198/jbes.2010.08110; Allen, Ginsbourger and Ziegel (2023),
/// doi:10.1137/22M1532184 for the chaining function
public struct ThresholdWeightedCRPS: EventMetric {
  public static let definition = MetricDefinition(
    id: "twcrps_ecdf",
    name: "Threshold-weighted CRPS of the ensemble",
    symbol: "twCRPS",
    formula: "⟨Σ_k |v(x_k) - v(o)| / m - Σ_jk |v(x_j) - v(x_k)| / (2m²)⟩, v(x) = max(x, t) above t, min(x, t) "
      + "below",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The CRPS over the values beyond the threshold alone.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the sums of all pairs",
    reference: "Gneiting and Ranjan (2011), doi:10.1198/jbes.2010.08110; Allen, Ginsbourger and Ziegel (2023), "
      + "doi:10.1137/22M1532184 for the chaining function")

  public let statistic: ThresholdWeightedMoments

  public init(_ threshold: Threshold) {
    statistic = ThresholdWeightedMoments(threshold)
  }

  public func value(of sums: ThresholdWeightedSums) -> Outcome {
    sums.absence ?? EmpiricalCRPS().value(of: sums.ensemble)
  }
}
