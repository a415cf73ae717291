/// Cells in no order that the geometry could use: ICON triangles, HEALPix pixels, lists of points.
///
/// `nearest` and `inverseDistance` (of the four closest cells) find their cells in a k-d tree. There
/// is no `bilinear`: its stencil is nil everywhere.
public struct UnstructuredGrid: Grid {
  private let latitudes: CoordinateTable
  private let longitudes: CoordinateTable
  private let tree = Lazily<(tree: PointTree, reach: Double)>()

  /// Points that are not finite are cells that no interpolation finds. Throws `FieldError` where there is
  /// no point, or one is beyond a pole.
  public init(coordinates: [Coordinate]) throws(FieldError) {
    guard !coordinates.isEmpty else { throw .empty("points") }
    if let index = coordinates.firstIndex(where: { abs($0.latitude) > 90 + 1e-4 }) {
      throw .invalid("latitude", index: index, value: coordinates[index].latitude)
    }
    latitudes = CoordinateTable(coordinates.map(\.latitude))
    longitudes = CoordinateTable(coordinates.map(\.longitude))
  }

  public var count: Int { latitudes.values.count }
  public var summary: String { "unstructured, \(count) points" }

  public func coordinate(of cell: Int) -> Coordinate {
    Coordinate(latitude: latitudes.values[cell], longitude: longitudes.values[cell])
  }

  /// An equal share of the globe, since points alone do not tell their areas: exact for HEALPix
  /// and close for ICON; on a regional list equal weights, and no more than that.
  public func area(of cell: Int) -> Double {
    precondition(cell >= 0 && cell < count, "cell \(cell) of a grid of \(count)")
    return 4 * .pi / Double(count)
  }

  public func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil? {
    switch method {
    case .bilinear: return nil
    case .nearest: return nearestCells(to: point, count: 1).map { Stencil(cell: $0[0]) }
    case .inverseDistance:
      guard let cells = nearestCells(to: point, count: 4) else { return nil }
      return Stencil(cells.map { ($0, 1) }).byInverseDistance(to: point, on: self)
    }
  }

  /// A point is outside where the closest cell is further than 1.5 times the typical spacing: the
  /// median distance from a cell to its closest neighbour.
  public func nearestCells(to point: Coordinate, count: Int) -> [Int]? {
    guard point.isFinite, abs(point.latitude) <= 90, count > 0 else { return nil }
    let (tree, reach) = self.tree.value(makeTree)
    let found = tree.closest(to: UnitVector(point), count: count)
    guard let nearest = found.distances.first, nearest <= reach else { return nil }
    return found.cells
  }

  private func makeTree() -> (tree: PointTree, reach: Double) {
    let tree = PointTree((0..<count).map(coordinate))
    var spacings: [Double] = []
    for cell in stride(from: 0, to: count, by: max(1, count / 1000)) where coordinate(of: cell).isFinite {
      let around = tree.closest(to: UnitVector(coordinate(of: cell)), count: 4).distances
      // Several points of one place say nothing of the spacing.
      if let spacing = around.first(where: { $0 > 1e-14 }) { spacings.append(spacing) }
    }
    let median = spacings.isEmpty ? 0 : spacings.sorted()[spacings.count / 2]
    return (tree, 1.5 * 1.5 * median)
  }
}

extension UnstructuredGrid: Hashable {
  public static func == (a: UnstructuredGrid, b: UnstructuredGrid) -> Bool {
    a.latitudes == b.latitudes && a.longitudes == b.longitudes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(latitudes)
    hasher.combine(longitudes)
  }
}
