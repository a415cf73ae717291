/// Errors of a wind of two components: of the vector, and of its speed.
///
/// The pairs are the eastward component; the northward one is in the columns `secondForecast` and
/// `secondObservation`. A pair that lacks either is left out and counted.
public struct VectorErrors: Statistic {
  public static let name = "vector_errors"

  public init() {}

  public var columns: Set<PairColumn> { [.secondForecast, .secondObservation] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout VectorSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    guard let northward = NorthwardComponents(pairs) else {
      sums.lacking += positions.count { pairs.weights[$0] != 0 }
      return
    }
    for i in positions where pairs.weights[i] != 0 {
      guard let wind = Wind(pairs, northward: northward, at: i) else {
        sums.lacking += 1
        continue
      }
      let (weight, speedError) = (pairs.weights[i], wind.forecastSpeed - wind.observedSpeed)
      sums.n += 1
      sums.sumW += weight
      sums.sumVectorSquare += weight * wind.vectorErrorSquare
      sums.sumSpeedError += weight * speedError
      sums.sumSpeedAbsolute += weight * abs(speedError)
      sums.sumSpeedSquare += weight * speedError * speedError
    }
  }
}

/// Sums of `VectorErrors`.
///
/// Stored as: n, pairs without both components, Σw, Σw|Δv|², ΣwΔs, Σw|Δs|, ΣwΔs², where Δv is the error of the
/// vector and Δs that of its speed.
public struct VectorSums: Sums {
  public internal(set) var n = 0
  /// Pairs without both components.
  public internal(set) var lacking = 0
  public internal(set) var sumW = 0.0
  public internal(set) var sumVectorSquare = 0.0
  public internal(set) var sumSpeedError = 0.0
  public internal(set) var sumSpeedAbsolute = 0.0
  public internal(set) var sumSpeedSquare = 0.0

  public init() {}

  public mutating func merge(_ other: VectorSums) {
    n += other.n
    lacking += other.lacking
    sumW += other.sumW
    sumVectorSquare += other.sumVectorSquare
    sumSpeedError += other.sumSpeedError
    sumSpeedAbsolute += other.sumSpeedAbsolute
    sumSpeedSquare += other.sumSpeedSquare
  }

  public var numbers: [Double] {
    [Double(n), Double(lacking), sumW, sumVectorSquare, sumSpeedError, sumSpeedAbsolute, sumSpeedSquare]
  }

  public init?(numbers x: [Double]) {
    guard x.count == 7, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking, sumW, sumVectorSquare) = (n, lacking, x[2], x[3])
    (sumSpeedError, sumSpeedAbsolute, sumSpeedSquare) = (x[4], x[5], x[6])
  }
}

extension VectorSums {
  /// The weighted mean of what was summed; undefined where no pair has both components.
  func mean(_ sum: Double) -> Outcome {
    n > 0 ? Outcome(sum / sumW) : lacking > 0 ? PairColumn.secondForecast.absent : .noPairs
  }

  /// Its root.
  func rootMean(_ sum: Double) -> Outcome {
    guard case .value(let mean) = mean(sum) else { return mean(sum) }
    return .value(mean.squareRoot())
  }
}
