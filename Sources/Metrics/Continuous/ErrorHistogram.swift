/// How often errors of each size occurred.
public struct ErrorHistogram: Statistic {
  public static let name = "error_histogram"

  /// Whether the sign of the error is left out.
  public let isAbsolute: Bool

  public init(isAbsolute: Bool = false) {
    self.isAbsolute = isAbsolute
  }

  public var key: String { isAbsolute ? "\(Self.name)(absolute)" : Self.name }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ValueHistogram) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    for i in positions where pairs.weights[i] != 0 {
      let error = pairs.forecasts[i] - pairs.observations[i]
      sums.add(isAbsolute ? abs(error) : error, weight: pairs.weights[i])
    }
  }
}
