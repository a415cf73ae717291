/// Ranked probability skill score against the climatology of the sample.
///
/// How much better the ensemble is than always saying how often each category was observed in the sample.
///
///     rpss_sample = 1 - RPS / Σ_k ȳ_k (1 - ȳ_k), ȳ_k how often the observation is at or above edge k
///
/// - Range -∞ to 1, perfect 1, no skill 0, larger is better; no unit
/// - Undefined where all observations are in one category
/// - The reference knows the observed frequencies, which no forecast could; pooled over places it also counts the
///   differences of their climates as skill
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Epstein (1969), doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2; Wilks (2019), Statistical Methods in the
/// Atmospheric Sciences, 4th edition, chapter 9
public struct RankedProbabilitySkillScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "rpss_sample",
    name: "Ranked probability skill score against the climatology of the sample",
    symbol: "RPSS",
    formula: "1 - RPS / Σ_k ȳ_k (1 - ȳ_k), ȳ_k how often the observation is at or above edge k",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How much better the ensemble is than always saying how often each category was observed in the "
      + "sample.",
    undefinedWhen: "all observations are in one category",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Epstein (1969), doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2; Wilks (2019), Statistical "
      + "Methods in the Atmospheric Sciences, 4th edition, chapter 9")

  public static let example = Categories([1, 2, 5])

  public let parameter: Categories

  public init(_ parameter: Categories) {
    self.parameter = parameter
  }

  public var statistic: CategoryProbabilities { CategoryProbabilities(parameter) }

  public func value(of sums: CategoryProbabilitySums) -> Outcome {
    let reference = sums.total { $0.part(\.uncertainty, of: $0.brier) }
    guard case .value(let uncertainty) = reference else { return reference }
    guard uncertainty > 0 else { return .undefined("all observations are in one category") }
    return sums.total { table in table.part({ $0.score }, of: table.brier) }.scaled { 1 - $0 / uncertainty }
  }
}
