/// Area below the curve of the relative operating characteristic.
///
/// How well the probability tells events from non-events, whatever its calibration: the chance that an event had
/// the higher probability, ties counting half.
///
///     roc_area = Σ (F_t+1 - F_t) (H_t + H_t+1) / 2, over every probability t as the limit, from (0, 0) to (1, 1)
///
/// - Range 0 to 1, perfect 1, no skill 1/2, larger is better; no unit
/// - Undefined where the event is observed never or always
/// - By trapezoids between all m + 2 points of an ensemble of m: small ensembles have small areas. The binormal fit
///   is another score
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `roc_auc` of scores
///
/// Mason (1982), Aust. Met. Mag. 30, 291-303
public struct ROCArea: EventMetric {
  public static let definition = MetricDefinition(
    id: "roc_area",
    name: "Area below the curve of the relative operating characteristic",
    symbol: "AUC",
    synonyms: ["ROC area", "ROCA"],
    formula: "Σ (F_t+1 - F_t) (H_t + H_t+1) / 2, over every probability t as the limit, from (0, 0) to (1, 1)",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How well the probability tells events from non-events, whatever its calibration; 1/2 is no skill. By"
      + " trapezoids.",
    undefinedWhen: "the event is observed never or always",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Mason (1982), Aust. Met. Mag. 30, 291-303")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    if let constancy = sums.constancy { return constancy }
    return sums.roc.map { Outcome($0.area) } ?? .noPairs
  }
}
