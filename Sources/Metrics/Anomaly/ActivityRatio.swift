/// Activity ratio.
///
/// How much the forecast anomalies vary for each unit of what those observed do.
///
///     activity_ratio = activity_forecast / activity_observation
///
/// - Range 0 to ∞, perfect 1, nearer to perfect is better; no unit
/// - Undefined when no pair has a climatology, or the observed anomaly is constant
/// - Below 1 the forecast is too smooth: look at it beside the root mean squared error
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; WeatherBench 2:
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct ActivityRatio: Metric {
  public static let definition = MetricDefinition(
    id: "activity_ratio",
    name: "Activity ratio",
    symbol: "SDAF / SDAV",
    formula: "activity_forecast / activity_observation",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary: "How much the forecast anomalies vary for each unit of what those observed do.",
    undefinedWhen: "no pair has a climatology, or the observed anomaly is constant",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; "
      + "WeatherBench 2: Rasp et al. (2024), doi:10.1029/2023MS004019")

  public let statistic = AnomalyMoments()

  public init() {}

  public func value(of sums: AnomalySums) -> Outcome {
    if let reason = sums.noPairs { return reason }
    guard sums.moments.m2O > 0 else { return .undefined("the observation has a constant anomaly") }
    return Outcome((sums.moments.m2F / sums.moments.m2O).squareRoot())
  }
}
