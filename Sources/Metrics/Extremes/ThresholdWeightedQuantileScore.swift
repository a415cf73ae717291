/// Threshold-weighted quantile score.
///
/// The part of the quantile score that lies in an interval of values.
///
///     tw_quantile_score = ⟨(g(f) - g(o))(1{o<f} - level)⟩, g(x) the nearest to x in the interval
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs
/// - Scores of intervals that cover all values without overlap add to that of all values, `quantile_score`:
///   they say how much of it comes from where
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: `tw_quantile_score` of scores
///
/// Taggart (2022), doi:10.1002/qj.4206
public struct ThresholdWeightedQuantileScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "tw_quantile_score",
    name: "Threshold-weighted quantile score",
    symbol: "twQS",
    formula: "⟨(g(f) - g(o))(1{o<f} - level)⟩, g(x) the nearest to x in the interval",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The part of the quantile score that lies in an interval of values.",
    undefinedWhen: "there are no pairs",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "Taggart (2022), doi:10.1002/qj.4206")

  public static let example = QuantileInInterval(QuantileLevel(0.9), ValueInterval(1, 5))

  public let parameter: QuantileInInterval

  public init(_ parameter: QuantileInInterval) {
    self.parameter = parameter
  }

  public var statistic: QuantileLoss { QuantileLoss(parameter) }

  public func value(of sums: LossSums) -> Outcome {
    sums.mean()
  }
}
