import Fields
import Metrics

extension FieldLayout {
  /// How the cells of a grid lie; nil where they are not in rows and columns.
  ///
  /// - Parameter rowCount: The rows that weights are of, which then have to be those of the grid.
  init?(_ grid: any Grid, rowCount: Int? = nil) {
    guard grid.shape.count == 2, rowCount ?? grid.shape[0] == grid.shape[0] else { return nil }
    let (rows, columns) = (grid.shape[0], grid.shape[1])
    guard rows > 0, columns > 0 else { return nil }
    let middle = columns / 2
    func place(_ row: Int, _ column: Int) -> Coordinate { grid.coordinate(of: row * columns + column) }
    let across = (0..<rows).map { row in
      let left = max(0, middle - 1)
      let span = min(left + 1, columns - 1) - left
      return span > 0 ? place(row, left).distance(to: place(row, left + 1)) : .infinity
    }
    let along = (1..<max(1, rows)).map { place($0 - 1, middle).distance(to: place($0, middle)) }
    let rowSpacing = along.isEmpty ? .infinity : along.reduce(0, +) / Double(along.count)
    let parallels = grid as? RectilinearGrid
    // Columns that a file repeats at its end have no area.
    var distinct = columns
    if parallels?.wraps ?? false {
      while distinct > 1, grid.area(of: rows / 2 * columns + distinct - 1) == 0 { distinct -= 1 }
    }
    let wraps = parallels?.wraps ?? (grid as? CurvilinearGrid)?.wraps ?? false
    self.init(
      rows: rows, columns: columns, distinctColumns: distinct, wraps: wraps,
      hasCircles: parallels.map { $0.wraps && FieldLayout.areEven($0, distinct) } ?? false, rowSpacing: rowSpacing,
      columnSpacings: across)
  }

  /// Whether columns that go round the globe are as far apart as the whole circle has it, to the rounding of Float32.
  private static func areEven(_ grid: RectilinearGrid, _ distinct: Int) -> Bool {
    let step = 360 / Double(distinct)
    return (1..<max(1, distinct)).allSatisfy { column in
      let own = grid.coordinate(of: column).longitude - grid.coordinate(of: column - 1).longitude
      return abs(abs(own.remainder(dividingBy: 360)) - step) < 0.02 * step
    }
  }
}
