/// Least error.
///
/// The most negative error of any pair, which shows gross errors in either side.
///
///     error_min = min (f - o), over pairs with w ≠ 0
///
/// - Range -∞ to ∞, perfect 0, in the unit of the variable; grows with the number of pairs, so compare it
///   at equal n only
/// - Undefined without pairs
/// - Aggregation: of all pairs; no interval, for resampling says nothing of an extreme
public struct LeastError: Metric {
  public static let definition = MetricDefinition(
    id: "error_min",
    name: "Least error",
    symbol: "min e",
    formula: "min (f - o), over pairs with w ≠ 0",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .variable,
    summary: "The most negative error of any pair.",
    undefinedWhen: "there are no pairs",
    aggregation: "of all pairs; weights do not enter",
    reference: "the range of a sample")

  public let statistic = ErrorMoments()

  public var noIntervalReason: String? { "an extreme of the sample has no confidence limits" }

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.n > 0 ? Outcome(sums.minError) : .noPairs
  }
}
