/// Moments of ensembles beside what was observed, of the values beyond a threshold: what members and observation
/// are on its other side becomes the threshold itself.
///
/// Where the threshold comes from a climatology, pairs without a limit are left out and counted.
public struct ThresholdWeightedMoments: EventStatistic {
  public static let name = "threshold_weighted_moments"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ThresholdWeightedSums) {
    if let limit = threshold.value {
      add(pairs, in: positions, limit, to: &sums.ensemble)
      return
    }
    let limits = PairLimits(of: threshold, in: pairs)
    for i in positions where pairs.weights[i] != 0 {
      if limits[i].isNaN {
        sums.lacking += 1
      } else {
        add(pairs, in: i..<i + 1, limits[i], to: &sums.ensemble)
      }
    }
  }

  private func add(_ pairs: MatchedPairs, in positions: Range<Int>, _ limit: Double, to sums: inout EnsembleSums) {
    // NaN stays NaN: it is on no side of the limit.
    if threshold.isUpper {
      EnsembleMoments().accumulate(pairs, in: positions, into: &sums) { $0 < limit ? limit : $0 }
    } else {
      EnsembleMoments().accumulate(pairs, in: positions, into: &sums) { $0 > limit ? limit : $0 }
    }
  }
}

/// Sums of `ThresholdWeightedMoments`.
///
/// Stored as: pairs without a limit, then those of `EnsembleSums`.
public struct ThresholdWeightedSums: Sums {
  public internal(set) var ensemble = EnsembleSums()
  /// Pairs without a limit.
  public internal(set) var lacking = 0

  public init() {}

  public var n: Int { ensemble.n }

  public mutating func merge(_ other: ThresholdWeightedSums) {
    ensemble.merge(other.ensemble)
    lacking += other.lacking
  }

  public var numbers: [Double] { [Double(lacking)] + ensemble.numbers }

  public init?(numbers x: [Double]) {
    guard let first = x.first, let lacking = Int(count: first),
      let ensemble = EnsembleSums(numbers: Array(x.dropFirst()))
    else { return nil }
    (self.lacking, self.ensemble) = (lacking, ensemble)
  }
}

extension ThresholdWeightedSums {
  /// Why there is no score where all pairs lack a limit; nil for any other reason.
  var absence: Outcome? { n == 0 && ensemble.emptyPairs == 0 && lacking > 0 ? PairColumn.noLimit : nil }
}
