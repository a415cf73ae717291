/// Mean squared error skill score against a baseline.
///
/// The part of the mean squared error of a baseline that the forecast removes.
///
///     msess_baseline = 1 - ⟨(f - o)²⟩ / ⟨(b - o)²⟩, b the baseline
///
/// - Range -∞ to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has a baseline, or the baseline has no error
/// - No skill 0
/// - Pairs without a baseline are left out of both sides
/// - Aggregation: the ratio of sums over all pairs of all initial times; the mean of skills is a different
///   quantity
/// - Compared with: NumPy
///
/// Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2
public struct BaselineSkillScore: Metric {
  public static let definition = MetricDefinition(
    id: "msess_baseline",
    name: "Mean squared error skill score against a baseline",
    symbol: "MSESS",
    formula: "1 - ⟨(f - o)²⟩ / ⟨(b - o)²⟩, b the baseline",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the mean squared error of a baseline that the forecast removes.",
    undefinedWhen: "no pair has a baseline, or the baseline has no error",
    aggregation: "the ratio of sums over all pairs of all initial times; the mean of skills is a different quantity",
    reference: "Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2")

  public let statistic = BaselineErrors()

  public init() {}

  public func value(of sums: BaselineSums) -> Outcome {
    guard sums.n > 0 else { return sums.lacking > 0 ? PairColumn.baseline.absent : .noPairs }
    guard sums.sumSquareOfBaseline > 0 else { return .undefined("the baseline has no error") }
    return Outcome(1 - sums.sumSquare / sums.sumSquareOfBaseline)
  }
}
