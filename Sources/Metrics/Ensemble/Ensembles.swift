extension MatchedPairs {
  /// Calls a function with the members of each pair of weight that are not missing, and its position.
  ///
  /// A deterministic forecast is an ensemble of one. The function may reorder the members; they are none where
  /// all are missing.
  @inline(__always)
  func forEachEnsemble(in positions: Range<Int>, _ body: (UnsafeMutableBufferPointer<Double>, Int) -> Void) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= count, "positions outside the pairs")
    let single = members.isEmpty
    let (values, size) = single ? (forecasts, 1) : (members, memberCount)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { scratch in
      values.withUnsafeBufferPointer { values in
        for i in positions where weights[i] != 0 {
          var present = 0
          for k in i * size..<(i + 1) * size {
            // The next one takes the place of a missing one.
            scratch[present] = values[k]
            present &+= values[k].isNaN ? 0 : 1
          }
          body(UnsafeMutableBufferPointer(rebasing: scratch[..<present]), i)
        }
      }
    }
  }
}

extension Threshold {
  /// How many values meet it, with a limit of the pair.
  @inline(__always)
  func count(in values: UnsafeMutableBufferPointer<Double>, limit: Double) -> Int {
    switch comparison {
    case .atLeast: values.count(four: { $0 .>= limit }, one: { $0 >= limit })
    case .atMost: values.count(four: { $0 .<= limit }, one: { $0 <= limit })
    case .above: values.count(four: { $0 .> limit }, one: { $0 > limit })
    case .below: values.count(four: { $0 .< limit }, one: { $0 < limit })
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// How many values meet a condition, four at a time without a branch: which do is hard to foresee.
  @inline(__always)
  func count(four isMet: (Lanes) -> SIMDMask<SIMD4<Int64>>, one isMetByOne: (Double) -> Bool) -> Int {
    guard let values = UnsafePointer(baseAddress) else { return 0 }
    var counts = SIMD4<Int64>.zero
    var k = 0
    while k &+ 4 <= count {
      let four = UnsafeRawPointer(values + k).loadUnaligned(as: Lanes.self)
      counts &+= SIMD4<Int64>.zero.replacing(with: 1, where: isMet(four))
      k &+= 4
    }
    var total = Int(counts.wrappedSum())
    while k < count {
      total &+= isMetByOne(values[k]) ? 1 : 0
      k &+= 1
    }
    return total
  }
}
