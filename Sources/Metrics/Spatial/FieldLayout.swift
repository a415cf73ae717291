/// How the cells of a field lie in rows and columns: how far apart, and whether the rows go round the globe.
public struct FieldLayout: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Columns before they repeat: files may end a row with its first columns again.
  public let distinctColumns: Int
  /// Whether the last distinct column is followed by the first.
  public let wraps: Bool
  /// Whether rows are whole circles of latitude in even steps.
  public let hasCircles: Bool
  /// In metres, on average.
  public let rowSpacing: Double
  /// In metres, of each row.
  public let columnSpacings: [Double]

  /// Traps where the numbers do not go together.
  public init(
    rows: Int, columns: Int, distinctColumns: Int? = nil, wraps: Bool = false, hasCircles: Bool = false,
    rowSpacing: Double, columnSpacings: [Double]
  ) {
    let distinct = distinctColumns ?? columns
    precondition(rows > 0 && distinct > 0 && distinct <= columns, "\(distinct) of \(rows) x \(columns) cells")
    precondition(columnSpacings.count == rows, "\(rows) rows and \(columnSpacings.count) spacings")
    self.rows = rows
    self.columns = columns
    self.distinctColumns = distinct
    self.wraps = wraps
    self.hasCircles = hasCircles
    self.rowSpacing = rowSpacing
    self.columnSpacings = columnSpacings
  }

  /// How many rows and columns a neighbourhood reaches to either side of a cell of a row: as many as come nearest to
  /// the scale.
  func reach(of scale: FieldScale, row: Int) -> (rows: Int, columns: Int) {
    func cells(_ metres: Double, _ spacing: Double) -> Int {
      let sides = metres / spacing
      // Near a pole all columns are within the scale.
      guard sides < Double(rows + columns) * 2 else { return rows + columns }
      return max(0, Int(((sides - 1) / 2).rounded()))
    }
    switch scale {
    case .cells(let count): return (count / 2, count / 2)
    case .metres(let metres): return (cells(metres, rowSpacing), cells(metres, columnSpacings[row]))
    }
  }
}
