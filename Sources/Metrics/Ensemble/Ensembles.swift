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
      for i in positions where weights[i] != 0 {
        var present = 0
        for k in i * size..<(i + 1) * size where !values[k].isNaN {
          scratch[present] = values[k]
          present += 1
        }
        body(UnsafeMutableBufferPointer(rebasing: scratch[..<present]), i)
      }
    }
  }
}
