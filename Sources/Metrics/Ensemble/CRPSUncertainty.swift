/// Uncertainty part of the CRPS.
///
/// The CRPS of always saying the distribution of the observations in the sample.
///
///     crps_uncertainty = ⟨⟨|o - o'|⟩⟩ / 2, over all pairs of observations
///
/// - Range 0 to ∞, neither end is better: it belongs to the observations; in the unit of the variable
/// - Undefined without pairs, and beyond 65 536 different observed values, which are not kept
/// - Aggregation: from how often each value was observed, so exact in any order
/// - Compared with: SciPy
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct CRPSUncertainty: Metric {
  public static let definition = MetricDefinition(
    id: "crps_uncertainty",
    name: "Uncertainty part of the CRPS",
    symbol: "U",
    formula: "⟨⟨|o - o'|⟩⟩ / 2, over all pairs of observations",
    range: "0 to ∞",
    perfect: nil,
    orientation: .none,
    units: .variable,
    summary: "The CRPS of always saying the distribution of the observations in the sample; a property of the "
      + "observations.",
    undefinedWhen: "there are no pairs, or more than 65 536 different observed values",
    aggregation: "from how often each value was observed",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = CRPSDecomposition()

  public init() {}

  public func value(of sums: CRPSDecompositionSums) -> Outcome {
    sums.uncertainty
  }
}
