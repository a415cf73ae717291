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

  /// All zero.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
  }

  /// The rows at some positions, in that order.
  func rows(at positions: [Int]) -> Matrix {
    var taken = Matrix(rows: positions.count, columns: columns)
    values.withUnsafeBufferPointer { from in
      taken.values.withUnsafeMutableBufferPointer { to in
        for (row, position) in positions.enumerated() {
          for j in 0..<columns { to[row * columns + j] = from[position * columns + j] }
        }
      }
    }
    return taken
  }

  /// Adds rows to those at some positions.
  mutating func add(_ other: Matrix, at positions: [Int]) {
    precondition(other.columns == columns && other.rows == positions.count, "rows that do not fit")
    let columns = columns
    other.values.withUnsafeBufferPointer { from in
      values.withUnsafeMutableBufferPointer { to in
        for (row, position) in positions.enumerated() {
          for j in 0..<columns { to[position * columns + j] += from[row * columns + j] }
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

  /// All zero.
  public init(channels: Int, height: Int, width: Int) {
    self.init(
      channels: channels, height: height, width: width,
      values: [Float](repeating: 0, count: channels * height * width))
  }
}
