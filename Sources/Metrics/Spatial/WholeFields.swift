import Synchronization

/// A forecast beside an analysis on a grid of rows and columns, with its strata: the input of statistics of whole fields.
///
/// What is missing on one side is missing on both, and so is a cell of weight 0.
public final class WholeFields: Sendable {
  public let fields: ScoredFields
  public let cells: CellBlocks
  public let layout: FieldLayout
  /// Of the events that were asked for last: several scales share them.
  private let known = Mutex<EventAreas?>(nil)

  /// Traps where the layout is of another number of cells.
  public init(_ fields: ScoredFields, _ cells: CellBlocks, _ layout: FieldLayout) {
    precondition(
      layout.rows * layout.columns == fields.forecasts.count && cells.parts.cellCount == fields.forecasts.count,
      "fields of \(fields.forecasts.count) cells that are not \(layout.rows) by \(layout.columns)")
    self.fields = fields
    self.cells = cells
    self.layout = layout
  }

  /// Fields of which all cells are one stratum, on a grid whose rows do not go round and whose cells are as far apart as
  /// one another.
  ///
  /// Traps where the fields have another number of cells.
  public convenience init(_ fields: ScoredFields, rows: Int, columns: Int, weights: CellBlocks.Weights) {
    var parts = CellParts(cellCount: rows * columns)
    parts.addAll()
    let layout = FieldLayout(
      rows: rows, columns: columns, rowSpacing: 1, columnSpacings: [Double](repeating: 1, count: rows))
    let starts = (0...rows).map { $0 * columns }
    self.init(fields, CellBlocks(rowStarts: starts, weights: weights, parts: parts, layout: layout), layout)
  }

  /// What each cell of a row weighs; the row's own weight where that is one for all.
  @inline(__always)
  func weight(row: Int, column: Int) -> Double {
    switch cells.weights {
    case .rows(let rows): rows[row]
    case .cells(let cells): cells[row * layout.columns + column]
    }
  }

  /// Columns in which cells of a row are in one part and weigh the same, in order.
  func runs(ofRow row: Int) -> [(part: Int, weight: Double, columns: Range<Int>)] {
    let parts = cells.parts.parts
    let start = row * layout.columns
    var runs: [(part: Int, weight: Double, columns: Range<Int>)] = []
    var column = 0
    while column < layout.distinctColumns {
      let (part, weight) = (parts[start + column], weight(row: row, column: column))
      var end = column + 1
      while end < layout.distinctColumns, parts[start + end] == part, self.weight(row: row, column: end) == weight {
        end += 1
      }
      runs.append((Int(part), weight, column..<end))
      column = end
    }
    return runs
  }

  func areas(of threshold: Threshold) -> EventAreas {
    known.withLock { known in
      if let known, known.threshold == threshold { return known }
      let areas = EventAreas(self, threshold)
      known = areas
      return areas
    }
  }
}
