/// Mean over initial times of the anomaly correlation, centred.
///
/// The anomaly correlation of a typical initial time.
///
///     acc_centred_mean_of_init = mean over initial times of acc_centred
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has a climatology, or the anomalies of one side are constant, at any initial time
/// - Correlations of few pairs are biased, and so is their mean
/// - Aggregation: the mean of the correlations of the initial times, each counted once
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; WeatherBench 2:
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct MeanCentredAnomalyCorrelation: Metric {
  public static let definition = MetricDefinition(
    id: "acc_centred_mean_of_init",
    name: "Mean over initial times of the anomaly correlation, centred",
    symbol: "ACC",
    formula: "mean over initial times of acc_centred",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The anomaly correlation of a typical initial time.",
    undefinedWhen: "no pair has a climatology, or the anomalies of one side are constant, at any initial time",
    aggregation: "the mean of the correlations of the initial times, each counted once",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; "
      + "WeatherBench 2: Rasp et al. (2024), doi:10.1029/2023MS004019")

  public let statistic = ByInitTime(AnomalyMoments())

  public init() {}

  public func value(of sums: InitTimeSums<AnomalySums>) -> Outcome {
    sums.mean { $0.centred }
  }
}
