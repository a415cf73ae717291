/// Brier skill score against a supplied climatology.
///
/// How much better the probability is than that of a climatology of the place and the day.
///
///     bss_climatology = 1 - ⟨(p - y)²⟩ / ⟨(c - y)²⟩, c the climatological probability of the event
///
/// - Range -∞ to 1, perfect 1, no skill 0, larger is better; no unit
/// - Undefined where no pair has a climatology, or where the climatology is without error
/// - Not to be confused with `bss_sample`, whose reference is how often the event happens in the sample itself
/// - Aggregation: the means over all pairs before the ratio
/// - Compared with: NumPy
///
/// Wilks (2019), Statistical Methods in the Atmospheric Sciences, 4th edition, chapter 9,
/// doi:10.1016/C2017-0-03921-6
public struct ClimatologicalBrierSkillScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "bss_climatology",
    name: "Brier skill score against a supplied climatology",
    symbol: "BSS",
    formula: "1 - ⟨(p - y)²⟩ / ⟨(c - y)²⟩, c the climatological probability of the event",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How much better the probability is than that of a climatology of the place and the day.",
    undefinedWhen: "no pair has a climatological probability of the event, or that has no error",
    aggregation: "the means over all pairs before the ratio",
    reference: "Wilks (2019), Statistical Methods in the Atmospheric Sciences, 4th edition, chapter 9, "
      + "doi:10.1016/C2017-0-03921-6")

  public let statistic: ClimatologicalBrier

  public init(_ threshold: Threshold) {
    statistic = ClimatologicalBrier(threshold)
  }

  public func value(of sums: ClimatologicalBrierSums) -> Outcome {
    guard sums.n > 0 else {
      return sums.incompletePairs > 0 ? PairColumn.eventProbability(statistic.threshold).absent : .noPairs
    }
    guard sums.reference > 0 else { return .undefined("the climatology has no error") }
    return Outcome(1 - sums.score / sums.reference)
  }
}
