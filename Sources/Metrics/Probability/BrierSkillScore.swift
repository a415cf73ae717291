/// Brier skill score against the climatology of the sample.
///
/// How much better the probability is than always saying how often the event happens in the sample.
///
///     bss_sample = 1 - BS / UNC, UNC = ȳ (1 - ȳ)
///
/// - Range -∞ to 1, perfect 1, no skill 0, larger is better; no unit
/// - Undefined where the event is observed never or always
/// - The reference knows the observed frequency, which no forecast could; pooled over places it also counts the
///   differences of their climates as skill (Hamill and Juras 2006). `bss_climatology` compares with a climatology
///   that is supplied
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Wilks (2019), Statistical Methods in the Atmospheric Sciences, 4th edition, chapter 9,
/// doi:10.1016/C2017-0-03921-6
public struct BrierSkillScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "bss_sample",
    name: "Brier skill score against the climatology of the sample",
    symbol: "BSS",
    formula: "1 - BS / UNC, UNC = ȳ (1 - ȳ)",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How much better the probability is than always saying how often the event happens in the sample.",
    undefinedWhen: "the event is observed never or always",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Wilks (2019), Statistical Methods in the Atmospheric Sciences, 4th edition, chapter 9, "
      + "doi:10.1016/C2017-0-03921-6")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome {
    if let constancy = sums.constancy { return constancy }
    return sums.part({ 1 - $0.score / $0.uncertainty }, of: sums.brier)
  }
}
