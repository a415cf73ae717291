/// Energy score of all stations.
///
/// How far the ensemble is from what all stations reported together: the CRPS for vectors.
///
///     es_ecdf_stations = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²)⟩, vectors of all stations of a forecast
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs, or each member lacks a station in every forecast
/// - One station has the CRPS. It grows with the number of stations, and is compared on common pairs alone: there all
///   systems have the same stations at each initial and lead time
/// - It hardly sees whether stations go together; `vs_half_stations` does
/// - Aggregation: the mean over all forecasts of all initial times, each of which counts once
/// - Compared with: `es_ensemble` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437
public struct StationEnergyScore: Metric {
  public static let definition = MetricDefinition(
    id: "es_ecdf_stations",
    name: "Energy score of all stations",
    symbol: "ES",
    formula: "⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²)⟩, vectors of all stations of a forecast",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "How far the ensemble is from what all stations reported together: the CRPS for vectors.",
    undefinedWhen: "there are no pairs, or each member lacks a station in every forecast",
    aggregation: "the mean over all forecasts of all initial times, each of which counts once",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437")

  public let statistic = StationEnergy()

  public init() {}

  public func value(of sums: EnergySums) -> Outcome {
    sums.score
  }
}
