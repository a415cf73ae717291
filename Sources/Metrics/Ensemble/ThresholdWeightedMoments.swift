/// Moments of ensembles beside what was observed, of the values beyond a threshold: what members and observation
/// are on its other side becomes the threshold itself.
public struct ThresholdWeightedMoments: EventStatistic {
  public static let name = "threshold_weighted_moments"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnsembleSums) {
    let limit = threshold.limit
    // NaN stays NaN: it is on no side of the limit.
    switch threshold.comparison {
    case .atLeast, .above:
      EnsembleMoments().accumulate(pairs, in: positions, into: &sums) { $0 < limit ? limit : $0 }
    case .atMost, .below:
      EnsembleMoments().accumulate(pairs, in: positions, into: &sums) { $0 > limit ? limit : $0 }
    }
  }
}
