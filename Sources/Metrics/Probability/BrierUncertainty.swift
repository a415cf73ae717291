/// Uncertainty part of the Brier score.
///
/// The Brier score of always saying how often the event happens in the sample.
///
///     brier_uncertainty = ȳ (1 - ȳ), ȳ = ⟨y⟩
///
/// - Range 0 to 1/4, neither end is better: it belongs to the observations; no unit
/// - Undefined without pairs
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2
public struct BrierUncertainty: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier_uncertainty",
    name: "Uncertainty part of the Brier score",
    symbol: "UNC",
    formula: "ȳ (1 - ȳ), ȳ = ⟨y⟩",
    range: "0 to 1/4",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "The Brier score of always saying how often the event happens in the sample; a property of the "
      + "observations.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part(\.uncertainty, of: sums.brier)
  }
}
