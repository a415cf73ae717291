/// Rows along parallels and columns along meridians, with any steps: regular latitude-longitude and
/// regular Gaussian grids.
///
/// Columns wrap where they go once round the globe, and may then end with the first ones again; the
/// repeated columns have no area and are never interpolated from. Where they wrap, and no row is
/// missing before a pole, points beyond the last row are interpolated across the pole.
public struct RectilinearGrid: Grid {
  let parallels: Parallels

  /// - latitudes: degrees north of the rows, rising or falling.
  /// - longitudes: degrees east of the columns in any convention, running in one direction modulo 360.
  ///
  /// Throws `FieldError` where one of them is empty, not finite, beyond a pole or turns back.
  public init(latitudes: [Double], longitudes: [Double]) throws(FieldError) {
    if let index = latitudes.firstIndex(where: { abs($0) > 90 + 1e-4 }) {
      throw .invalid("latitude", index: index, value: latitudes[index])
    }
    parallels = Parallels(
      latitudes: try Axis(latitudes, named: "latitudes"), rows: [try CyclicAxis(longitudes: longitudes)])
  }

  public var rows: Int { parallels.rowCount }
  public var columns: Int { parallels.count / parallels.rowCount }
  /// Whether the columns go round the globe.
  public var wraps: Bool { parallels.row(0)?.wraps ?? false }

  public var count: Int { parallels.count }
  public var shape: [Int] { [rows, columns] }

  public var summary: String {
    let (first, last) = (coordinate(of: 0), coordinate(of: count - 1))
    return "latitude-longitude \(rows) × \(columns), \(first) to \(last)" + (wraps ? ", round the globe" : "")
  }

  public func coordinate(of cell: Int) -> Coordinate { parallels.coordinate(of: cell) }

  /// Exact between the meridians and parallels half-way to the neighbours.
  public func area(of cell: Int) -> Double { parallels.area(of: cell) }

  public func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil? {
    parallels.stencil(at: point, method, on: self)
  }

  public func nearestCells(to point: Coordinate, count: Int) -> [Int]? {
    parallels.nearest(to: point, count: count)
  }
}

extension Parallels {
  func stencil(at point: Coordinate, _ method: Interpolation, on grid: some Grid) -> Stencil? {
    switch method {
    case .nearest: nearest(to: point, count: 1).map { Stencil(cell: $0[0]) }
    case .bilinear: bilinear(at: point)
    case .inverseDistance: bilinear(at: point)?.byInverseDistance(to: point, on: grid)
    }
  }
}
