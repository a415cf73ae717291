/// Numbers in rows and columns: Float32, row by row. Of tokens, a row is one token and a column one feature.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  public var values: [Float]

  /// Traps where there are not `rows * columns` values.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) rows of \(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Numbers that `body` initialises, all of them.
  init(rows: Int, columns: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let count = rows * columns
    self.init(
      rows: rows, columns: columns,
      values: [Float](unsafeUninitializedCapacity: count) { values, made in
        if count > 0 { body(values.start) }
        made = count
      })
  }

  /// All zero.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
  }

  /// The rows at some positions, in that order.
  func rows(at positions: [Int], _ workers: Workers = Workers(count: 1)) -> Matrix {
    let columns = columns
    return Matrix(rows: positions.count, columns: columns) { to in
      let to = Shared(base: to)
      values.withUnsafeBufferPointer { from in
        let from = SharedConstant(base: from.start)
        workers.run(over: positions.count, by: 256) { part in
          for row in part {
            (to.base + row * columns).initialize(from: from.base + positions[row] * columns, count: columns)
          }
        }
      }
    }
  }

  /// Adds rows to those at some positions, each named once.
  mutating func add(_ other: Matrix, at positions: [Int], _ workers: Workers) {
    precondition(other.columns == columns && other.rows == positions.count, "rows that do not fit")
    let columns = columns
    other.values.withUnsafeBufferPointer { from in
      values.withUnsafeMutableBufferPointer { to in
        let (to, from) = (Shared(base: to.start), SharedConstant(base: from.start))
        workers.run(over: positions.count, by: 256) { part in
          for row in part {
            let (sum, added) = (to.base + positions[row] * columns, from.base + row * columns)
            for j in 0..<columns { sum[j] += added[j] }
          }
        }
      }
    }
  }

  /// Columns as rows.
  func transposed() -> Matrix {
    var turned = Matrix(rows: columns, columns: rows)
    let (rows, columns, tile) = (rows, columns, 32)
    values.withUnsafeBufferPointer { from in
      turned.values.withUnsafeMutableBufferPointer { to in
        for top in stride(from: 0, to: rows, by: tile) {
          for left in stride(from: 0, to: columns, by: tile) {
            for i in top..<min(top + tile, rows) {
              for j in left..<min(left + tile, columns) { to[j * rows + i] = from[i * columns + j] }
            }
          }
        }
      }
    }
    return turned
  }
}

/// Channels on a grid: Float32, channel by channel, row by row.
public struct Planes: Sendable, Equatable {
  public let channels: Int
  public let height: Int
  public let width: Int
  public var values: [Float]

  public var area: Int { height * width }

  /// Traps where there are not `channels * height * width` values.
  public init(channels: Int, height: Int, width: Int, values: [Float]) {
    precondition(values.count == channels * height * width, "\(values.count) values for \(channels)x\(height)x\(width)")
    self.channels = channels
    self.height = height
    self.width = width
    self.values = values
  }

  /// Numbers that `body` initialises, all of them.
  init(channels: Int, height: Int, width: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let matrix = Matrix(rows: channels, columns: height * width, body)
    self.init(channels: channels, height: height, width: width, values: matrix.values)
  }

  /// All zero.
  public init(channels: Int, height: Int, width: Int) {
    self.init(
      channels: channels, height: height, width: width,
      values: [Float](repeating: 0, count: channels * height * width))
  }
}
