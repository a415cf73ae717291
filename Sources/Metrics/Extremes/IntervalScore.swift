/// Interval score.
///
/// The width of a forecast interval, and a penalty where the observation is outside.
///
///     interval_score = ⟨(u - l) + 2 / (1 - coverage) (max(0, l - o) + max(0, o - u))⟩, l and u the lower and upper limit
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when no pair has a forecast interval
/// - The parameter is the part of observations that the interval is meant to hold; its limits are the quantiles
///   (1 - coverage)/2 and (1 + coverage)/2
/// - Pairs without an interval are left out
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: `interval_score` of scores; `interval_score` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437
public struct IntervalScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "interval_score",
    name: "Interval score",
    symbol: "IS",
    synonyms: ["Winkler score"],
    formula: "⟨(u - l) + 2 / (1 - coverage) (max(0, l - o) + max(0, o - u))⟩, l and u the lower and upper limit",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The width of a forecast interval, and a penalty where the observation is outside.",
    undefinedWhen: "no pair has a forecast interval",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "Gneiting and Raftery (2007), doi:10.1198/016214506000001437")

  public static let example = QuantileLevel(0.9)

  public let parameter: QuantileLevel

  public init(_ parameter: QuantileLevel) {
    self.parameter = parameter
  }

  public var statistic: IntervalLoss { IntervalLoss(parameter) }

  public func value(of sums: LossSums) -> Outcome {
    sums.mean(needing: .lowerLimit)
  }
}
