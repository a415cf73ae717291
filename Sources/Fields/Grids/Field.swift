/// Values on a grid.
public struct Field: Sendable {
  /// One value a cell, in the grid's order and the variable's canonical unit. NaN is missing.
  public var values: [Float]
  public let grid: any Grid

  /// Traps where the number of values is not the grid's number of cells.
  public init(values: [Float], grid: any Grid) {
    precondition(values.count == grid.count, "\(values.count) values on a grid of \(grid.count) cells")
    self.values = values
    self.grid = grid
  }

  public var missingCount: Int { values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }

  /// The value at a point; NaN where a cell it needs is missing, nil outside the grid.
  public func value(at point: Coordinate, _ method: Interpolation) -> Double? {
    guard let stencil = grid.stencil(at: point, method) else { return nil }
    return values.withUnsafeBufferPointer { stencil.value(in: $0) }
  }

  /// The same grid with each value replaced.
  public func map(_ transform: (Float) -> Float) -> Field {
    Field(values: values.map(transform), grid: grid)
  }

  /// Cell by cell from two fields of one grid. Traps where the grids differ.
  public func combined(with other: Field, _ transform: (Float, Float) -> Float) -> Field {
    precondition(grid.isEqual(to: other.grid), "fields on different grids: \(grid.summary), \(other.grid.summary)")
    var result = values
    for i in result.indices { result[i] = transform(result[i], other.values[i]) }
    return Field(values: result, grid: grid)
  }
}
