/// The comparisons that sort any values of one number: the same for all, whatever they hold, so that several
/// ensembles are sorted at once, one in each lane of a vector.
///
/// Batcher's odd-even merge sort (1968, doi:10.1145/1468075.1468121): (log₂ m)² m/4 comparisons. Eight values are
/// sorted, and twice eight merged, without going to memory in between; every longer merge is made of such merges of
/// values that lie apart, and of comparisons of neighbours.
struct SortingNetwork {
  private enum Step {
    /// Sorts eight values from a position on.
    case sortEight(Int)
    /// Merges eight sorted values with the eight after them, the distance between two being given.
    case mergeEights(Int, distance: Int)
    /// Puts pairs in order, the first below the second: a range of `pairs`.
    case order(Range<Int>)
  }

  let size: Int
  /// Values that there must be room for: those from `size` on are infinite.
  let capacity: Int
  private var steps: [Step] = []
  private var pairs: [(UInt16, UInt16)] = []

  /// Traps for more values than the positions can tell.
  init(size: Int) {
    precondition(size <= Int(UInt16.max), "a network for \(size) values")
    self.size = size
    var capacity = 1
    while capacity < size { capacity *= 2 }
    self.capacity = capacity
    let whole = size / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) { steps.append(.sortEight(start)) }
    for sorted in [1, 2, 4] {
      for start in stride(from: whole, to: size, by: 2 * sorted) { addMerge(start, of: sorted, distance: 1) }
    }
    var sorted = 8
    while sorted < size {
      for start in stride(from: 0, to: size, by: 2 * sorted) { addMerge(start, of: sorted, distance: 1) }
      sorted *= 2
    }
  }

  /// Merges two sorted runs of a number of values, as far as there are any.
  private mutating func addMerge(_ start: Int, of count: Int, distance: Int) {
    guard start + count * distance < size else { return }
    // Worth it where most of the second eight are there; the others are infinite.
    if count == 8, start + 11 * distance < size {
      steps.append(.mergeEights(start, distance: distance))
    } else if count == 1 {
      addPair(start, start + distance)
    } else {
      addMerge(start, of: count / 2, distance: 2 * distance)
      addMerge(start + distance, of: count / 2, distance: 2 * distance)
      for k in stride(from: 1, to: 2 * count - 1, by: 2) {
        addPair(start + k * distance, start + (k + 1) * distance)
      }
    }
  }

  private mutating func addPair(_ low: Int, _ high: Int) {
    guard high < size else { return }
    pairs.append((UInt16(low), UInt16(high)))
    if case .order(let range)? = steps.last {
      steps[steps.count - 1] = .order(range.lowerBound..<pairs.count)
    } else {
      steps.append(.order(pairs.count - 1..<pairs.count))
    }
  }

  /// Sorts each lane by itself, of `capacity` values.
  func sort(_ values: UnsafeMutablePointer<Lanes>) {
    values.withMemoryRebound(to: SIMD2<Double>.self, capacity: 2 * capacity) { halves in
      pairs.withUnsafeBufferPointer { pairs in
        for step in steps {
          switch step {
          case .sortEight(let start):
            SortingNetwork.sortEight(halves + 2 * start)
            SortingNetwork.sortEight(halves + 2 * start + 1)
          case .mergeEights(let start, let distance):
            SortingNetwork.mergeEights(halves + 2 * start, 2 * distance)
            SortingNetwork.mergeEights(halves + 2 * start + 1, 2 * distance)
          case .order(let range):
            for k in range {
              let (low, high) = (halves + 2 &* Int(pairs[k].0), halves + 2 &* Int(pairs[k].1))
              order(&low[0], &high[0])
              order(&low[1], &high[1])
            }
          }
        }
      }
    }
  }
}

@inline(__always)
private func order(_ a: inout SIMD2<Double>, _ b: inout SIMD2<Double>) {
  let (x, y) = (a, b)
  a = SIMD2(x[0] < y[0] ? x[0] : y[0], x[1] < y[1] ? x[1] : y[1])
  b = SIMD2(x[0] > y[0] ? x[0] : y[0], x[1] > y[1] ? x[1] : y[1])
}

extension SortingNetwork {
  /// Every other value from a position on.
  @inline(__always)
  private static func sortEight(_ x: UnsafeMutablePointer<SIMD2<Double>>) {
    var (a, b, c, d) = (x[0], x[2], x[4], x[6])
    var (e, f, g, h) = (x[8], x[10], x[12], x[14])
    order(&a, &b)
    order(&c, &d)
    order(&e, &f)
    order(&g, &h)
    order(&a, &c)
    order(&b, &d)
    order(&e, &g)
    order(&f, &h)
    order(&b, &c)
    order(&f, &g)
    mergeFours(&a, &b, &c, &d, &e, &f, &g, &h)
    (x[0], x[2], x[4], x[6]) = (a, b, c, d)
    (x[8], x[10], x[12], x[14]) = (e, f, g, h)
  }

  /// Merges a to d with e to h.
  @inline(__always)
  private static func mergeFours(
    _ a: inout SIMD2<Double>, _ b: inout SIMD2<Double>, _ c: inout SIMD2<Double>, _ d: inout SIMD2<Double>,
    _ e: inout SIMD2<Double>, _ f: inout SIMD2<Double>, _ g: inout SIMD2<Double>, _ h: inout SIMD2<Double>
  ) {
    order(&a, &e)
    order(&b, &f)
    order(&c, &g)
    order(&d, &h)
    order(&c, &e)
    order(&d, &f)
    order(&b, &c)
    order(&d, &e)
    order(&f, &g)
  }

  /// Merges the values at even places, then those at odd places, then puts neighbours in order: no more are at hand
  /// than registers hold.
  @inline(__always)
  private static func mergeEights(_ x: UnsafeMutablePointer<SIMD2<Double>>, _ s: Int) {
    var (a, b, c, d) = (x[0], x[2 &* s], x[4 &* s], x[6 &* s])
    var (e, f, g, h) = (x[8 &* s], x[10 &* s], x[12 &* s], x[14 &* s])
    mergeFours(&a, &b, &c, &d, &e, &f, &g, &h)
    let y = x + s
    var (i, j, k, l) = (y[0], y[2 &* s], y[4 &* s], y[6 &* s])
    var (m, n, o, p) = (y[8 &* s], y[10 &* s], y[12 &* s], y[14 &* s])
    mergeFours(&i, &j, &k, &l, &m, &n, &o, &p)
    order(&i, &b)
    order(&j, &c)
    order(&k, &d)
    order(&l, &e)
    order(&m, &f)
    order(&n, &g)
    order(&o, &h)
    (x[0], x[2 &* s], x[4 &* s], x[6 &* s]) = (a, b, c, d)
    (x[8 &* s], x[10 &* s], x[12 &* s], x[14 &* s]) = (e, f, g, h)
    (y[0], y[2 &* s], y[4 &* s], y[6 &* s]) = (i, j, k, l)
    (y[8 &* s], y[10 &* s], y[12 &* s], y[14 &* s]) = (m, n, o, p)
  }
}
