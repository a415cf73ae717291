/// Kling-Gupta efficiency.
///
/// How near the forecast is to the observation in correlation, in variability and in the mean, together.
///
///     kge = 1 - √((r - 1)² + (s_f / s_o - 1)² + (⟨f⟩ / ⟨o⟩ - 1)²)
///
/// - Range -∞ to 1, perfect 1, larger is better, no unit; a forecast of the observed mean alone has no value here, and
///   tends to 1 - √2
/// - Undefined when there are fewer than two pairs, the forecast or the observation is constant, or the mean
///   observation is 0
/// - Meant for amounts, whose zero is nothing, such as precipitation: of a temperature the ratio of means depends on
///   the zero of its scale
/// - Aggregation: from sums over all pairs of all initial times; the mean over stations, common in hydrology, is a
///   different quantity
/// - Compared with: `kge` of scores, and NumPy
///
/// Gupta, Kling, Yilmaz and Martinez (2009), doi:10.1016/j.jhydrol.2009.08.003
public struct KlingGuptaEfficiency: Metric {
  public static let definition = MetricDefinition(
    id: "kge",
    name: "Kling-Gupta efficiency",
    symbol: "KGE",
    formula: "1 - √((r - 1)² + (s_f / s_o - 1)² + (⟨f⟩ / ⟨o⟩ - 1)²)",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How near the forecast is to the observation in correlation, in variability and in the mean, together; "
      + "for amounts, whose zero is nothing.",
    undefinedWhen: "there are fewer than two pairs, the forecast or the observation is constant, or the mean "
      + "observation is 0",
    aggregation: "from sums over all pairs of all initial times; the mean over stations is a different quantity",
    reference: "Gupta, Kling, Yilmaz and Martinez (2009), doi:10.1016/j.jhydrol.2009.08.003")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    guard sums.n > 1 else { return .undefined("one pair has no correlation") }
    guard sums.m2F > 0 else { return .undefined("the forecast is constant") }
    guard sums.m2O > 0 else { return .undefined("the observation is constant") }
    guard sums.meanO != 0 else { return .undefined("the mean observation is 0") }
    let correlation = sums.cFO / (sums.m2F.squareRoot() * sums.m2O.squareRoot()) - 1
    let variability = (sums.m2F / sums.m2O).squareRoot() - 1
    let mean = sums.meanF / sums.meanO - 1
    return Outcome(1 - (correlation * correlation + variability * variability + mean * mean).squareRoot())
  }
}
