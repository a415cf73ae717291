/// Attention to all tokens, exactly, block by block: scores of a block of queries with a block of keys exist, never a
/// matrix of all with all.
public struct DenseAttention: Attention {
  public struct Memory: Sendable {
    let keys: Matrix
    let values: Matrix
  }

  /// Queries of a block.
  let queryBlock: Int

  /// Traps where a block has no rows.
  public init(queryBlock: Int = 512) {
    precondition(queryBlock > 0, "blocks of \(queryBlock)")
    self.queryBlock = queryBlock
  }

  /// Bytes that a thread needs beside queries, keys, values and results.
  func scratchBytes(valueWidth: Int) -> Int {
    4 * (PartialAttention.size(count: queryBlock, width: valueWidth) + queryBlock * PartialAttention.keysAtOnce)
  }

  public func memory(keys: Matrix, values: Matrix, of place: AttentionPlace) -> Memory {
    precondition(keys.rows == values.rows, "\(keys.rows) keys and \(values.rows) values")
    return Memory(keys: keys, values: values)
  }

  public func attend(_ queries: Matrix, from first: Int, to memory: Memory, scale: Float) -> Matrix {
    precondition(queries.columns == memory.keys.columns, "queries and keys of different width")
    let (width, valueWidth) = (queries.columns, memory.values.columns)
    var result = Matrix(rows: queries.rows, columns: valueWidth)
    guard queries.rows > 0, memory.keys.rows > 0 else { return result }
    let part = PartialSlots(1, queries: queryBlock, width: valueWidth)
    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: queryBlock * PartialAttention.keysAtOnce)
    defer { scratch.deallocate() }
    queries.values.withUnsafeBufferPointer { q in
      memory.keys.values.withUnsafeBufferPointer { k in
        memory.values.values.withUnsafeBufferPointer { v in
          result.values.withUnsafeMutableBufferPointer { out in
            let all = ClusterVectors(count: memory.keys.rows, keys: k.start, values: v.start, element: .float32)
            for top in stride(from: 0, to: queries.rows, by: queryBlock) {
              let count = min(queryBlock, queries.rows - top)
              let group = QueryGroup(base: q.start + top * width, count: count, width: width, scale: scale)
              let block = PartialAttention(base: part[0].base, count: count, width: valueWidth)
              block.clear()
              block.add(group, all, scratch: scratch)
              block.finish(into: out.start + top * valueWidth)
            }
          }
        }
      }
    }
    return result
  }
}
