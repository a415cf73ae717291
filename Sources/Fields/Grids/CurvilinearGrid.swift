/// Rows and columns of cells anywhere on the globe, each with its own latitude and longitude: the 2-D
/// coordinates of NetCDF files.
///
/// Bilinear is the inverse of the bilinear map of the four centres around the point. Columns wrap where
/// rows go round a pole; what no quadrilateral covers, such as a hole at a pole, is outside.
public struct CurvilinearGrid: Grid {
  private let mesh: Mesh
  private let index = Lazily<MeshIndex>()

  /// - latitudes, longitudes: degrees, rows × columns. NaN marks a cell without a place, which no
  ///   interpolation finds.
  ///
  /// Throws `FieldError` where the lengths do not fit, a latitude is beyond a pole, or there are not
  /// at least two rows and two columns.
  public init(latitudes: [Double], longitudes: [Double], rows: Int, columns: Int) throws(FieldError) {
    guard rows > 1 else { throw .parameter("the number of rows", value: Double(rows)) }
    guard columns > 1 else { throw .parameter("the number of columns", value: Double(columns)) }
    for (what, found) in [("latitudes", latitudes.count), ("longitudes", longitudes.count)]
    where found != rows * columns {
      throw .lengths(what, expected: rows * columns, found: found)
    }
    if let cell = latitudes.firstIndex(where: { abs($0) > 90 + 1e-4 }) {
      throw .invalid("latitude", index: cell, value: latitudes[cell])
    }
    mesh = Mesh(latitudes: latitudes, longitudes: longitudes, rows: rows, columns: columns)
  }

  public var rows: Int { mesh.rows }
  public var columns: Int { mesh.columns }
  /// Whether the last column is followed by the first.
  public var wraps: Bool { mesh.wraps }

  public var count: Int { rows * columns }
  public var shape: [Int] { [rows, columns] }
  public var summary: String { "curvilinear \(rows) × \(columns)" + (wraps ? ", round the globe" : "") }

  public func coordinate(of cell: Int) -> Coordinate { mesh.coordinate(cell / columns, cell % columns) }

  /// The area between corners half-way to the neighbours, as far outside the outermost centres as
  /// inside them; 0 for a cell without a place.
  public func area(of cell: Int) -> Double {
    precondition(cell >= 0 && cell < count, "cell \(cell) of a grid of \(count)")
    let (row, column) = (cell / columns, cell % columns)
    guard let centre = mesh.centre(row, column) else { return 0 }
    func neighbour(_ down: Int, _ right: Int) -> UnitVector {
      if let there = mesh.centre(row + down, column + right) { return there }
      if let opposite = mesh.centre(row - down, column - right) { return 2 * centre - opposite }
      return centre
    }
    let corners = [(-1, -1), (-1, 1), (1, 1), (1, -1)].map { down, right in
      let (beside, along) = (neighbour(down, 0), neighbour(0, right))
      let across = mesh.centre(row + down, column + right) ?? beside + along - centre
      return (centre + beside + along + across).normalised
    }
    return quadrilateralArea(corners)
  }

  public func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil? {
    switch method {
    case .nearest: nearestCells(to: point, count: 1).map { Stencil(cell: $0[0]) }
    case .bilinear: bilinear(at: point)
    case .inverseDistance: bilinear(at: point)?.byInverseDistance(to: point, on: self)
    }
  }

  private func bilinear(at point: Coordinate) -> Stencil? {
    guard point.isFinite, abs(point.latitude) <= 90 else { return nil }
    guard let place = index.value({ MeshIndex(mesh) }).place(of: UnitVector(point)) else { return nil }
    let (u, v) = (snapped(place.u), snapped(place.v))
    var parts = StencilParts()
    for (down, rowWeight) in [(0, 1 - v), (1, v)] {
      for (right, columnWeight) in [(0, 1 - u), (1, u)] {
        guard let column = mesh.turned(place.column + right) else { continue }
        parts.add((place.row + down) * columns + column, rowWeight * columnWeight)
      }
    }
    return parts.stencil
  }

  private func snapped(_ fraction: Double) -> Double {
    fraction < Axis.tolerance ? 0 : fraction > 1 - Axis.tolerance ? 1 : fraction
  }

  public func nearestCells(to point: Coordinate, count: Int) -> [Int]? {
    guard point.isFinite, abs(point.latitude) <= 90, count > 0 else { return nil }
    let index = self.index.value { MeshIndex(mesh) }
    let vector = UnitVector(point)
    let found = index.closest(to: vector, count: count)
    guard let nearest = found.cells.first else { return nil }
    // Within half a cell of the quadrilaterals at the closest cell, or inside one further off.
    for row in nearest / columns - 1...nearest / columns {
      for column in nearest % columns - 1...nearest % columns {
        if mesh.place(of: vector, row: row, column: column, margin: 0.5) != nil { return found.cells }
      }
    }
    return index.place(of: vector) == nil ? nil : found.cells
  }
}

extension CurvilinearGrid: Hashable {
  public static func == (a: CurvilinearGrid, b: CurvilinearGrid) -> Bool { a.mesh == b.mesh }
  public func hash(into hasher: inout Hasher) { hasher.combine(mesh) }
}
