/// Sums of `ErrorMoments`.
///
/// Stored as: n, Σw, Σw², mean f, mean o, mean e, Σw(f-f̄)², Σw(o-ō)², Σw(e-ē)², Σw(f-f̄)(o-ō), Σwe,
/// Σwe², Σw|e|, min e, max e, where e = f - o.
public struct ErrorSums: Sums {
  public internal(set) var n = 0
  public internal(set) var sumW = 0.0
  public internal(set) var sumW2 = 0.0
  public internal(set) var meanF = 0.0
  public internal(set) var meanO = 0.0
  public internal(set) var meanE = 0.0
  /// Weighted sums of squares around the means.
  public internal(set) var m2F = 0.0
  public internal(set) var m2O = 0.0
  public internal(set) var m2E = 0.0
  public internal(set) var cFO = 0.0
  public internal(set) var sumError = 0.0
  public internal(set) var sumSquare = 0.0
  public internal(set) var sumAbsolute = 0.0
  /// Infinite where there are no pairs.
  public internal(set) var minError = Double.infinity
  public internal(set) var maxError = -Double.infinity

  public init() {}

  /// The sums of one pair.
  init(_ forecast: Double, _ observation: Double, weight: Double) {
    let error = forecast - observation
    (n, sumW, sumW2) = (1, weight, weight * weight)
    (meanF, meanO, meanE) = (forecast, observation, error)
    (sumError, sumSquare, sumAbsolute) = (weight * error, weight * error * error, weight * abs(error))
    (minError, maxError) = (error, error)
  }

  public mutating func merge(_ other: ErrorSums) {
    guard other.n > 0 else { return }
    guard n > 0 else {
      self = other
      return
    }
    let w = sumW + other.sumW
    let part = other.sumW / w
    let cross = sumW * part
    let (df, dO, de) = (other.meanF - meanF, other.meanO - meanO, other.meanE - meanE)
    meanF += df * part
    meanO += dO * part
    meanE += de * part
    m2F += other.m2F + df * df * cross
    m2O += other.m2O + dO * dO * cross
    m2E += other.m2E + de * de * cross
    cFO += other.cFO + df * dO * cross
    n += other.n
    sumW = w
    sumW2 += other.sumW2
    sumError += other.sumError
    sumSquare += other.sumSquare
    sumAbsolute += other.sumAbsolute
    minError = min(minError, other.minError)
    maxError = max(maxError, other.maxError)
  }

  public var numbers: [Double] {
    [
      Double(n), sumW, sumW2, meanF, meanO, meanE, m2F, m2O, m2E, cFO, sumError, sumSquare, sumAbsolute,
      minError, maxError,
    ]
  }

  public init?(numbers x: [Double]) {
    guard x.count == 15, let n = Int(count: x[0]) else { return nil }
    self.n = n
    (sumW, sumW2, meanF, meanO, meanE) = (x[1], x[2], x[3], x[4], x[5])
    (m2F, m2O, m2E, cFO) = (x[6], x[7], x[8], x[9])
    (sumError, sumSquare, sumAbsolute, minError, maxError) = (x[10], x[11], x[12], x[13], x[14])
  }
}

extension ErrorSums {
  /// The weighted mean of what was summed; undefined where there are no pairs.
  func mean(_ sum: Double) -> Outcome {
    n > 0 ? Outcome(sum / sumW) : .noPairs
  }
}
