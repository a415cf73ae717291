/// Errors of each cell of a map over many forecasts: sums that add, for the mean error and the mean squared error.
///
/// A map is on the grid of the comparison or on blocks of its cells. Arrays have one value a cell of the map.
public struct MapSums: Sendable, Equatable {
  /// Weights of the cells that were added.
  public private(set) var weights: [Double]
  public private(set) var errors: [Double]
  public private(set) var squares: [Double]
  /// Forecasts that were added.
  public private(set) var cases: Int

  public init(cellCount: Int) {
    weights = [Double](repeating: 0, count: cellCount)
    (errors, squares, cases) = (weights, weights, 0)
  }

  public var cellCount: Int { weights.count }

  /// Adds one forecast and analysis, each cell to a cell of the map. A cell that misses either is left out.
  public mutating func add(_ forecasts: [Float], _ observations: [Float], of blocks: MapBlocks, _ cells: CellBlocks) {
    precondition(blocks.count == cellCount, "\(blocks.count) blocks on a map of \(cellCount) cells")
    cases += 1
    for block in cells.blocks {
      for run in cells.runs[Int(block.runs.lowerBound)..<Int(block.runs.upperBound)] {
        var cell = Int(run.start)
        let end = cell + Int(run.count)
        while cell < end {
          let (target, blockEnd) = blocks.block(of: cell)
          for cell in cell..<min(end, blockEnd) {
            let error = Double(forecasts[cell]) - Double(observations[cell])
            guard !error.isNaN else { continue }
            let weight = cells.cellWeights?[cell] ?? block.weight
            weights[target] += weight
            errors[target] += weight * error
            squares[target] += weight * error * error
          }
          cell = min(end, blockEnd)
        }
      }
    }
  }

  /// Traps where the other is of another map.
  public mutating func merge(_ other: MapSums) {
    precondition(other.cellCount == cellCount, "maps of \(cellCount) and \(other.cellCount) cells")
    cases += other.cases
    for cell in weights.indices {
      weights[cell] += other.weights[cell]
      errors[cell] += other.errors[cell]
      squares[cell] += other.squares[cell]
    }
  }

  /// The mean error of each cell; NaN where there was none.
  public var meanErrors: [Double] { zip(errors, weights).map { $1 > 0 ? $0 / $1 : .nan } }

  /// The mean squared error of each cell; NaN where there was none.
  public var meanSquares: [Double] { zip(squares, weights).map { $1 > 0 ? $0 / $1 : .nan } }
}

/// Which cells of a grid of rows and columns make a cell of a map: squares of so many cells a side.
public struct MapBlocks: Sendable, Hashable {
  public let rows: Int
  public let columns: Int
  public let side: Int

  /// Traps where the side is not positive. A grid without rows has one, and a side of 1.
  public init(rows: Int, columns: Int, side: Int) {
    precondition(side > 0, "blocks of \(side) cells a side")
    (self.rows, self.columns, self.side) = (rows, columns, side)
  }

  public var mapRows: Int { (rows + side - 1) / side }
  public var mapColumns: Int { (columns + side - 1) / side }
  public var count: Int { mapRows * mapColumns }

  /// The block of a cell, and the cell behind the last one of its row in that block.
  @inline(__always)
  func block(of cell: Int) -> (block: Int, end: Int) {
    if side == 1 { return (cell, cell + 1) }
    let (row, column) = (cell / columns, cell % columns)
    let end = min(columns, (column / side + 1) * side)
    return (row / side * mapColumns + column / side, cell - column + end)
  }
}

extension MapSums {
  /// All that it keeps as Float64, least significant byte first: cases, then weights, errors and squares.
  public var bytes: [UInt8] {
    let numbers = [Double(cases)] + weights + errors + squares
    return numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
  }

  /// Nil where they are not of a map of so many cells.
  public init?(bytes: [UInt8], cellCount: Int) {
    guard bytes.count == 8 * (1 + 3 * cellCount) else { return nil }
    let numbers = bytes.withUnsafeBytes { raw in
      (0..<1 + 3 * cellCount).map {
        Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
    guard let cases = Int(count: numbers[0]) else { return nil }
    self.cases = cases
    weights = Array(numbers[1..<1 + cellCount])
    errors = Array(numbers[1 + cellCount..<1 + 2 * cellCount])
    squares = Array(numbers[(1 + 2 * cellCount)...])
  }
}
