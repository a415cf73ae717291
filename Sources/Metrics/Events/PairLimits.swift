/// What the values of each pair are compared with: one limit for all, or one a pair from the column `limit`.
struct PairLimits {
  private let value: Double
  private let column: [Double]?

  /// NaN for every pair where the pairs lack the column.
  init(of threshold: Threshold, in pairs: MatchedPairs) {
    value = threshold.value ?? .nan
    column = threshold.needsClimatology ? pairs.column(.limit(threshold)) : nil
  }

  /// NaN is missing: the pair is left out and counted.
  @inline(__always)
  subscript(i: Int) -> Double { column?[i] ?? value }
}

extension Threshold {
  /// The column that a statistic of this threshold needs of the pairs, if any.
  var columns: Set<PairColumn> { needsClimatology ? [.limit(self)] : [] }
}
