/// The sums of a field over every rectangle from its first corner: the sum over any rectangle is then four of
/// them.
///
/// Whole numbers, such as counts of events, are summed without rounding.
///
/// Crow (1984), doi:10.1145/964965.808600
struct SummedArea {
  private let sums: [Double]
  private let width: Int
  private let rows: Int

  init(rows: Int, columns: Int, _ value: (Int) -> Double) {
    self.rows = rows
    width = columns + 1
    var sums = [Double](repeating: 0, count: (rows + 1) * width)
    for row in 0..<rows {
      var line = 0.0
      for column in 0..<columns {
        line += value(row * columns + column)
        sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + line
      }
    }
    self.sums = sums
  }

  /// The sum over a square of `2 * reach + 1` cells a side around a cell, as far as it is within the field.
  func sum(row: Int, column: Int, reach: Int) -> Double {
    let (top, bottom) = (max(0, row - reach), min(rows, row + reach + 1))
    let (left, right) = (max(0, column - reach), min(width - 1, column + reach + 1))
    return (sums[bottom * width + right] - sums[top * width + right])
      - (sums[bottom * width + left] - sums[top * width + left])
  }
}
