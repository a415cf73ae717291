/// Threshold-weighted mean squared error.
///
/// The part of the mean squared error that lies in an interval of values.
///
///     tw_mse = ⟨|g(f) - g(o)| |2o - g(f) - g(o)|⟩, g(x) the nearest to x in the interval
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the square of the variable's unit
/// - Undefined when there are no pairs
/// - Scores of intervals that cover all values without overlap add to that of all values, `mse`: they say how
///   much of it comes from where
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: `tw_squared_error` of scores
///
/// Taggart (2022), doi:10.1002/qj.4206
public struct ThresholdWeightedSquaredError: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "tw_mse",
    name: "Threshold-weighted mean squared error",
    symbol: "twMSE",
    formula: "⟨|g(f) - g(o)| |2o - g(f) - g(o)|⟩, g(x) the nearest to x in the interval",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .squared,
    summary: "The part of the mean squared error that lies in an interval of values.",
    undefinedWhen: "there are no pairs",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "Taggart (2022), doi:10.1002/qj.4206")

  public static let example = ValueInterval(1, 5)

  public let parameter: ValueInterval

  public init(_ parameter: ValueInterval) {
    self.parameter = parameter
  }

  public var statistic: ThresholdWeightedLoss { ThresholdWeightedLoss(parameter, isSquared: true) }

  public func value(of sums: LossSums) -> Outcome {
    sums.mean()
  }
}
