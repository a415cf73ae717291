/// Mean squared error skill score against the sample's mean.
///
/// The part of the mean squared error of the observations' own mean that the forecast removes.
///
///     msess_sample = 1 - ⟨(f - o)²⟩ / (Σw(o - ⟨o⟩)² / (Σw - 1))
///
/// - Range -∞ to 1, perfect 1, larger is better; no unit
/// - Undefined when there are fewer than two pairs, or the observation is constant
/// - No skill 0. The reference knows the mean of the very observations it is scored on, which no forecast does;
///   `msess_climatology` is fairer
/// - Weights count copies: with weight 1 the variance is that with n - 1, as MET has it in its CNT lines
/// - Aggregation: the ratio of sums over all pairs of all initial times; the mean of skills is a different
///   quantity
/// - Compared with: `MSESS` of MET's CNT lines
///
/// Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2
public struct SampleSkillScore: Metric {
  public static let definition = MetricDefinition(
    id: "msess_sample",
    name: "Mean squared error skill score against the sample's mean",
    symbol: "MSESS",
    formula: "1 - ⟨(f - o)²⟩ / (Σw(o - ⟨o⟩)² / (Σw - 1))",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the mean squared error of the observations' own mean that the forecast removes.",
    undefinedWhen: "there are fewer than two pairs, or the observation is constant",
    aggregation: "the ratio of sums over all pairs of all initial times; the mean of skills is a different quantity",
    reference: "Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    guard sums.sumW > 1, sums.m2O > 0 else {
      return .undefined(sums.n > 1 ? "the observation is constant" : "one pair has no variance")
    }
    return Outcome(1 - sums.sumSquare / sums.sumW / (sums.m2O / (sums.sumW - 1)))
  }
}
