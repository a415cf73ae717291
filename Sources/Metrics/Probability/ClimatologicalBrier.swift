/// The squared error of a probability beside that of a climatology of the event.
///
/// Needs the column `eventProbability` of its threshold; pairs where it is missing are left out and counted, as are
/// pairs with no member, and those without a limit.
public struct ClimatologicalBrier: EventStatistic {
  public static let name = "climatological_brier"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public var columns: Set<PairColumn> { threshold.columns.union([.eventProbability(threshold)]) }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ClimatologicalBrierSums) {
    let climatology = pairs.column(.eventProbability(threshold))
    let limits = PairLimits(of: threshold, in: pairs)
    pairs.forEachEnsemble(in: positions) { members, i in
      guard !members.isEmpty, let c = climatology?[i], !c.isNaN, !limits[i].isNaN else {
        sums.incompletePairs += 1
        return
      }
      let p = Double(threshold.count(in: members, limit: limits[i])) / Double(members.count)
      let y = threshold.isMet(by: pairs.observations[i], limit: limits[i]) ? 1.0 : 0
      let weight = pairs.weights[i]
      sums.n += 1
      sums.sumW += weight
      sums.score += weight * (p - y) * (p - y)
      sums.reference += weight * (c - y) * (c - y)
    }
  }
}

/// Sums of `ClimatologicalBrier`.
///
/// Stored as: n, Σw, Σw(p-y)², Σw(c-y)², pairs without a member or a climatology.
public struct ClimatologicalBrierSums: Sums {
  public internal(set) var n = 0
  public internal(set) var sumW = 0.0
  public internal(set) var score = 0.0
  public internal(set) var reference = 0.0
  public internal(set) var incompletePairs = 0

  public init() {}

  public mutating func merge(_ other: ClimatologicalBrierSums) {
    n += other.n
    sumW += other.sumW
    score += other.score
    reference += other.reference
    incompletePairs += other.incompletePairs
  }

  public var numbers: [Double] { [Double(n), sumW, score, reference, Double(incompletePairs)] }

  public init?(numbers x: [Double]) {
    guard x.count == 5, let n = Int(count: x[0]), let incomplete = Int(count: x[4]) else { return nil }
    (self.n, sumW, score, reference, incompletePairs) = (n, x[1], x[2], x[3], incomplete)
  }
}
