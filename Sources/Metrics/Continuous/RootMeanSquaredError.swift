/// Root mean squared error.
///
/// The typical size of the error, large errors counting more.
///
///     rmse = √⟨(f - o)²⟩
///
/// - Range 0 to ∞, perfect 0, smaller is better, in the unit of the variable
/// - Undefined without pairs
/// - Aggregation: the root is taken last, after the mean over all pairs of all initial times; the mean of
///   the roots of each initial time is a different quantity (squared errors of 1 and 9: 2.236, not 2)
/// - Compared with: `rmse` of scores and of xskillscore
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34
public struct RootMeanSquaredError: Metric {
  public static let definition = MetricDefinition(
    id: "rmse",
    name: "Root mean squared error",
    symbol: "RMSE",
    synonyms: ["root mean square error", "RMSD"],
    formula: "√⟨(f - o)²⟩, the root after the mean over all pairs",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The typical size of the error, large errors counting more.",
    undefinedWhen: "there are no pairs",
    aggregation: "the mean over all pairs, space and time, before the root; the mean of the roots of "
      + "each initial time is smaller and is another score",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix "
      + "2.2.34")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    switch sums.mean(sums.sumSquare) {
    case .value(let mse): .value(mse.squareRoot())
    case .undefined(let reason): .undefined(reason)
    }
  }
}
