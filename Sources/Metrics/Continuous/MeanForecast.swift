/// Mean forecast.
///
/// The average forecast, to judge the size of the scores by.
///
///     mean_forecast = ⟨f⟩
///
/// - Range -∞ to ∞; says nothing of quality; in the unit of the variable
/// - Undefined without pairs
/// - Aggregation: from sums of all pairs
public struct MeanForecast: Metric {
  public static let definition = MetricDefinition(
    id: "mean_forecast",
    name: "Mean forecast",
    symbol: "f̄",
    formula: "⟨f⟩",
    range: "-∞ to ∞",
    perfect: nil,
    orientation: .none,
    units: .variable,
    summary: "The average forecast, to judge the size of the scores by.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the sums of all pairs",
    reference: "a mean")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.n > 0 ? Outcome(sums.meanF) : .noPairs
  }
}
