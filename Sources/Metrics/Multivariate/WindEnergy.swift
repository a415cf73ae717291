/// The energy score of the wind vector at each station.
///
/// Each pair is a vector of two components, by its weight: the eastward one are the members and the observations, the
/// northward one `northwardMembers` and the column `secondObservation`. A deterministic forecast is an ensemble of one.
/// A pair without its northward component is counted as one without a member.
public struct WindEnergy: Statistic {
  public static let name = "wind_energy"

  public init() {}

  public var columns: Set<PairColumn> { [.secondForecast, .secondObservation] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnergySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let forecasts = pairs.column(.secondForecast)
    let observations = pairs.column(.secondObservation)
    let isSingle = pairs.members.isEmpty
    let m = isSingle ? 1 : pairs.memberCount
    let eastward = isSingle ? pairs.forecasts : pairs.members
    guard let observations, let northward = isSingle ? forecasts : pairs.northwardMembers, !northward.isEmpty else {
      sums.emptyVectors += positions.count { pairs.weights[$0] != 0 }
      return
    }
    var (observed, members, weights): ([Double], [Double], [Double]) = ([], [], [])
    for i in positions where pairs.weights[i] != 0 {
      guard !observations[i].isNaN else {
        sums.emptyVectors += 1
        continue
      }
      observed += [pairs.observations[i], observations[i]]
      for k in i * m..<(i + 1) * m { members += [eastward[k], northward[k]] }
      weights.append(pairs.weights[i])
    }
    guard !weights.isEmpty else { return }
    sums.add(
      VectorPairs(dimension: 2, memberCount: m, observations: observed, members: members, weights: weights),
      pairsPerVector: 1)
  }
}
