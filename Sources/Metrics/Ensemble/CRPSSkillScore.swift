/// CRPS skill score against the climatology of the sample.
///
/// How much better the ensemble is than always saying the distribution of the observations in the sample.
///
///     crpss_sample = 1 - CRPS / U
///
/// - Range -∞ to 1, perfect 1, no skill 0, larger is better; no unit
/// - Undefined where all observations are equal, and beyond 65 536 different observed values
/// - The reference knows the observations, which no forecast could; pooled over places it also counts the
///   differences of their climates as skill
/// - CRPS is `crps_ecdf`
/// - Aggregation: from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times
///   is a different quantity
/// - Compared with: scoringrules and SciPy
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct CRPSSkillScore: Metric {
  public static let definition = MetricDefinition(
    id: "crpss_sample",
    name: "CRPS skill score against the climatology of the sample",
    symbol: "CRPSS",
    formula: "1 - CRPS / U",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How much better the ensemble is than always saying the distribution of the observations in the "
      + "sample.",
    undefinedWhen: "the observations are all equal, or have more than 65 536 different values",
    aggregation: "from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times is a"
      + " different quantity",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = CRPSDecomposition()

  public init() {}

  public func value(of sums: CRPSDecompositionSums) -> Outcome {
    guard case .value(let uncertainty) = sums.uncertainty else { return sums.uncertainty }
    guard uncertainty > 0 else { return .undefined("the observation is constant") }
    return sums.outcome { 1 - ($0.reliability + $0.potential) / $1 / uncertainty }
  }
}
