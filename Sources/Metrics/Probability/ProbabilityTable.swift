/// How often an event was observed for each probability that an ensemble can give it: the part of its members
/// that meet the threshold.
///
/// A deterministic forecast is an ensemble of one, with probabilities of 0 and 1. Members that are NaN are left
/// out of their pair; a pair with no member left is counted and otherwise absent, as is one without a limit where the
/// threshold comes from a climatology. The table holds all that any
/// score of the probability needs, exactly, because an ensemble of m can only say 0, 1/m, ..., 1.
public struct ProbabilityTable: EventStatistic {
  public static let name = "probability_table"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ProbabilitySums) {
    let limits = PairLimits(of: threshold, in: pairs)
    pairs.forEachEnsemble(in: positions) { members, i in
      let limit = limits[i]
      guard !limit.isNaN else {
        sums.lacking += 1
        return
      }
      sums.add(
        threshold.count(in: members, limit: limit), of: members.count,
        isObserved: threshold.isMet(by: pairs.observations[i], limit: limit), weight: pairs.weights[i])
    }
  }
}
