/// Fisher mean over initial times of the anomaly correlation, centred.
///
/// The anomaly correlation of a typical initial time, averaged where its spread is even.
///
///     acc_centred_fisher_mean = tanh(mean over initial times of artanh(acc_centred))
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has a climatology, or the anomalies of one side are constant, at any initial time,
///   or a correlation is exactly 1 or -1
/// - As MET summarises correlations
/// - Aggregation: the mean of Fisher's transform over the initial times, each counted once
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; WeatherBench 2:
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct FisherCentredAnomalyCorrelation: Metric {
  public static let definition = MetricDefinition(
    id: "acc_centred_fisher_mean",
    name: "Fisher mean over initial times of the anomaly correlation, centred",
    symbol: "ACC",
    formula: "tanh(mean over initial times of artanh(acc_centred))",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The anomaly correlation of a typical initial time, averaged where its spread is even.",
    undefinedWhen: "no pair has a climatology, or the anomalies of one side are constant, at any initial time, or a "
      + "correlation is exactly 1 or -1",
    aggregation: "the mean of Fisher's transform over the initial times, each counted once",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; "
      + "WeatherBench 2: Rasp et al. (2024), doi:10.1029/2023MS004019")

  public let statistic = ByInitTime(AnomalyMoments())

  public init() {}

  public func value(of sums: InitTimeSums<AnomalySums>) -> Outcome {
    sums.fisherMean { $0.centred }
  }
}
