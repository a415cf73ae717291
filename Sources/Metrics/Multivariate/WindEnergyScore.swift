/// Energy score of the wind vector.
///
/// How far the ensemble is from the observed wind vector: the CRPS for vectors.
///
///     es_ecdf_wind = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²)⟩, vectors of both components
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when no pair has both components of a member and of the observation
/// - Of one member it is the mean length of the error of the vector
/// - Aggregation: from sums over all pairs of all initial times
/// - Compared with: `es_ensemble` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437
public struct WindEnergyScore: Metric {
  public static let definition = MetricDefinition(
    id: "es_ecdf_wind",
    name: "Energy score of the wind vector",
    symbol: "ES",
    formula: "⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²)⟩, vectors of both components",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "How far the ensemble is from the observed wind vector: the CRPS for vectors.",
    undefinedWhen: "no pair has both components of a member and of the observation",
    aggregation: "from sums over all pairs of all initial times",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437")

  public let statistic = WindEnergy()

  public init() {}

  public func value(of sums: EnergySums) -> Outcome {
    sums.score
  }
}
