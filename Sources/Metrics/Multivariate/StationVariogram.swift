/// The variogram score of the vector of all stations of a forecast.
///
/// Vectors are as in `StationEnergy`.
public struct StationVariogram: Statistic {
  public static let name = "station_variogram"

  public init() {}

  public var needsWholeForecasts: Bool { true }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout VariogramSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    guard let vectors = VectorPairs(stationsOf: pairs, in: positions) else { return }
    sums.add(vectors, pairsPerVector: vectors.dimension)
  }
}
