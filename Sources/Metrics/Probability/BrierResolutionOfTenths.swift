/// Resolution part of the Brier score, over ten bins.
///
/// How much the frequency of the event differs between the probabilities; no more than the uncertainty.
/// Probabilities are pooled in ten bins, 0 to below 0.1, ..., 0.9 to 1.
///
///     brier_resolution_tenths = ⟨(ȳ_p - ȳ)²⟩, ȳ_p the mean of y over the bin of p
///
/// - Range 0 to 1/4, larger is better; no unit
/// - Undefined without pairs
/// - What is left within the bins is `brier_within_tenths`
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2
public struct BrierResolutionOfTenths: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier_resolution_tenths",
    name: "Resolution part of the Brier score, over ten bins",
    symbol: "RES",
    formula: "⟨(ȳ_p - ȳ)²⟩, ȳ_p the mean of y over the bin of p",
    range: "0 to 1/4",
    perfect: nil,
    orientation: .positive,
    units: .none,
    summary: "How much the frequency of the event differs between the probabilities; no more than the uncertainty."
      + " Over ten bins of probability.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part(\.resolution, of: sums.brierOfTenths)
  }
}
