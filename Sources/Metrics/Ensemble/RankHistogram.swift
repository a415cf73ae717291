/// How many members are below the observation, counted over the pairs: the rank histogram.
///
/// A member equal to the observation is as likely above as below. Which it is comes from a hash of the pair (its
/// initial and lead time, station and observation) and a fixed seed, so that the histogram does not depend on the
/// order of the pairs, on how they were split, or on the run.
///
/// Hamill (2001), doi:10.1175/1520-0493(2001)129<0550:IORHFV>2.0.CO;2
public struct RankHistogram: Statistic {
  public static let name = "rank_histogram"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout RankSums) {
    pairs.forEachEnsemble(in: positions) { members, i in
      let observation = pairs.observations[i]
      var below = members.count(four: { $0 .< observation }, one: { $0 < observation })
      let ties = members.count(four: { $0 .== observation }, one: { $0 == observation })
      if ties > 0 { below += RankHistogram.draw(upTo: ties, for: pairs, i) }
      sums.add(below, of: members.count, weight: pairs.weights[i])
    }
  }

  /// A whole number from 0 to `ties`, each as likely as the others, always the same for a pair.
  private static func draw(upTo ties: Int, for pairs: MatchedPairs, _ i: Int) -> Int {
    var hash: UInt64 = 0x5be0_cd19_137e_2179
    for word in [
      UInt64(bitPattern: pairs.initTime.secondsSince1970), UInt64(bitPattern: pairs.leadTime.seconds),
      UInt64(bitPattern: Int64(pairs.stations[i])), (pairs.observations[i] + 0).bitPattern,
    ] {
      hash = mixed(hash ^ word)
    }
    return Int(hash.multipliedFullWidth(by: UInt64(ties + 1)).high)
  }

  /// The finaliser of Steele, Lea and Flood (2014), doi:10.1145/2714064.2660195.
  private static func mixed(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
