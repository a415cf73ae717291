/// Root mean squared vector error.
///
/// The typical length of the error of the wind vector.
///
///     rmsve = √⟨(u_f - u_o)² + (v_f - v_o)²⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when no pair has both components
/// - Pairs are the eastward component, with the northward one beside it; a pair that lacks one is left out
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy; `RMSVE` of MET's VCNT lines
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34
public struct VectorRootMeanSquaredError: Metric {
  public static let definition = MetricDefinition(
    id: "rmsve",
    name: "Root mean squared vector error",
    symbol: "RMSVE",
    formula: "√⟨(u_f - u_o)² + (v_f - v_o)²⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The typical length of the error of the wind vector.",
    undefinedWhen: "no pair has both components",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34")

  public let statistic = VectorErrors()

  public init() {}

  public func value(of sums: VectorSums) -> Outcome {
    sums.rootMean(sums.sumVectorSquare)
  }
}
