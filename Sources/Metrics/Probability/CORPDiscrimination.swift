/// Discrimination part of the Brier score by isotonic regression.
///
/// How much the recalibrated probabilities are better than always saying the observed frequency.
///
///     corp_discrimination = UNC - BS of the isotonic frequencies
///
/// - Range 0 to 1/4, larger is better; no unit
/// - Undefined without pairs
/// - BS = MCB - DSC + UNC exactly, with `brier_uncertainty`; needs no choice of bins, unlike
///   `brier_resolution_tenths`
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `isotonic_regression` of SciPy
///
/// Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118
public struct CORPDiscrimination: EventMetric {
  public static let definition = MetricDefinition(
    id: "corp_discrimination",
    name: "Discrimination part of the Brier score by isotonic regression",
    symbol: "DSC",
    formula: "UNC - BS of the isotonic frequencies",
    range: "0 to 1/4",
    perfect: nil,
    orientation: .positive,
    units: .none,
    summary: "How much the recalibrated probabilities are better than always saying the observed frequency.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    sums.part({ brier in max(0, brier.uncertainty - sums.isotonicBrier) }, of: sums.brier)
  }
}
