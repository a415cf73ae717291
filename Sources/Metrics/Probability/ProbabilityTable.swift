/// How often an event was observed for each probability that an ensemble can give it: the part of its members
/// that meet the threshold.
///
/// A deterministic forecast is an ensemble of one, with probabilities of 0 and 1. Members that are NaN are left
/// out of their pair; a pair with no member left is counted and otherwise absent. The table holds all that any
/// score of the probability needs, exactly, because an ensemble of m can only say 0, 1/m, ..., 1.
public struct ProbabilityTable: EventStatistic {
  public static let name = "probability_table"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ProbabilitySums) {
    pairs.forEachEnsemble(in: positions) { members, i in
      sums.add(
        members.count { threshold.isMet(by: $0) }, of: members.count,
        isObserved: threshold.isMet(by: pairs.observations[i]), weight: pairs.weights[i])
    }
  }
}
