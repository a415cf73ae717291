/// Quantile score.
///
/// The loss of a forecast that is meant as a quantile of some level.
///
///     quantile_score = ⟨(f - o)(1{o<f} - level)⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs
/// - The forecast itself is the quantile; of an ensemble it is the mean of the members. At level 0.5 it is half
///   the mean absolute error
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: `quantile_score` of scores
///
/// Koenker and Bassett (1978), doi:10.2307/1913643
public struct QuantileScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "quantile_score",
    name: "Quantile score",
    symbol: "QS",
    synonyms: ["pinball loss", "check loss"],
    formula: "⟨(f - o)(1{o<f} - level)⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The loss of a forecast that is meant as a quantile of some level.",
    undefinedWhen: "there are no pairs",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "Koenker and Bassett (1978), doi:10.2307/1913643")

  public static let example = QuantileLevel(0.9)

  public let parameter: QuantileLevel

  public init(_ parameter: QuantileLevel) {
    self.parameter = parameter
  }

  public var statistic: QuantileLoss { QuantileLoss(QuantileInInterval(parameter, .everything)) }

  public func value(of sums: LossSums) -> Outcome {
    sums.mean()
  }
}
