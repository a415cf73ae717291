/// Anomaly correlation, uncentred.
///
/// How nearly the forecast's departures from the climatology follow those observed.
///
///     acc_uncentred = ⟨f'o'⟩ / √(⟨f'²⟩ ⟨o'²⟩), f' = f - c, o' = o - c
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has a climatology, or the anomalies of one side are 0 everywhere
/// - This form is that of WeatherBench 2. A mean anomaly that both share counts as skill
/// - Without a climatology there is no score, and the reason says how to build one
/// - Aggregation: the ratio of sums over all pairs of all initial times; the mean of correlations is
///   `acc_uncentred_mean_of_init`
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; WeatherBench 2:
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct UncentredAnomalyCorrelation: Metric {
  public static let definition = MetricDefinition(
    id: "acc_uncentred",
    name: "Anomaly correlation, uncentred",
    symbol: "ACC",
    synonyms: ["ACC"],
    formula: "⟨f'o'⟩ / √(⟨f'²⟩ ⟨o'²⟩), f' = f - c, o' = o - c",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How nearly the forecast's departures from the climatology follow those observed.",
    undefinedWhen: "no pair has a climatology, or the anomalies of one side are 0 everywhere",
    aggregation: "the ratio of sums over all pairs of all initial times; the mean of correlations is "
      + "`acc_uncentred_mean_of_init`",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; "
      + "WeatherBench 2: Rasp et al. (2024), doi:10.1029/2023MS004019")

  public let statistic = AnomalyMoments()

  public init() {}

  public func value(of sums: AnomalySums) -> Outcome {
    sums.uncentred
  }
}
