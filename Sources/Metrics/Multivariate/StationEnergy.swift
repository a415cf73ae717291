/// The energy score of the vector of all stations of a forecast.
///
/// The pairs that are added at once are one vector, of weight 1: those of one system, variable, initial and lead time.
/// A pair of weight 0 is not in it; other weights do not enter. A deterministic forecast is an ensemble of one.
public struct StationEnergy: Statistic {
  public static let name = "station_energy"

  public init() {}

  public var needsWholeForecasts: Bool { true }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnergySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    guard let vectors = VectorPairs(stationsOf: pairs, in: positions) else { return }
    sums.add(vectors, pairsPerVector: vectors.dimension)
  }
}
