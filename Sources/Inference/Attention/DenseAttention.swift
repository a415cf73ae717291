/// Attention to all tokens, exactly, block by block: scores of a block of queries with a block of keys exist, never a
/// matrix of all with all.
///
/// The running greatest score and sum of each query make the softmax of all blocks from those of each (the online
/// softmax of Milakov and Gimelshein, 2018, arXiv:1805.02867).
public struct DenseAttention: Attention {
  public struct Memory: Sendable {
    let keys: Matrix
    let values: Matrix
  }

  /// Queries and keys of a block.
  let queryBlock: Int
  let keyBlock: Int

  /// Traps where a block has no rows.
  public init(queryBlock: Int = 128, keyBlock: Int = 512) {
    precondition(queryBlock > 0 && keyBlock > 0, "blocks of \(queryBlock) and \(keyBlock)")
    self.queryBlock = queryBlock
    self.keyBlock = keyBlock
  }

  public func memory(keys: Matrix, values: Matrix, of place: AttentionPlace) -> Memory {
    precondition(keys.rows == values.rows, "\(keys.rows) keys and \(values.rows) values")
    return Memory(keys: keys, values: values)
  }

  public func attend(_ queries: Matrix, from first: Int, to memory: Memory, scale: Float) -> Matrix {
    precondition(queries.columns == memory.keys.columns, "queries and keys of different width")
    var result = Matrix(rows: queries.rows, columns: memory.values.columns)
    guard queries.rows > 0, memory.keys.rows > 0 else { return result }
    queries.values.withUnsafeBufferPointer { q in
      memory.keys.values.withUnsafeBufferPointer { k in
        memory.values.values.withUnsafeBufferPointer { v in
          result.values.withUnsafeMutableBufferPointer { out in
            let (d, dv, n) = (queries.columns, memory.values.columns, memory.keys.rows)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: queryBlock * (keyBlock + 2)) { scratch in
              for top in stride(from: 0, to: queries.rows, by: queryBlock) {
                attend(
                  q.start + top * d, rows: min(queryBlock, queries.rows - top), width: d, keys: k.start,
                  values: v.start, valueWidth: dv, count: n, scale: scale, into: out.start + top * dv,
                  scratch: scratch.start)
              }
            }
          }
        }
      }
    }
    return result
  }

  private func attend(
    _ queries: UnsafePointer<Float>, rows: Int, width: Int, keys: UnsafePointer<Float>, values: UnsafePointer<Float>,
    valueWidth: Int, count: Int, scale: Float, into out: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let (largest, total, scores) = (scratch, scratch + queryBlock, scratch + 2 * queryBlock)
    for i in 0..<rows {
      largest[i] = -.infinity
      total[i] = 0
    }
    for start in stride(from: 0, to: count, by: keyBlock) {
      let n = min(keyBlock, count - start)
      multiply(
        queries, strideA: width, keys + start * width, strideB: width, transposed: true, into: scores,
        strideC: keyBlock, rows: rows, columns: n, inner: width, alpha: scale)
      for i in 0..<rows {
        let row = scores + i * keyBlock
        let top = max(largest[i], greatest(of: row, count: n))
        apply({ exponential($0 - top) }, to: row, count: n)
        // e^(-inf - top) is 0 for the first block, whose sums are 0 anyway.
        let shrink = exponential(Lanes(repeating: largest[i] - top))[0]
        total[i] = (start == 0 ? 0 : total[i] * shrink) + sum(row, count: n)
        largest[i] = top
        guard start > 0 else { continue }
        let target = out + i * valueWidth
        for j in 0..<valueWidth { target[j] *= shrink }
      }
      multiply(
        scores, strideA: keyBlock, values + start * valueWidth, strideB: valueWidth, transposed: false, into: out,
        strideC: valueWidth, rows: rows, columns: valueWidth, inner: n, beta: start == 0 ? 0 : 1)
    }
    for i in 0..<rows {
      let factor = 1 / total[i]
      let target = out + i * valueWidth
      for j in 0..<valueWidth { target[j] *= factor }
    }
  }
}
