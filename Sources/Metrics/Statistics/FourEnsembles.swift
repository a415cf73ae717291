extension MatchedPairs {
  /// Calls a function with the sorted members of four pairs at a time, one pair in each lane, and the position of the
  /// first; with the positions of the others another.
  ///
  /// The others are those of weight 0, those with a missing or an infinite member, and those near them.
  @inline(__always)
  func forEachFourEnsembles(
    in positions: Range<Int>, sorted network: SortingNetwork, _ body: (UnsafePointer<Lanes>, Int) -> Void,
    others: (Int) -> Void
  ) {
    let size = memberCount
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: network.capacity) { scratch in
      guard let rows = scratch.baseAddress else { return }
      for k in size..<network.capacity { rows[k] = Lanes(repeating: .infinity) }
      var i = positions.lowerBound
      while i < positions.upperBound {
        if i + 4 <= positions.upperBound, weights[i] != 0, weights[i + 1] != 0, weights[i + 2] != 0,
          weights[i + 3] != 0, load(i, rows)
        {
          network.sort(rows)
          body(rows, i)
          i += 4
        } else {
          others(i)
          i += 1
        }
      }
    }
  }

  /// Whether the members of four pairs, now in the lanes, are all finite.
  @inline(__always)
  private func load(_ i: Int, _ rows: UnsafeMutablePointer<Lanes>) -> Bool {
    let size = memberCount
    return members.withUnsafeBufferPointer { members in
      guard let x = members.baseAddress else { return false }
      let at = (x + i * size, x + (i + 1) * size, x + (i + 2) * size, x + (i + 3) * size)
      var total = Lanes.zero
      for k in 0..<size {
        let row = Lanes(at.0[k], at.1[k], at.2[k], at.3[k])
        rows[k] = row
        total += row
      }
      return (total - total) == .zero
    }
  }
}

extension [Double] {
  /// Four values from a position on.
  @inline(__always)
  func lanes(_ i: Int) -> Lanes { Lanes(self[i], self[i + 1], self[i + 2], self[i + 3]) }
}
