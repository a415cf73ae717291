import Foundation

/// Extreme dependency score.
///
/// How fast hits die out as events get rarer.
///
///     eds = 2 ln((a + c) / n) / ln(a / n) - 1, n = a + b + c + d
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no hits, or every pair is a hit
/// - False alarms do not count but through n: a forecast of always has 1 where it has hits. Prefer `sedi`
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `EDS` of MET's CTS lines; the golden number of Finley's tornadoes
///
/// Stephenson et al. (2008), doi:10.1002/met.53
public struct ExtremeDependencyScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "eds",
    name: "Extreme dependency score",
    symbol: "EDS",
    formula: "2 ln((a + c) / n) / ln(a / n) - 1, n = a + b + c + d",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How fast hits die out as events get rarer.",
    undefinedWhen: "there are no hits, or every pair is a hit",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Stephenson et al. (2008), doi:10.1002/met.53")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let (a, b, c, d) = (sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)

    guard a > 0 else { return .undefined("no hits") }
    guard b + c + d > 0 else { return .undefined("every pair is a hit") }
    return Outcome(2 * log((a + c) / sums.total) / log(a / sums.total) - 1)
  }
}
