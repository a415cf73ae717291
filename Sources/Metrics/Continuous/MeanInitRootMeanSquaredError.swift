/// Mean over initial times of the root mean squared error.
///
/// The typical size of the error of one forecast run.
///
///     rmse_mean_of_init = mean over initial times t of √⟨(f - o)²⟩_t
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs
/// - Never larger than `rmse`, whose root comes last: mean squared errors of 1 and 9 give 2 here and 2.236
///   there. `rmse` is the default, since its sums add over any pairs
/// - Aggregation: the root is taken for each initial time and lead time, and each initial time counts once,
///   whatever its number of pairs
/// - Compared with: NumPy
///
/// Rasp et al. (2024), WeatherBench 2, doi:10.1029/2023MS004019
public struct MeanInitRootMeanSquaredError: Metric {
  public static let definition = MetricDefinition(
    id: "rmse_mean_of_init",
    name: "Mean over initial times of the root mean squared error",
    symbol: "mean RMSE",
    formula: "mean over initial times t of √⟨(f - o)²⟩_t",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The typical size of the error of one forecast run.",
    undefinedWhen: "there are no pairs",
    aggregation: "the root is taken for each initial time and lead time, and each initial time counts once, "
      + "whatever its number of pairs",
    reference: "Rasp et al. (2024), WeatherBench 2, doi:10.1029/2023MS004019")

  public let statistic = ByInitTime(ErrorMoments())

  public init() {}

  public func value(of sums: InitTimeSums<ErrorSums>) -> Outcome {
    sums.mean { part in
      switch part.mean(part.sumSquare) {
      case .value(let mse): .value(mse.squareRoot())
      case .undefined(let reason): .undefined(reason)
      }
    }
  }
}
