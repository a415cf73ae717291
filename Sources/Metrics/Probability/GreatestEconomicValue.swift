/// Greatest relative economic value.
///
/// What the forecast is worth to the users whom it helps most: those whose cost over loss is how often the event
/// happens, acting from the best limit of probability.
///
///     economic_value_max = max over t of H_t - F_t
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined where the event is observed never or always
/// - The value to any other user is `ProbabilitySums.economicValue(costLossRatio:)`
/// - The best limit is found in the sample, so that few events make it too large
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `relative_economic_value` of scores
///
/// Richardson (2000), doi:10.1002/qj.49712656313
public struct GreatestEconomicValue: EventMetric {
  public static let definition = MetricDefinition(
    id: "economic_value_max",
    name: "Greatest relative economic value",
    symbol: "V_max",
    synonyms: ["maximum relative economic value"],
    formula: "max over t of H_t - F_t",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "What the forecast saves the users whom it helps most, of what perfect knowledge would; their cost "
      + "over loss is how often the event happens.",
    undefinedWhen: "the event is observed never or always",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Richardson (2000), doi:10.1002/qj.49712656313")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    if let constancy = sums.constancy { return constancy }
    return sums.roc?.points.map { $0.detection - $0.falseDetection }.max().map { Outcome($0) } ?? .noPairs
  }
}
