/// Mean squared error skill score against climatology.
///
/// The part of the mean squared error of the climatology that the forecast removes.
///
///     msess_climatology = 1 - ⟨(f - o)²⟩ / ⟨(c - o)²⟩
///
/// - Range -∞ to 1, perfect 1, larger is better; no unit
/// - Undefined when no pair has a climatology, or the observation is the climatology everywhere
/// - No skill 0
/// - Pairs without a climatology are left out of both sides
/// - Aggregation: the ratio of sums over all pairs of all initial times; the mean of skills is a different
///   quantity
/// - Compared with: NumPy
///
/// Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2
public struct ClimatologySkillScore: Metric {
  public static let definition = MetricDefinition(
    id: "msess_climatology",
    name: "Mean squared error skill score against climatology",
    symbol: "MSESS",
    formula: "1 - ⟨(f - o)²⟩ / ⟨(c - o)²⟩",
    range: "-∞ to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part of the mean squared error of the climatology that the forecast removes.",
    undefinedWhen: "no pair has a climatology, or the observation is the climatology everywhere",
    aggregation: "the ratio of sums over all pairs of all initial times; the mean of skills is a different quantity",
    reference: "Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2")

  public let statistic = AnomalyMoments()

  public init() {}

  public func value(of sums: AnomalySums) -> Outcome {
    if let reason = sums.noPairs { return reason }
    guard sums.squareO > 0 else { return .undefined("the observation is the climatology everywhere") }
    return Outcome(1 - sums.moments.sumSquare / sums.squareO)
  }
}
