import Foundation

/// Symmetric extreme dependency score.
///
/// The extreme dependency score made symmetric in misses and false alarms.
///
///     seds = ln((a + b)(a + c) / n²) / ln(a / n) - 1, n = a + b + c + d
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no hits, or every pair is a hit
/// - No skill 0. There is no factor of 2, though MET's documentation has one
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `SEDS` of MET's CTS lines; the golden number of Finley's tornadoes
///
/// Hogan, O'Connor and Illingworth (2009), doi:10.1002/qj.494
public struct SymmetricExtremeDependencyScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "seds",
    name: "Symmetric extreme dependency score",
    symbol: "SEDS",
    formula: "ln((a + b)(a + c) / n²) / ln(a / n) - 1, n = a + b + c + d",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The extreme dependency score made symmetric in misses and false alarms.",
    undefinedWhen: "there are no hits, or every pair is a hit",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Hogan, O'Connor and Illingworth (2009), doi:10.1002/qj.494")

  public let statistic: ContingencyTable

  public init(_ threshold: Threshold) {
    statistic = ContingencyTable(threshold)
  }

  public func value(of sums: ContingencySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let (a, b, c, d) = (sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)

    guard a > 0 else { return .undefined("no hits") }
    guard b + c + d > 0 else { return .undefined("every pair is a hit") }
    return Outcome((log((a + b) / sums.total) + log((a + c) / sums.total)) / log(a / sums.total) - 1)
  }
}
