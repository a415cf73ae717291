/// Where the observation falls among the sorted members: the sums of the decomposition of the CRPS, and how often
/// each value was observed.
///
/// A deterministic forecast is an ensemble of one. Members that are NaN are left out of their pair; a pair with no
/// member left is counted and otherwise absent. Ensembles of different sizes have different bins and are summed
/// apart.
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct CRPSDecomposition: Statistic {
  public static let name = "crps_decomposition"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout CRPSDecompositionSums) {
    pairs.forEachEnsemble(in: positions) { members, i in
      var members = members
      members.sort()
      sums.add(UnsafeBufferPointer(members), pairs.observations[i], weight: pairs.weights[i])
    }
  }
}
