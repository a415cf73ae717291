/// Fair energy score of the wind vector.
///
/// What the energy score of the wind would be of infinitely many members of the same kind.
///
///     es_fair_wind = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m(m-1))⟩, vectors of both components
///
/// - Range -∞ to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when no pair has two members with both components, or the observation lacks one
/// - Aggregation: from sums over all pairs of all initial times
/// - Compared with: `es_ensemble(estimator="fair")` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437
public struct FairWindEnergyScore: Metric {
  public static let definition = MetricDefinition(
    id: "es_fair_wind",
    name: "Fair energy score of the wind vector",
    symbol: "fair ES",
    formula: "⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m(m-1))⟩, vectors of both components",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "What the energy score of the wind would be of infinitely many members of the same kind.",
    undefinedWhen: "no pair has two members with both components, or the observation lacks one",
    aggregation: "from sums over all pairs of all initial times",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437")

  public let statistic = WindEnergy()

  public init() {}

  public func value(of sums: EnergySums) -> Outcome {
    sums.fairScore
  }

  public func count(of sums: EnergySums) -> Int { sums.manyN }
}
