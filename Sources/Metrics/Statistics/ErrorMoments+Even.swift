extension ErrorMoments {
  /// The moments of few pairs of weight 1, four at a time; otherwise as for pairs of any weight.
  static func even(_ f: UnsafePointer<Double>, _ o: UnsafePointer<Double>, count: Int) -> ErrorSums {
    let (f0, o0, e0) = (f[0], o[0], f[0] - o[0])
    var (sumF, sumO, sumE) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (error, square, absolute) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (low, high) = (Lanes(repeating: e0), Lanes(repeating: e0))
    forEachFour(f, o, count, paddedBy: (f0, o0)) { a, b, isPair in
      let e = a - b
      let kept = Lanes.zero.replacing(with: e, where: isPair)
      sumF += a - f0
      sumO += b - o0
      sumE += e - e0
      error += kept
      square += kept * kept
      absolute += kept.magnitudes
      low = e.lesser(low)
      high = e.greater(high)
    }
    let n = Double(count)
    var sums = ErrorSums()
    sums.n = count
    (sums.sumW, sums.sumW2) = (n, n)
    sums.meanF = f0 + sumF.sum() / n
    sums.meanO = o0 + sumO.sum() / n
    sums.meanE = e0 + sumE.sum() / n
    (sums.sumError, sums.sumSquare, sums.sumAbsolute) = (error.sum(), square.sum(), absolute.sum())
    (sums.minError, sums.maxError) = (low.min(), high.max())
    var (m2F, m2O, m2E, cFO) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    forEachFour(f, o, count, paddedBy: (sums.meanF, sums.meanO)) { a, b, isPair in
      let (df, dO) = (a - sums.meanF, b - sums.meanO)
      let de = Lanes.zero.replacing(with: a - b - sums.meanE, where: isPair)
      m2F += df * df
      m2O += dO * dO
      m2E += de * de
      cFO += df * dO
    }
    (sums.m2F, sums.m2O, sums.m2E, sums.cFO) = (m2F.sum(), m2O.sum(), m2E.sum(), cFO.sum())
    return sums
  }

  /// Calls `body` with four pairs at a time; the last are filled up, and told apart.
  @inline(__always)
  private static func forEachFour(
    _ f: UnsafePointer<Double>, _ o: UnsafePointer<Double>, _ count: Int, paddedBy filling: (Double, Double),
    _ body: (Lanes, Lanes, SIMDMask<SIMD4<Int64>>) -> Void
  ) {
    let all = SIMDMask<SIMD4<Int64>>(repeating: true)
    var i = 0
    while i + 4 <= count {
      body(
        UnsafeRawPointer(f + i).loadUnaligned(as: Lanes.self), UnsafeRawPointer(o + i).loadUnaligned(as: Lanes.self),
        all)
      i += 4
    }
    guard i < count else { return }
    var (a, b) = (Lanes(repeating: filling.0), Lanes(repeating: filling.1))
    var isPair = SIMDMask<SIMD4<Int64>>(repeating: false)
    for k in i..<count { (a[k - i], b[k - i], isPair[k - i]) = (f[k], o[k], true) }
    body(a, b, isPair)
  }
}

extension UnsafeBufferPointer {
  /// The place of the first element; traps where there is none.
  var start: UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("no values") }
    return baseAddress
  }
}
