/// Ensembles of vectors beside what was observed: the input of scores that look at several values together, such
/// as the components of the wind, or one variable at all the stations of a forecast.
public struct VectorPairs: Sendable {
  /// Values in a vector.
  public let dimension: Int
  public let memberCount: Int
  /// Vector by vector, `dimension` values each.
  public let observations: [Double]
  /// Vector by vector, then member by member, `dimension` values each. A member that is NaN anywhere is missing.
  public let members: [Double]
  /// One a vector; weight 0 is absent.
  public let weights: [Double]

  public var count: Int { weights.count }

  /// Traps where the lengths differ.
  public init(
    dimension: Int, memberCount: Int, observations: [Double], members: [Double], weights: [Double]? = nil
  ) {
    precondition(dimension > 0 && memberCount > 0, "vectors of \(dimension) values, \(memberCount) members")
    let n = observations.count / dimension
    precondition(observations.count == n * dimension, "observations that are no vectors of \(dimension)")
    precondition(members.count == n * dimension * memberCount, "members of different lengths")
    precondition(weights == nil || weights?.count == n, "\(n) vectors and \(weights?.count ?? 0) weights")
    self.dimension = dimension
    self.memberCount = memberCount
    self.observations = observations
    self.members = members
    self.weights = weights ?? [Double](repeating: 1, count: n)
  }

  /// One vector of all the stations of a forecast: its pairs of weight, whose weights do not enter.
  ///
  /// Nil where there is no such pair. A score of it depends on how many stations there are: compare only over the
  /// same stations.
  public init?(stationsOf pairs: MatchedPairs, in positions: Range<Int>? = nil) {
    let stations = (positions ?? 0..<pairs.count).filter { pairs.weights[$0] != 0 }
    guard !stations.isEmpty else { return nil }
    let values = pairs.members.isEmpty ? pairs.forecasts : pairs.members
    let m = pairs.members.isEmpty ? 1 : pairs.memberCount
    self.init(
      dimension: stations.count, memberCount: m, observations: stations.map { pairs.observations[$0] },
      members: (0..<m).flatMap { k in stations.map { values[$0 * m + k] } })
  }

  /// Where in `members` those members of a vector begin that are not missing.
  func presentMembers(of vector: Int) -> [Int] {
    (0..<memberCount).map { (vector * memberCount + $0) * dimension }
      .filter { start in !members[start..<start + dimension].contains(where: \.isNaN) }
  }

  /// A vector for each pair, of the components' values, with the weight of the first component.
  ///
  /// Nil where there is no component, or where their stations or numbers of members differ.
  public init?(components: [MatchedPairs]) {
    guard let first = components.first,
      components.allSatisfy({ $0.stations == first.stations && $0.members.count == first.members.count })
    else { return nil }
    let m = first.members.isEmpty ? 1 : first.memberCount
    self.init(
      dimension: components.count, memberCount: m,
      observations: (0..<first.count).flatMap { i in components.map { $0.observations[i] } },
      members: (0..<first.count * m).flatMap { k in
        components.map { $0.members.isEmpty ? $0.forecasts[k] : $0.members[k] }
      },
      weights: first.weights)
  }
}
