/// Reliability part of the Brier score.
///
/// How far the event is from happening as often as each probability says.
///
///     brier_reliability = ⟨(p - ȳ_p)²⟩, ȳ_p the mean of y where p was forecast
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined without pairs
/// - Every probability that an ensemble can give is a bin of its own, so that BS = REL - RES + UNC exactly; few
///   pairs in many bins make it look worse than it is, see `brier_reliability_tenths` and `corp_miscalibration`
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy; golden values of the definitions
///
/// Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2
public struct BrierReliability: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier_reliability",
    name: "Reliability part of the Brier score",
    symbol: "REL",
    formula: "⟨(p - ȳ_p)²⟩, ȳ_p the mean of y where p was forecast",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "How far the event is from happening as often as each probability says. Each probability is a bin of "
      + "its own.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part(\.reliability, of: sums.brier)
  }
}
