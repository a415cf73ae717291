/// The loss of a forecast interval: its width, and a penalty where the observation is outside.
///
/// Needs the columns `lowerLimit` and `upperLimit`, quantiles of the forecast; a pair that lacks either is left out
/// and counted.
public struct IntervalLoss: Statistic {
  public static let name = "interval_loss"

  /// The part of the observations that the interval is meant to hold.
  public let coverage: QuantileLevel

  public init(_ coverage: QuantileLevel) {
    self.coverage = coverage
  }

  public var key: String { "\(Self.name)(\(coverage))" }

  public var columns: Set<PairColumn> { [.lowerLimit, .upperLimit] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout LossSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let (lower, upper) = (pairs.column(.lowerLimit), pairs.column(.upperLimit))
    let penalty = 2 / (1 - coverage.level)
    for i in positions where pairs.weights[i] != 0 {
      guard let l = lower?[i], let u = upper?[i], !l.isNaN, !u.isNaN else {
        sums.lacking += 1
        continue
      }
      let o = pairs.observations[i]
      sums.add(u - l + penalty * (max(0, l - o) + max(0, o - u)), weight: pairs.weights[i])
    }
  }
}
