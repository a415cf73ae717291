/// Moments of the forecast, the observation and the error: all that the scores of single values need.
///
/// Of an ensemble it takes the mean of the members. Means and centred sums are merged by the formulas of
/// Chan, Golub and LeVeque (1983, doi:10.1080/00031305.1983.10483115), so that a mean of 101 325 Pa
/// costs no digits of a bias of 0.01 Pa; sums of the error are taken directly, never as differences of
/// other sums.
public struct ErrorMoments: Statistic {
  public static let name = "error_moments"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ErrorSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    guard positions.count != 1 else {
      let i = positions.lowerBound
      if pairs.weights[i] != 0 {
        sums.merge(ErrorSums(pairs.forecasts[i], pairs.observations[i], weight: pairs.weights[i]))
      }
      return
    }
    ErrorMoments.add(pairs.forecasts, pairs.observations, pairs.weights, in: positions, to: &sums)
  }
}

/// Small enough to stay in the nearest cache between the two passes.
private let blockSize = 512

extension ErrorMoments {
  /// Adds the moments of any values at some positions; arrays have one entry a pair.
  static func add(
    _ forecasts: [Double], _ observations: [Double], _ weights: [Double], in positions: Range<Int>,
    to sums: inout ErrorSums
  ) {
    forecasts.withUnsafeBufferPointer { f in
      observations.withUnsafeBufferPointer { o in
        weights.withUnsafeBufferPointer { w in
          var start = positions.lowerBound
          while start < positions.upperBound {
            let end = min(start + blockSize, positions.upperBound)
            sums.merge(ErrorMoments.block(f, o, w, start..<end))
            start = end
          }
        }
      }
    }
  }

  /// The moments of few pairs, in two passes: the means, then what is left around them. Means are
  /// taken around the block's first value, so that a constant series has exactly no variance.
  private static func block(
    _ f: UnsafeBufferPointer<Double>, _ o: UnsafeBufferPointer<Double>, _ w: UnsafeBufferPointer<Double>,
    _ positions: Range<Int>
  ) -> ErrorSums {
    if positions.count >= 8, w[positions].allSatisfy({ $0 == 1 }) {
      return ErrorMoments.even(f.start + positions.lowerBound, o.start + positions.lowerBound, count: positions.count)
    }
    guard let first = positions.first(where: { w[$0] != 0 }) else { return ErrorSums() }
    let (f0, o0, e0) = (f[first], o[first], f[first] - o[first])
    var n = 0
    var (sumW, sumW2, sumF, sumO, sumE) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var (error, square, absolute, low, high) = (0.0, 0.0, 0.0, e0, e0)
    for i in positions where w[i] != 0 {
      let (weight, e) = (w[i], f[i] - o[i])
      n += 1
      sumW += weight
      sumW2 += weight * weight
      sumF += weight * (f[i] - f0)
      sumO += weight * (o[i] - o0)
      sumE += weight * (e - e0)
      error += weight * e
      square += weight * e * e
      absolute += weight * abs(e)
      low = e < low ? e : low
      high = e > high ? e : high
    }
    var sums = ErrorSums()
    sums.n = n
    sums.sumW = sumW
    sums.sumW2 = sumW2
    sums.meanF = f0 + sumF / sumW
    sums.meanO = o0 + sumO / sumW
    sums.meanE = e0 + sumE / sumW
    sums.sumError = error
    sums.sumSquare = square
    sums.sumAbsolute = absolute
    sums.minError = low
    sums.maxError = high
    var (m2F, m2O, m2E, cFO) = (0.0, 0.0, 0.0, 0.0)
    for i in positions where w[i] != 0 {
      let df = f[i] - sums.meanF
      let dO = o[i] - sums.meanO
      let de = f[i] - o[i] - sums.meanE
      m2F += w[i] * df * df
      m2O += w[i] * dO * dO
      m2E += w[i] * de * de
      cFO += w[i] * df * dO
    }
    sums.m2F = m2F
    sums.m2O = m2O
    sums.m2E = m2E
    sums.cFO = cFO
    return sums
  }
}
