/// The loss of a forecast that is meant as a quantile, counted over an interval of values.
///
/// Over all values it is the pinball loss, (f - o)(1{o<f} - level).
public struct QuantileLoss: Statistic {
  public static let name = "quantile_loss"

  public let quantile: QuantileInInterval

  public init(_ quantile: QuantileInInterval) {
    self.quantile = quantile
  }

  public var key: String { "\(Self.name)(\(quantile))" }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout LossSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let (level, interval) = (quantile.level.level, quantile.interval)
    for i in positions where pairs.weights[i] != 0 {
      let (f, o) = (pairs.forecasts[i], pairs.observations[i])
      let between = interval.nearest(to: f) - interval.nearest(to: o)
      sums.add(between < 0 ? -between * level : between * (1 - level), weight: pairs.weights[i])
    }
  }
}
