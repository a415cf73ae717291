import Foundation

/// Bias-adjusted Gilbert skill score.
///
/// The equitable threat score that the forecast would have without frequency bias.
///
///     bagss = (H - O²/n) / (2O - H - O²/n), H = O - (b / L) W(O L / b), O = a + c, L = ln(O / c), W Lambert's function
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no hits, no misses or no false alarms, which the model of the bias needs
/// - No skill 0. It assumes that hits grow ever more slowly as the event is forecast more often
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy with SciPy's Lambert function; `BAGSS` of MET 10.1's CTS lines is within 0.008, no
///   nearer
///
/// Mesinger (2008), doi:10.1016/j.advwatres.2007.10.005
public struct BiasAdjustedGilbertScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "bagss",
    name: "Bias-adjusted Gilbert skill score",
    symbol: "BAGSS",
    formula: "(H - O²/n) / (2O - H - O²/n), H = O - (b / L) W(O L / b), O = a + c, L = ln(O / c), W Lambert's "
      + "function",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The equitable threat score that the forecast would have without frequency bias.",
    undefinedWhen: "there are no hits, no misses or no false alarms, which the model of the bias needs",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Mesinger (2008), doi:10.1016/j.advwatres.2007.10.005")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let (a, b, c) = (sums.hits, sums.falseAlarms, sums.misses)
    guard a > 0 else { return .undefined("no hits") }
    guard c > 0 else { return .undefined("no misses") }
    guard b > 0 else { return .undefined("no false alarms") }
    let (observed, decay) = (a + c, log((a + c) / c))
    let hits = observed - b / decay * lambertW(observed * decay / b)
    let chance = observed * observed / sums.total
    return sums.ratio(
      hits - chance, to: 2 * observed - hits - chance, orUndefined: "the event was observed always")
  }
}
