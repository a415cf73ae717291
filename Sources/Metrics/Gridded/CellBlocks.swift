/// The cells of a grid in the order in which a pass over fields takes them: in blocks that fit the nearest cache,
/// the cells of a block in one part and, where cells of a row weigh the same, of one weight.
///
/// Cells of weight 0 are in no block. Blocks are gathered in bands of whole rows, which are what threads take turns
/// at: they depend on the grid and its strata alone, so that results are the same bits on any number of threads.
public struct CellBlocks: Sendable {
  /// What cells weigh; not negative.
  public enum Weights: Sendable {
    /// One weight for all cells of a row.
    case rows([Double])
    /// One for each cell.
    case cells([Double])
  }

  /// Consecutive cells.
  struct Run: Sendable {
    let start: Int32
    let count: Int32
  }

  /// Runs of cells of one part in one row.
  struct Block: Sendable {
    let part: Int32
    let runs: Range<Int32>
    let count: Int32
    /// Of every cell; unused where cells have weights of their own.
    let weight: Double
  }

  /// The most cells of a block: three fields of it, widened, stay in the nearest cache.
  static let blockSize = 512
  /// The fewest cells of a run that are worth a block of their own, which is not copied together with others.
  static let longRun = 96
  /// The fewest cells of a band but the last.
  static let bandSize = 65_536

  public let parts: CellParts
  /// Cells of non-zero weight.
  public let cellCount: Int
  let runs: [Run]
  let blocks: [Block]
  let bands: [Range<Int>]
  let cellWeights: [Double]?
  let weights: Weights
  /// How the cells lie in rows and columns; nil where they do not.
  public let layout: FieldLayout?

  /// Traps where the rows do not cover the cells one after the other, or weights are of another number.
  ///
  /// - Parameters:
  ///   - rowStarts: The first cell of each row, and the number of cells at the end. A grid without rows is one row.
  ///   - layout: For statistics of whole fields; with weights of rows, the rows are those.
  public init(rowStarts: [Int], weights: Weights, parts: CellParts, layout: FieldLayout? = nil) {
    precondition(rowStarts.first == 0 && rowStarts.last == parts.cellCount, "rows that do not cover the cells")
    precondition(parts.cellCount <= Int(Int32.max), "\(parts.cellCount) cells")
    self.parts = parts
    self.weights = weights
    self.layout = layout
    if let layout {
      precondition(layout.rows * layout.columns == parts.cellCount, "a layout of other cells")
      if case .rows(let rows) = weights { precondition(rows.count == layout.rows, "a layout of other rows") }
    }
    var builder = Builder(partCount: parts.count)
    switch weights {
    case .rows(let rows):
      precondition(rows.count == rowStarts.count - 1, "\(rowStarts.count - 1) rows and \(rows.count) weights")
      cellWeights = nil
      for row in rows.indices where rows[row] != 0 {
        builder.addRow(rowStarts[row]..<rowStarts[row + 1], weight: rows[row], parts: parts.parts) { _ in true }
      }
    case .cells(let cells):
      precondition(cells.count == parts.cellCount, "\(parts.cellCount) cells and \(cells.count) weights")
      cellWeights = cells
      for (start, end) in zip(rowStarts, rowStarts.dropFirst()) {
        builder.addRow(start..<end, weight: 1, parts: parts.parts) { cells[$0] != 0 }
      }
    }
    builder.closeBand()
    (runs, blocks, bands, cellCount) = (builder.runs, builder.blocks, builder.bands, builder.cellCount)
  }
}

extension CellBlocks {
  /// Cuts rows into blocks.
  private struct Builder {
    var runs: [Run] = []
    var blocks: [Block] = []
    var bands: [Range<Int>] = []
    var cellCount = 0
    private var bandStart = 0
    private var bandCells = 0
    /// Runs of each part of the row that wait for their block.
    private var waiting: [[Run]]
    private var waitingCells: [Int]
    /// Parts with waiting runs, in the order of their first one.
    private var order: [Int] = []

    init(partCount: Int) {
      waiting = [[Run]](repeating: [], count: partCount)
      waitingCells = [Int](repeating: 0, count: partCount)
    }

    mutating func addRow(_ cells: Range<Int>, weight: Double, parts: [UInt16], where isIncluded: (Int) -> Bool) {
      // A grid without rows is cut as if it had some.
      for start in stride(from: cells.lowerBound, to: cells.upperBound, by: CellBlocks.bandSize) {
        addPiece(start..<min(start + CellBlocks.bandSize, cells.upperBound), weight, parts, isIncluded)
        if bandCells >= CellBlocks.bandSize { closeBand() }
      }
    }

    private mutating func addPiece(
      _ cells: Range<Int>, _ weight: Double, _ parts: [UInt16], _ isIncluded: (Int) -> Bool
    ) {
      var cell = cells.lowerBound
      while cell < cells.upperBound {
        guard isIncluded(cell) else {
          cell += 1
          continue
        }
        let part = Int(parts[cell])
        var end = cell + 1
        let limit = min(cells.upperBound, cell + CellBlocks.blockSize)
        while end < limit, Int(parts[end]) == part, isIncluded(end) { end += 1 }
        let run = Run(start: Int32(cell), count: Int32(end - cell))
        cell = end
        if run.count >= CellBlocks.longRun {
          emit([run], part, weight)
          continue
        }
        if waitingCells[part] + Int(run.count) > CellBlocks.blockSize { emitWaiting(part, weight) }
        if waiting[part].isEmpty { order.append(part) }
        waiting[part].append(run)
        waitingCells[part] += Int(run.count)
      }
      for part in order where !waiting[part].isEmpty { emitWaiting(part, weight) }
      order.removeAll(keepingCapacity: true)
    }

    private mutating func emitWaiting(_ part: Int, _ weight: Double) {
      emit(waiting[part], part, weight)
      waiting[part].removeAll(keepingCapacity: true)
      waitingCells[part] = 0
    }

    private mutating func emit(_ runs: [Run], _ part: Int, _ weight: Double) {
      let first = Int32(self.runs.count)
      let count = runs.reduce(0) { $0 + $1.count }
      self.runs += runs
      blocks.append(
        Block(part: Int32(part), runs: first..<Int32(self.runs.count), count: count, weight: weight))
      cellCount += Int(count)
      bandCells += Int(count)
    }

    mutating func closeBand() {
      guard bandStart < blocks.count else { return }
      bands.append(bandStart..<blocks.count)
      (bandStart, bandCells) = (blocks.count, 0)
    }
  }
}

extension CellBlocks {
  /// How many cells of non-zero weight meet a condition.
  public func count(where condition: (Int) -> Bool) -> Int {
    runs.reduce(0) { total, run in
      total + (Int(run.start)..<Int(run.start + run.count)).count(where: condition)
    }
  }
  /// What a cell weighs; 0 where it is in no block.
  public func weight(of cell: Int) -> Double {
    if let cellWeights { return cellWeights[cell] }
    let block = blocks.first { block in
      runs[Int(block.runs.lowerBound)..<Int(block.runs.upperBound)].contains {
        (Int($0.start)..<Int($0.start + $0.count)).contains(cell)
      }
    }
    return block?.weight ?? 0
  }
}
