import CLanes

extension ErrorMoments {
  /// The moments of at least one pair, each of weight 1; otherwise as for pairs of any weight.
  static func even(_ f: UnsafePointer<Double>, _ o: UnsafePointer<Double>, count: Int) -> ErrorSums {
    var first = cl_pair_sums()
    cl_pairs(f, o, count, &first)
    let n = Double(count)
    var sums = ErrorSums()
    sums.n = count
    (sums.sumW, sums.sumW2) = (n, n)
    sums.meanF = f[0] + first.forecast / n
    sums.meanO = o[0] + first.observation / n
    sums.meanE = f[0] - o[0] + first.error_from_first / n
    (sums.sumError, sums.sumSquare, sums.sumAbsolute) = (first.error, first.square, first.absolute)
    (sums.minError, sums.maxError) = (first.low, first.high)
    var around = cl_pair_squares()
    cl_squares(f, o, count, cl_base(forecast: sums.meanF, observation: sums.meanO, error: sums.meanE), &around)
    (sums.m2F, sums.m2O) = (around.forecast, around.observation)
    (sums.m2E, sums.cFO) = (around.error, around.product)
    return sums
  }
}

extension UnsafeBufferPointer {
  /// The place of the first element; traps where there is none.
  var start: UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("no values") }
    return baseAddress
  }
}
