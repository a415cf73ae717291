/// Exact attention of a few queries to many keys in one pass over keys and values, which threads share by pieces of the
/// keys.
///
/// Pieces do not depend on the number of threads, and merge in their order: results are the same bits on any. After
/// Dao et al. (2022), arXiv:2205.14135, and its form for decoding.
public struct FlashDecoding: Sendable {
  let workers: Workers
  /// Keys of a piece.
  private static let piece = 4096

  /// Traps where there are no threads.
  public init(threads: Int) {
    workers = Workers(count: threads)
  }

  /// For each query the mean of the values, weighted by e to the power of `scale` times the product of query and key.
  ///
  /// Traps where shapes do not fit.
  public func attend(_ queries: Matrix, keys: Matrix, values: Matrix, scale: Float) -> Matrix {
    precondition(queries.columns == keys.columns && keys.rows == values.rows, "queries, keys and values do not fit")
    return keys.values.withUnsafeBufferPointer { k in
      values.values.withUnsafeBufferPointer { v in
        attend(
          queries, ClusterVectors(count: keys.rows, keys: k.start, values: v.start, element: .float32),
          valueWidth: values.columns, scale: scale)
      }
    }
  }

  func attend(_ queries: Matrix, _ all: ClusterVectors, valueWidth: Int, scale: Float) -> Matrix {
    var result = Matrix(rows: queries.rows, columns: valueWidth)
    let pieces = (all.count + FlashDecoding.piece - 1) / FlashDecoding.piece
    guard queries.rows > 0, pieces > 0 else { return result }
    let size = PartialAttention.size(count: queries.rows, width: valueWidth)
    queries.values.withUnsafeBufferPointer { q in
      let group = QueryGroup(base: q.start, count: queries.rows, width: queries.columns, scale: scale)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: pieces * size) { parts in
        attend(group, all, pieces, parts.start, valueWidth)
        let whole = PartialAttention(base: parts.start, count: group.count, width: valueWidth)
        for number in 1..<max(1, pieces) {
          whole.merge(
            PartialAttention(base: parts.start + number * size, count: group.count, width: valueWidth))
        }
        result.values.withUnsafeMutableBufferPointer { whole.finish(into: $0.start) }
      }
    }
    return result
  }

  private func attend(
    _ queries: QueryGroup, _ all: ClusterVectors, _ pieces: Int, _ parts: UnsafeMutablePointer<Float>, _ width: Int
  ) {
    let work = PieceWork(queries: queries, all: all, parts: parts, width: width)
    workers.run(pieces) { work.attend($0, length: FlashDecoding.piece) }
  }
}

/// What the threads share. Unchecked, since no type tells that each writes to a part of its own.
private struct PieceWork: @unchecked Sendable {
  let queries: QueryGroup
  let all: ClusterVectors
  let parts: UnsafeMutablePointer<Float>
  let width: Int

  func attend(_ piece: Int, length: Int) {
    let part = PartialAttention(
      base: parts + piece * PartialAttention.size(count: queries.count, width: width), count: queries.count,
      width: width)
    part.clear()
    let (start, bytes) = (piece * length, all.element.bytes)
    let share = ClusterVectors(
      count: min(length, all.count - start), keys: all.keys + start * queries.width * bytes,
      values: all.values + start * width * bytes, element: all.element)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: PartialAttention.scratch(queries)) {
      part.add(queries, share, scratch: $0.start)
    }
  }
}
