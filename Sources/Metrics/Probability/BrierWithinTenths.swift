/// Within-bin part of the Brier score, over ten bins.
///
/// What the decomposition over ten bins leaves of the Brier score: the variance of the probabilities in a bin less
/// twice their covariance with the event.
///
///     brier_within_tenths = BS - (REL - RES + UNC), over the bins 0 to below 0.1, ..., 0.9 to 1
///
/// - Range -1 to 1, neither end is better; 0 where no bin has two different probabilities; no unit
/// - Undefined without pairs
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Stephenson, Coelho and Jolliffe (2008), doi:10.1175/2007WAF2006116.1
public struct BrierWithinTenths: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier_within_tenths",
    name: "Within-bin part of the Brier score, over ten bins",
    symbol: "WB",
    formula: "BS - (REL - RES + UNC), over the bins 0 to below 0.1, ..., 0.9 to 1",
    range: "-1 to 1",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "What the decomposition over ten bins leaves of the Brier score; to be added to RES and UNC before "
      + "the three are compared with it.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Stephenson, Coelho and Jolliffe (2008), doi:10.1175/2007WAF2006116.1")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part(\.withinBin, of: sums.brierOfTenths)
  }
}
