/// Odds ratio.
///
/// How much larger the odds of the event are where it was forecast.
///
///     odds_ratio = ad / (bc)
///
/// - Range 0 to ∞, perfect none, larger is better; no unit
/// - Undefined when there are no false alarms or no misses
/// - No skill 1; a perfect forecast has none, for it would be infinite
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: `odds_ratio` of scores; `ODDS` of MET's CTS lines
///
/// Stephenson (2000), doi:10.1175/1520-0434(2000)015<0221:UOTORF>2.0.CO;2
public struct OddsRatio: EventMetric {
  public static let definition = MetricDefinition(
    id: "odds_ratio",
    name: "Odds ratio",
    symbol: "θ",
    formula: "ad / (bc)",
    range: "0 to ∞",
    perfect: nil,
    orientation: .positive,
    units: .none,
    summary: "How much larger the odds of the event are where it was forecast.",
    undefinedWhen: "there are no false alarms or no misses",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Stephenson (2000), doi:10.1175/1520-0434(2000)015<0221:UOTORF>2.0.CO;2")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let (a, b, c, d) = (sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)

    return sums.ratio(a * d, to: b * c, orUndefined: b == 0 ? "no false alarms" : "no misses")
  }
}
