/// Where tokens stand: row by row on their grid, sub-grid after sub-grid.
struct TokenGrid {
  let rows: Int
  let columns: Int

  var count: Int { rows * columns }

  /// The positions of all tokens, window by window.
  func windows(height: Int, width: Int) -> [Int] {
    precondition(rows % height == 0 && columns % width == 0, "windows that do not tile the tokens")
    var positions: [Int] = []
    positions.reserveCapacity(count)
    for top in stride(from: 0, to: rows, by: height) {
      for left in stride(from: 0, to: columns, by: width) {
        for i in top..<top + height {
          for j in left..<left + width { positions.append(i * columns + j) }
        }
      }
    }
    return positions
  }

  /// For each token of the interleaved fine grid, row by row, its position among `scale`² sub-grids.
  ///
  /// Sub-grid a * scale + b holds the fine tokens in row a and column b of every `scale` by `scale` square.
  func interleaving(scale: Int) -> [Int] {
    (0..<rows * scale).flatMap { i in
      (0..<columns * scale).map { j in
        let grid = i % scale * scale + j % scale
        return (grid * rows + i / scale) * columns + j / scale
      }
    }
  }
}
