import CWave

/// A group of queries that attend to the same keys: `count` rows of `width`.
struct QueryGroup {
  let base: UnsafePointer<Float>
  let count: Int
  let width: Int
  /// What products of queries and keys are multiplied by.
  let scale: Float

  /// From so many queries on, products of matrices pay for the packing of their operands.
  static let many = 16

  /// Its scores with keys, a row a query.
  ///
  /// - Parameter next: what will be read after the keys, of the same kind.
  func score(
    _ keys: UnsafeRawPointer, count n: Int, element: ClusterLayout.Element, into scores: UnsafeMutablePointer<Float>,
    stride: Int, next: UnsafeRawPointer? = nil
  ) {
    guard count >= QueryGroup.many, element == .float32 else {
      wave_scores(base, count, keys, n, width, element.code, scale, scores, stride, next)
      return
    }
    multiply(
      base, strideA: width, keys.assumingMemoryBound(to: Float.self), strideB: width, transposed: true, into: scores,
      strideC: stride, rows: count, columns: n, inner: width, alpha: scale)
  }
}

/// Attention of a group to some of its keys, not yet divided by the sum of its weights, so that parts add up to the
/// whole: for each query the largest score, the sum of e to the power of each score less the largest, and the values
/// weighted so.
///
/// Parts merge as the softmax of parts does (Milakov and Gimelshein, 2018, arXiv:1805.02867). The numbers lie in
/// memory of somebody else: `size` of them.
struct PartialAttention {
  let base: UnsafeMutablePointer<Float>
  /// Queries, and numbers of a value.
  let count: Int
  let width: Int

  static func size(count: Int, width: Int) -> Int { count * (width + 2) }

  var largest: UnsafeMutablePointer<Float> { base }
  var totals: UnsafeMutablePointer<Float> { base + count }
  var weighted: UnsafeMutablePointer<Float> { base + 2 * count }

  /// Attention to nothing.
  func clear() {
    largest.update(repeating: -.infinity, count: count)
    totals.update(repeating: 0, count: count * (width + 1))
  }

  /// How many keys are looked at together.
  static let keysAtOnce = 256

  static func scratch(_ queries: QueryGroup) -> Int { queries.count * keysAtOnce }

  /// Adds attention to some keys with their values.
  ///
  /// - Parameter scratch: as many numbers as `scratch(_:)` says.
  func add(_ queries: QueryGroup, _ part: ClusterVectors, scratch: UnsafeMutablePointer<Float>) {
    let bytes = part.element.bytes
    let atOnce = PartialAttention.keysAtOnce
    for start in stride(from: 0, to: part.count, by: atOnce) {
      let n = min(atOnce, part.count - start)
      let values = part.values + start * width * bytes
      let following = start + n < part.count ? part.keys + (start + n) * queries.width * bytes : part.next
      queries.score(
        part.keys + start * queries.width * bytes, count: n, element: part.element, into: scratch, stride: atOnce,
        next: values)
      for q in 0..<count {
        let shrink = wave_weigh(scratch + q * atOnce, nil, n, largest + q, totals + q)
        if shrink != 1 { scale(q, by: shrink) }
      }
      accumulate(scratch, stride: atOnce, values, count: n, element: part.element, next: following)
    }
  }

  /// Adds values with given weights, of which the totals know already.
  func accumulate(
    _ weights: UnsafePointer<Float>, stride: Int, _ values: UnsafeRawPointer, count n: Int,
    element: ClusterLayout.Element, next: UnsafeRawPointer? = nil
  ) {
    guard count >= QueryGroup.many, element == .float32 else {
      wave_accumulate(weights, stride, count, values, n, width, element.code, weighted, next)
      return
    }
    multiply(
      weights, strideA: stride, values.assumingMemoryBound(to: Float.self), strideB: width, transposed: false,
      into: weighted, strideC: width, rows: count, columns: width, inner: n, beta: 1)
  }

  private func scale(_ query: Int, by factor: Float) {
    let row = weighted + query * width
    for j in 0..<width { row[j] *= factor }
  }

  /// Adds attention to other keys.
  func merge(_ other: PartialAttention) {
    for q in 0..<count where other.largest[q] > -.infinity {
      let top = max(largest[q], other.largest[q])
      let mine = largest[q] == top ? 1 : exponential(Lanes(repeating: largest[q] - top))[0]
      let others = other.largest[q] == top ? 1 : exponential(Lanes(repeating: other.largest[q] - top))[0]
      largest[q] = top
      totals[q] = totals[q] * mine + other.totals[q] * others
      let (row, added) = (weighted + q * width, other.weighted + q * width)
      for j in 0..<width { row[j] = row[j] * mine + added[j] * others }
    }
  }

  /// The means of the values; 0 where there was nothing to attend to.
  func finish(into out: UnsafeMutablePointer<Float>) {
    for q in 0..<count {
      let factor = totals[q] > 0 || totals[q].isNaN ? 1 / totals[q] : 0
      for j in 0..<width { out[q * width + j] = weighted[q * width + j] * factor }
    }
  }
}

extension ClusterLayout.Element {
  var code: wave_element { self == .float32 ? wave_float32 : wave_float16 }
}
