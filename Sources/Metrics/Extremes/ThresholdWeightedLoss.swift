/// The part of the absolute or the squared error that lies in an interval of values.
///
/// An error reaches from the observation to the forecast. Its part in the interval is, for the absolute error, how
/// much of that way is inside, and for the squared error twice the integral over that part of the distance from the
/// observation (Taggart 2022, with a weight of 1 inside and 0 outside, doi:10.1002/qj.4206). Parts of intervals that
/// cover all values without overlap add to the whole error.
public struct ThresholdWeightedLoss: Statistic {
  public static let name = "threshold_weighted_loss"

  public let interval: ValueInterval
  public let isSquared: Bool

  public init(_ interval: ValueInterval, isSquared: Bool) {
    self.interval = interval
    self.isSquared = isSquared
  }

  public var key: String { "\(Self.name)(\(isSquared ? "squared" : "absolute") \(interval))" }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout LossSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    for i in positions where pairs.weights[i] != 0 {
      let (f, o) = (pairs.forecasts[i], pairs.observations[i])
      let (low, high) = (interval.nearest(to: min(f, o)), interval.nearest(to: max(f, o)))
      let inside = high - low
      sums.add(
        isSquared && inside > 0 ? inside * abs((o - low) + (o - high)) : inside, weight: pairs.weights[i])
    }
  }
}
