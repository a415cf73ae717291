import Fields
import Metrics

extension StationMatcher {
  /// Pairs of a wind vector: the eastward component as forecasts and observations, the northward one in the columns
  /// beside. A candidate needs both. A member of an ensemble that lacks one component is missing in both.
  ///
  /// Throws `VerifyError` where the components have different numbers of members.
  func match(eastward: Forecast, northward: Forecast, with candidates: Candidates) throws -> Match {
    guard let wind = WindVariables(candidates.variable) else {
      preconditionFailure("components of \(candidates.variable), which is no wind vector")
    }
    guard eastward.memberCount == northward.memberCount else {
      throw VerifyError(
        "\(system): the eastward wind (\(eastward.origin)) has \(eastward.memberCount) members and the northward wind "
          + "(\(northward.origin)) has \(northward.memberCount)",
        suggestion: "Give the same members of both.")
    }
    let (east, north) = candidates.components(wind)
    let (u, v) = (try match(eastward, with: east), try match(northward, with: north))
    var fates = zip(u.fates, v.fates).map { $0 ?? $1 }
    var (uPositions, vPositions): ([Int], [Int]) = ([], [])
    var (uNext, vNext) = (0, 0)
    for candidate in fates.indices {
      if fates[candidate] == nil {
        if u.pairs.hasCommonMember(at: uNext, with: v.pairs, at: vNext) {
          uPositions.append(uNext)
          vPositions.append(vNext)
        } else {
          fates[candidate] = .mask
        }
      }
      if u.fates[candidate] == nil { uNext += 1 }
      if v.fates[candidate] == nil { vNext += 1 }
    }
    var pairs = u.pairs.selecting(uPositions)
    var second = v.pairs.selecting(vPositions)
    MatchedPairs.shareMissingMembers(&pairs, &second)
    pairs.variable = candidates.variable
    pairs.columns = [.secondForecast: second.forecasts, .secondObservation: second.observations]
    pairs.northwardMembers = second.members
    return Match(fates: fates, pairs: pairs)
  }
}

extension MatchedPairs {
  fileprivate func hasCommonMember(at i: Int, with other: MatchedPairs, at j: Int) -> Bool {
    members.isEmpty
      || (0..<memberCount).contains { !(members[i * memberCount + $0] + other.members[j * memberCount + $0]).isNaN }
  }

  /// Makes members missing that are missing in the other, and the means those of the members that are left.
  fileprivate static func shareMissingMembers(_ a: inout MatchedPairs, _ b: inout MatchedPairs) {
    for i in a.forecasts.indices where !a.members.isEmpty {
      let range = i * a.memberCount..<(i + 1) * a.memberCount
      guard range.contains(where: { a.members[$0].isNaN != b.members[$0].isNaN }) else { continue }
      for k in range where (a.members[k] + b.members[k]).isNaN { (a.members[k], b.members[k]) = (.nan, .nan) }
      a.forecasts[i] = mean(a.members[range])
      b.forecasts[i] = mean(b.members[range])
    }
  }

  private static func mean(_ members: ArraySlice<Double>) -> Double {
    let present = members.filter { !$0.isNaN }
    return present.reduce(0, +) / Double(present.count)
  }
}
