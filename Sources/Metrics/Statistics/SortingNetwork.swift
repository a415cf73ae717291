/// The comparisons that sort any values of one number: the same for all, whatever they hold, so that several
/// ensembles are sorted at once, one in each lane of a vector.
///
/// Batcher's odd-even merge sort (1968, doi:10.1145/1468075.1468121): (log₂ m)² m/4 comparisons.
struct SortingNetwork {
  /// Positions to put in order, the first below the second.
  let comparisons: [(UInt16, UInt16)]
  let size: Int

  /// Traps for more values than the positions can tell.
  init(size: Int) {
    precondition(size <= Int(UInt16.max), "a network for \(size) values")
    var list: [(UInt16, UInt16)] = []
    var sorted = 1
    while sorted < size {
      var distance = sorted
      while distance > 0 {
        for start in stride(from: distance % sorted, to: size - distance, by: 2 * distance) {
          for i in start..<min(start + distance, size - distance)
          where i / (2 * sorted) == (i + distance) / (2 * sorted) {
            list.append((UInt16(i), UInt16(i + distance)))
          }
        }
        distance /= 2
      }
      sorted *= 2
    }
    comparisons = list
    self.size = size
  }

  /// Sorts each lane by itself.
  func sort(_ values: UnsafeMutablePointer<SIMD4<Double>>) {
    comparisons.withUnsafeBufferPointer { list in
      for (low, high) in list {
        let (a, b) = (values[Int(low)], values[Int(high)])
        let isBelow = b .< a
        values[Int(low)] = a.replacing(with: b, where: isBelow)
        values[Int(high)] = b.replacing(with: a, where: isBelow)
      }
    }
  }
}
