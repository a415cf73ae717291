/// Quantile score of the ensemble.
///
/// How far the quantile of the ensemble is from the observation, misses on one side counting more than on the
/// other.
///
///     ensemble_quantile_score = ⟨(o - q) (α - 1{o < q})⟩, q the quantile α of the members
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined without pairs; missing members are left out
/// - The quantile lies on a straight line between the members at positions (m - 1) α, counted from 0, as in NumPy
///   and R (type 7)
/// - Not to be confused with `quantile_score`, for which the forecast, or the mean of the members, is the quantile
/// - Aggregation: the mean over all pairs
/// - Compared with: `quantile_score` of scores over `quantile` of NumPy
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437; Hyndman and Fan (1996),
/// doi:10.1080/00031305.1996.10473566
public struct EnsembleQuantileScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "ensemble_quantile_score",
    name: "Quantile score of the ensemble",
    symbol: "QS",
    synonyms: ["pinball loss"],
    formula: "⟨(o - q) (α - 1{o < q})⟩, q the quantile α of the members",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "How far the quantile of the ensemble is from the observation, misses on one side counting more than "
      + "on the other.",
    undefinedWhen: "there are no pairs",
    aggregation: "the mean over all pairs",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437; Hyndman and Fan (1996), "
      + "doi:10.1080/00031305.1996.10473566")

  public static let example = QuantileLevel(0.9)

  public let parameter: QuantileLevel

  public init(_ parameter: QuantileLevel) {
    self.parameter = parameter
  }

  public var statistic: EnsembleQuantileLoss { EnsembleQuantileLoss(parameter) }

  public func value(of sums: EnsembleQuantileSums) -> Outcome {
    sums.mean
  }
}
