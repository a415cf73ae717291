/// A 3 x 3 convolution over tokens, a row a token: nine products, each of the tokens moved by one place.
struct TokenConvolution: Sendable {
  /// For each place of the kernel its weights [out, in], one after the other.
  private let taps: [Float]
  private let bias: Weight
  let features: Int

  init(_ name: String, _ store: WeightStore) throws {
    let weight = try store.weight(name + ".weight")
    bias = try store.weight(name + ".bias")
    features = weight.shape[0]
    let pairs = features * weight.shape[1]
    taps = weight.withValues { values in
      [Float](unsafeUninitializedCapacity: 9 * pairs) { taps, count in
        for pair in 0..<pairs { for tap in 0..<9 { taps[tap * pairs + pair] = values[pair * 9 + tap] } }
        count = 9 * pairs
      }
    }
  }

  /// Rows of tokens of a padded grid as the kernel sees them; what it makes of the border is of no use.
  ///
  /// - Parameter y: the whole padded grid, or as many rows of it as `rows`, without those above and below.
  func callAsFunction(_ x: Matrix, _ padded: PaddedTokens, rows: Range<Int>, into y: inout Matrix, _ workers: Workers) {
    let d = features
    let count = rows.count * padded.columns
    let offset = y.rows == padded.count ? (rows.lowerBound + 1) * padded.columns : 0
    x.values.withUnsafeBufferPointer { x in
      y.values.withUnsafeMutableBufferPointer { y in
        taps.withUnsafeBufferPointer { taps in
          bias.withValues { bias in
            let target = y.start + offset * d
            for i in 0..<count { (target + i * d).update(from: bias, count: d) }
            for tap in 0..<9 {
              // The first and the last token of these rows are on the border: their neighbours beyond do not matter,
              // and would lie outside for the first and the last row.
              let move = (tap / 3 - 1) * padded.columns + tap % 3 - 1
              let source = x.start + ((rows.lowerBound + 1) * padded.columns + 1 + move) * d
              workers.multiply(
                source, strideA: d, taps.start + tap * d * d, strideB: d, transposed: true, into: target + d,
                strideC: d, rows: count - 2, columns: d, inner: d, beta: 1)
            }
          }
        }
      }
    }
  }
}

/// A grid of tokens with a border of one on each side.
struct PaddedTokens {
  let grid: TokenGrid
  var columns: Int { grid.columns + 2 }
  var count: Int { (grid.rows + 2) * columns }

  /// The tokens of the grid inside a border of zeros.
  func scattered(_ x: Matrix) -> Matrix {
    var padded = Matrix(rows: count, columns: x.columns)
    let d = x.columns
    x.values.withUnsafeBufferPointer { from in
      padded.values.withUnsafeMutableBufferPointer { to in
        for row in 0..<grid.rows {
          (to.start + ((row + 1) * columns + 1) * d).update(
            from: from.start + row * grid.columns * d, count: grid.columns * d)
        }
      }
    }
    return padded
  }

  /// Rows of tokens without the border beside them.
  func inner(of x: Matrix, rowCount: Int) -> Matrix {
    var inner = Matrix(rows: rowCount * grid.columns, columns: x.columns)
    let d = x.columns
    x.values.withUnsafeBufferPointer { from in
      inner.values.withUnsafeMutableBufferPointer { to in
        for row in 0..<rowCount {
          (to.start + row * grid.columns * d).update(
            from: from.start + (row * columns + 1) * d, count: grid.columns * d)
        }
      }
    }
    return inner
  }

  func clearBorder(_ x: inout Matrix) {
    let d = x.columns
    x.values.withUnsafeMutableBufferPointer { x in
      func clear(_ first: Int, _ count: Int) { (x.start + first * d).update(repeating: 0, count: count * d) }
      clear(0, columns)
      clear(count - columns, columns)
      for row in 1...grid.rows {
        clear(row * columns, 1)
        clear((row + 1) * columns - 1, 1)
      }
    }
  }
}
