/// Mean error of the wind speed.
///
/// By how much the forecast wind is too strong.
///
///     wind_speed_me = ⟨|v_f| - |v_o|⟩
///
/// - Range -∞ to ∞, perfect 0, nearer to perfect is better; in the unit of the variable
/// - Undefined when no pair has both components
/// - Pairs are the eastward component, with the northward one beside it; a pair that lacks one is left out
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34
public struct WindSpeedMeanError: Metric {
  public static let definition = MetricDefinition(
    id: "wind_speed_me",
    name: "Mean error of the wind speed",
    symbol: "ME",
    formula: "⟨|v_f| - |v_o|⟩",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .variable,
    summary: "By how much the forecast wind is too strong.",
    undefinedWhen: "no pair has both components",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34")

  public let statistic = VectorErrors()

  public init() {}

  public func value(of sums: VectorSums) -> Outcome {
    sums.mean(sums.sumSpeedError)
  }
}
