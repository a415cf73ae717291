/// Miscalibration part of the Brier score by isotonic regression.
///
/// What would be won if each probability were replaced by how often the event follows it, made never to fall with
/// the probability.
///
///     corp_miscalibration = BS - BS of the isotonic frequencies
///
/// - Range 0 to 1, perfect 0, smaller is better; no unit
/// - Undefined without pairs
/// - BS = MCB - DSC + UNC exactly, with `brier_uncertainty`; needs no choice of bins, unlike
///   `brier_reliability_tenths`
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `isotonic_regression` of SciPy
///
/// Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118
public struct CORPMiscalibration: EventMetric {
  public static let definition = MetricDefinition(
    id: "corp_miscalibration",
    name: "Miscalibration part of the Brier score by isotonic regression",
    symbol: "MCB",
    formula: "BS - BS of the isotonic frequencies",
    range: "0 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "What would be won if each probability were replaced by how often the event follows it, made never to"
      + " fall with the probability.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part({ brier in max(0, brier.score - sums.isotonicBrier) }, of: sums.brier)
  }
}
