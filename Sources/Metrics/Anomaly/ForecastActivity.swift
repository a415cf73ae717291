/// Forecast activity.
///
/// How much the forecast anomalies vary.
///
///     activity_forecast = √(⟨f'²⟩ - ⟨f'⟩²), f' = f - c
///
/// - Range 0 to ∞, perfect none, says nothing of quality; in the unit of the variable
/// - Undefined when no pair has a climatology
/// - A forecast that is smoother than nature has a smaller one, and a smaller root mean squared error for it
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; WeatherBench 2:
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct ForecastActivity: Metric {
  public static let definition = MetricDefinition(
    id: "activity_forecast",
    name: "Forecast activity",
    symbol: "SDAF",
    formula: "√(⟨f'²⟩ - ⟨f'⟩²), f' = f - c",
    range: "0 to ∞",
    perfect: nil,
    orientation: .none,
    units: .variable,
    summary: "How much the forecast anomalies vary.",
    undefinedWhen: "no pair has a climatology",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34; "
      + "WeatherBench 2: Rasp et al. (2024), doi:10.1029/2023MS004019")

  public let statistic = AnomalyMoments()

  public init() {}

  public func value(of sums: AnomalySums) -> Outcome {
    sums.activity(sums.moments.m2F)
  }
}
