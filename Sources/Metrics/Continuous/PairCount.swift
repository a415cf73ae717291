/// Number of pairs.
///
/// How many forecast and observation pairs a score stands on.
///
///     n = Σ 1, over pairs with w ≠ 0
///
/// - Range 0 to ∞; says nothing of quality; no unit
/// - Never undefined
/// - Aggregation: a sum; a weight of 2 counts once
public struct PairCount: Metric {
  public static let definition = MetricDefinition(
    id: "n",
    name: "Number of pairs",
    symbol: "n",
    synonyms: ["count", "sample size"],
    formula: "Σ 1, over pairs with w ≠ 0",
    range: "0 to ∞",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "How many forecast and observation pairs a score stands on.",
    undefinedWhen: "never",
    aggregation: "a sum of counts; weights do not enter",
    reference: "a count")

  public let statistic = ErrorMoments()

  public var noIntervalReason: String? { "a count has no confidence limits" }

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    .value(Double(sums.n))
  }
}
