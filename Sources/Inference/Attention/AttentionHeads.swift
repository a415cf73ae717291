/// Attention of several heads among the tokens of segments, each segment for itself.
enum AttentionHeads {
  /// Queries, keys and values side by side in each row: three times heads times width columns.
  ///
  /// - Parameters:
  ///   - segmentLength: tokens of a segment; the rows are whole segments, one after the other.
  /// - Returns: the heads' results side by side, a row a token.
  static func attend(
    _ qkv: Matrix, heads: Int, segmentLength: Int, with engine: some Attention, _ workers: Workers
  ) -> Matrix {
    let d = qkv.columns / 3
    let width = d / heads
    precondition(
      qkv.columns == 3 * d && d == heads * width && qkv.rows % segmentLength == 0,
      "\(qkv.rows) rows of \(qkv.columns) for \(heads) heads in segments of \(segmentLength)")
    let scale = 1 / Float(width).squareRoot()
    var result = Matrix(rows: qkv.rows, columns: d)
    result.values.withUnsafeMutableBufferPointer { out in
      qkv.values.withUnsafeBufferPointer { rows in
        let (target, source) = (Shared(base: out.start), SharedConstant(base: rows.start))
        workers.run(qkv.rows / segmentLength * heads) { piece in
          let (segment, head) = (piece / heads, piece % heads)
          let first = segment * segmentLength
          func part(_ kind: Int) -> Matrix {
            Matrix(
              rows: segmentLength, columns: width,
              values: [Float](unsafeUninitializedCapacity: segmentLength * width) { values, count in
                for i in 0..<segmentLength {
                  let row = source.base + (first + i) * 3 * d + kind * d + head * width
                  for j in 0..<width { values[i * width + j] = row[j] }
                }
                count = segmentLength * width
              })
          }
          let memory = engine.memory(keys: part(1), values: part(2))
          let attended = engine.attend(part(0), to: memory, scale: scale)
          attended.values.withUnsafeBufferPointer { values in
            for i in 0..<segmentLength {
              let row = target.base + (first + i) * d + head * width
              for j in 0..<width { row[j] = values[i * width + j] }
            }
          }
        }
      }
    }
    return result
  }
}
