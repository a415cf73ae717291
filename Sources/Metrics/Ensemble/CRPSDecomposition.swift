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
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let size = pairs.memberCount
    let isMany = !pairs.members.isEmpty && size > 1 && size <= EnsembleLanes.most && positions.count >= 8
    guard isMany else { return addOneByOne(pairs, positions, &sums) }
    var bins = CRPSBins(size: size)
    pairs.forEachFourEnsembles(in: positions, sorted: SortingNetwork(size: size)) { members, i in
      bins.add(members, pairs.observations.lanes(i), pairs.weights.lanes(i))
      for k in i..<i + 4 { sums.observe(pairs.observations[k], weight: pairs.weights[k]) }
    } others: {
      addOneByOne(pairs, $0..<$0 + 1, &sums)
    }
    sums.add(bins)
  }

  private func addOneByOne(_ pairs: MatchedPairs, _ positions: Range<Int>, _ sums: inout CRPSDecompositionSums) {
    pairs.forEachEnsemble(in: positions) { members, i in
      var members = members
      members.sort()
      sums.add(UnsafeBufferPointer(members), pairs.observations[i], weight: pairs.weights[i])
    }
  }
}

/// The bins between the members of ensembles of one size, four ensembles at a time.
struct CRPSBins {
  let size: Int
  private(set) var n = 0
  private(set) var weight = Lanes.zero
  private(set) var below = Lanes.zero
  private(set) var above = Lanes.zero
  private(set) var alpha: [Lanes]
  private(set) var beta: [Lanes]

  init(size: Int) {
    self.size = size
    alpha = [Lanes](repeating: .zero, count: size + 1)
    beta = alpha
  }

  /// Adds the sorted members of four pairs.
  mutating func add(_ x: UnsafePointer<Lanes>, _ o: Lanes, _ w: Lanes) {
    n += 4
    weight += w
    let (least, most) = (x[0], x[size - 1])
    below += w.replacing(with: 0, where: .!(o .< least))
    above += w.replacing(with: 0, where: .!(o .> most))
    beta[0] += w * (least - least.lesser(o))
    alpha[size] += w * (most.greater(o) - most)
    alpha.withUnsafeMutableBufferPointer { alpha in
      beta.withUnsafeMutableBufferPointer { beta in
        var low = least
        for k in 1..<size {
          let high = x[k]
          let within = o.greater(low).lesser(high)
          alpha[k] += w * (within - low)
          beta[k] += w * (high - within)
          low = high
        }
      }
    }
  }
}
