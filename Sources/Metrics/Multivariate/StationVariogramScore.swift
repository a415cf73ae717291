/// Variogram score of all stations.
///
/// Whether stations differ from each other in the ensemble as they do in truth; of order 1/2.
///
///     vs_half_stations = ⟨Σ_ij (√|o_i - o_j| - Σ_k √|x_ki - x_kj| / m)²⟩, i and j stations of a forecast
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs, or each member lacks a station in every forecast
/// - It does not see an error that all stations share. It grows with the square of the number of stations, all pairs of
///   which have one weight, and is compared on common pairs alone
/// - Aggregation: the mean over all forecasts of all initial times, each of which counts once
/// - Compared with: `vs_ensemble(p=0.5)` of scoringrules
///
/// Scheuerer and Hamill (2015), doi:10.1175/MWR-D-14-00269.1
public struct StationVariogramScore: Metric {
  public static let definition = MetricDefinition(
    id: "vs_half_stations",
    name: "Variogram score of all stations",
    symbol: "VS",
    formula: "⟨Σ_ij (√|o_i - o_j| - Σ_k √|x_ki - x_kj| / m)²⟩, i and j stations of a forecast",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "Whether stations differ from each other in the ensemble as they do in truth; of order 1/2.",
    undefinedWhen: "there are no pairs, or each member lacks a station in every forecast",
    aggregation: "the mean over all forecasts of all initial times, each of which counts once",
    reference: "Scheuerer and Hamill (2015), doi:10.1175/MWR-D-14-00269.1")

  public let statistic = StationVariogram()

  public init() {}

  public func value(of sums: VariogramSums) -> Outcome {
    sums.score
  }
}
