/// Root mean squared error of the wind speed.
///
/// The typical size of the error of the wind speed.
///
///     wind_speed_rmse = √⟨(|v_f| - |v_o|)²⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when no pair has both components
/// - Pairs are the eastward component, with the northward one beside it; a pair that lacks one is left out
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34
public struct WindSpeedRootMeanSquaredError: Metric {
  public static let definition = MetricDefinition(
    id: "wind_speed_rmse",
    name: "Root mean squared error of the wind speed",
    symbol: "RMSE",
    formula: "√⟨(|v_f| - |v_o|)²⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The typical size of the error of the wind speed.",
    undefinedWhen: "no pair has both components",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34")

  public let statistic = VectorErrors()

  public init() {}

  public func value(of sums: VectorSums) -> Outcome {
    sums.rootMean(sums.sumSpeedSquare)
  }
}
