/// The bytes of clusters as they are stored: a cluster's keys, then its values, row by row.
struct ClusterEncoding {
  let layout: ClusterLayout

  /// Calls `body` with the bytes of some clusters, about four megabytes at a time, and where these begin among all of
  /// these clusters' bytes.
  ///
  /// Throws where half precision can't hold a number, and what `body` throws.
  func encode(
    sizes: [Int], keys: Matrix, values: Matrix, _ body: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    check(sizes, keys, values)
    let rowsAtOnce = max(1, (4 << 20) / max(1, layout.bytesPerToken))
    var (cluster, row) = (0, 0)
    while cluster < sizes.count {
      let first = (cluster: cluster, row: row)
      repeat {
        row += sizes[cluster]
        cluster += 1
      } while cluster < sizes.count && row - first.row + sizes[cluster] <= rowsAtOnce
      let count = (row - first.row) * layout.bytesPerToken
      try withUnsafeTemporaryAllocation(byteCount: count, alignment: 64) { bytes in
        if let target = bytes.baseAddress {
          try write(sizes[first.cluster..<cluster], from: first.row, keys, values, to: target)
        }
        try body(UnsafeRawBufferPointer(bytes), first.row * layout.bytesPerToken)
      }
    }
  }

  /// Writes the bytes of all clusters to memory that has room for them.
  ///
  /// Throws where half precision can't hold a number.
  func write(sizes: [Int], keys: Matrix, values: Matrix, to target: UnsafeMutableRawPointer) throws {
    check(sizes, keys, values)
    try write(sizes[...], from: 0, keys, values, to: target)
  }

  /// Those of some clusters, which begin at a row.
  private func write(
    _ sizes: ArraySlice<Int>, from first: Int, _ keys: Matrix, _ values: Matrix, to target: UnsafeMutableRawPointer
  ) throws {
    var (at, row) = (0, first)
    for size in sizes where size > 0 {
      for matrix in [keys, values] {
        try matrix.values.withUnsafeBufferPointer {
          try layout.element.store($0.start + row * matrix.columns, count: size * matrix.columns, into: target + at)
        }
        at += size * matrix.columns * layout.element.bytes
      }
      row += size
    }
  }

  private func check(_ sizes: [Int], _ keys: Matrix, _ values: Matrix) {
    precondition(
      keys.columns == layout.keyWidth && values.columns == layout.valueWidth && keys.rows == values.rows
        && sizes.reduce(0, +) == keys.rows && sizes.allSatisfy { $0 >= 0 },
      "\(keys.rows) keys of \(keys.columns) and \(values.rows) values of \(values.columns) for clusters of "
        + "\(sizes.reduce(0, +)) rows, \(layout.keyWidth) and \(layout.valueWidth)")
  }
}
