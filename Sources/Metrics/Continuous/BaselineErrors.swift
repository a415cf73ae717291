/// Squared errors of the forecast and of a baseline, over the pairs that have both.
///
/// Needs the column `baseline`; a pair whose baseline is missing is left out and counted.
public struct BaselineErrors: Statistic {
  public static let name = "baseline_errors"

  public init() {}

  public var columns: Set<PairColumn> { [.baseline] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout BaselineSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let baseline = pairs.column(.baseline)
    for i in positions where pairs.weights[i] != 0 {
      guard let baseline, !baseline[i].isNaN else {
        sums.lacking += 1
        continue
      }
      let (e, r) = (pairs.forecasts[i] - pairs.observations[i], baseline[i] - pairs.observations[i])
      sums.n += 1
      sums.sumW += pairs.weights[i]
      sums.sumSquare += pairs.weights[i] * e * e
      sums.sumSquareOfBaseline += pairs.weights[i] * r * r
    }
  }
}

/// Sums of `BaselineErrors`.
///
/// Stored as: n, pairs without a baseline, Σw, Σw(f-o)², Σw(b-o)².
public struct BaselineSums: Sums {
  public internal(set) var n = 0
  /// Pairs without a baseline.
  public internal(set) var lacking = 0
  public internal(set) var sumW = 0.0
  public internal(set) var sumSquare = 0.0
  public internal(set) var sumSquareOfBaseline = 0.0

  public init() {}

  public mutating func merge(_ other: BaselineSums) {
    n += other.n
    lacking += other.lacking
    sumW += other.sumW
    sumSquare += other.sumSquare
    sumSquareOfBaseline += other.sumSquareOfBaseline
  }

  public var numbers: [Double] { [Double(n), Double(lacking), sumW, sumSquare, sumSquareOfBaseline] }

  public init?(numbers x: [Double]) {
    guard x.count == 5, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking, sumW, sumSquare, sumSquareOfBaseline) = (n, lacking, x[2], x[3], x[4])
  }
}
