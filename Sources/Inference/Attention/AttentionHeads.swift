/// Attention of several heads among the tokens of segments, each segment for itself.
struct AttentionHeads {
  let engine: any Attention
  let heads: Int
  let layer: String
  /// Rows and columns of the tokens of a segment.
  let segment: (rows: Int, columns: Int)
  /// Whether a segment goes round the globe.
  let isCyclic: Bool
  /// The number of the first segment.
  let first: Int

  /// Queries, keys and values side by side in each row: three times heads times width columns.
  ///
  /// - Parameter qkv: whole segments, one after the other.
  /// - Returns: the heads' results side by side, a row a token.
  func attend(_ qkv: Matrix, _ workers: Workers) throws -> Matrix {
    try attend(qkv, with: engine, workers)
  }

  private func attend(_ qkv: Matrix, with engine: some Attention, _ workers: Workers) throws -> Matrix {
    let d = qkv.columns / 3
    let (width, length) = (d / heads, segment.rows * segment.columns)
    precondition(
      qkv.columns == 3 * d && d == heads * width && qkv.rows % length == 0,
      "\(qkv.rows) rows of \(qkv.columns) for \(heads) heads in segments of \(length)")
    let scale = 1 / Float(width).squareRoot()
    var result = Matrix(rows: qkv.rows, columns: d)
    try result.values.withUnsafeMutableBufferPointer { out in
      try qkv.values.withUnsafeBufferPointer { rows in
        let (target, source) = (Shared(base: out.start), SharedConstant(base: rows.start))
        try workers.runThrowing(qkv.rows / length * heads) { piece in
          let (number, head) = (piece / heads, piece % heads)
          let rows = source.base + number * length * 3 * d + head * width
          func part(_ kind: Int) -> Matrix { Matrix(copying: rows + kind * d, rows: length, width, stride: 3 * d) }
          let place = AttentionPlace(
            layer: layer, head: head, segment: first + number, rows: segment.rows, columns: segment.columns,
            isCyclic: isCyclic)
          let memory = try engine.memory(keys: part(1), values: part(2), of: place)
          // Queries by the thousand, as the segment of a fine grid has many: so many rows of tokens as the engine
          // takes together, a few times.
          let step = max(1, engine.rowsAtOnce)
          let atOnce = max(step, 4096 / segment.columns / step * step) * segment.columns
          for start in stride(from: 0, to: length, by: atOnce) {
            let count = min(atOnce, length - start)
            let queries = Matrix(copying: rows + start * 3 * d, rows: count, width, stride: 3 * d)
            let attended = try engine.attend(queries, from: start, to: memory, scale: scale)
            attended.values.withUnsafeBufferPointer { values in
              for i in 0..<count {
                let row = target.base + (number * length + start + i) * d + head * width
                row.update(from: values.start + i * width, count: width)
              }
            }
          }
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// Rows of a larger matrix, `stride` numbers apart.
  fileprivate init(copying start: UnsafePointer<Float>, rows: Int, _ columns: Int, stride: Int) {
    self.init(
      rows: rows, columns: columns,
      values: [Float](unsafeUninitializedCapacity: rows * columns) { values, count in
        for i in 0..<rows { (values.start + i * columns).initialize(from: start + i * stride, count: columns) }
        count = rows * columns
      })
  }
}
