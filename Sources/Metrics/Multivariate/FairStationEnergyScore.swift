/// Fair energy score of all stations.
///
/// What the energy score would be of infinitely many members of the same kind.
///
///     es_fair_stations = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m(m-1))⟩, vectors of all stations of a forecast
///
/// - Range -∞ to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs, or no forecast has two members that have every station
/// - It grows with the number of stations, and is compared on common pairs alone: there all systems have the same
///   stations at each initial and lead time
/// - Aggregation: the mean over all forecasts of all initial times, each of which counts once
/// - Compared with: `es_ensemble(estimator="fair")` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437
public struct FairStationEnergyScore: Metric {
  public static let definition = MetricDefinition(
    id: "es_fair_stations",
    name: "Fair energy score of all stations",
    symbol: "fair ES",
    formula: "⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m(m-1))⟩, vectors of all stations of a forecast",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "What the energy score would be of infinitely many members of the same kind.",
    undefinedWhen: "there are no pairs, or no forecast has two members that have every station",
    aggregation: "the mean over all forecasts of all initial times, each of which counts once",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437")

  public let statistic = StationEnergy()

  public init() {}

  public func value(of sums: EnergySums) -> Outcome {
    sums.fairScore
  }

  public func count(of sums: EnergySums) -> Int { sums.manyN }
}
