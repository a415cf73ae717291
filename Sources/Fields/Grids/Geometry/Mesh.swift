/// The cell centres of a curvilinear grid, and the quadrilaterals between them.
struct Mesh: Hashable, Sendable {
  let latitudes: CoordinateTable
  let longitudes: CoordinateTable
  let rows: Int
  let columns: Int
  /// Whether the last column is followed by the first.
  let wraps: Bool

  init(latitudes: [Double], longitudes: [Double], rows: Int, columns: Int) {
    self.latitudes = CoordinateTable(latitudes)
    self.longitudes = CoordinateTable(longitudes)
    self.rows = rows
    self.columns = columns
    wraps = Mesh.goesRound(latitudes, longitudes, rows, columns)
  }

  /// Whether any of fifty rows goes once round a pole and closes with a step like its others.
  private static func goesRound(_ latitudes: [Double], _ longitudes: [Double], _ rows: Int, _ columns: Int) -> Bool {
    guard columns > 3 else { return false }
    for row in stride(from: 0, to: rows, by: max(1, rows / 50)) {
      let cells = row * columns..<(row + 1) * columns
      var (turn, length, seam) = (0.0, 0.0, 0.0)
      for cell in cells {
        let next = cell + 1 < cells.upperBound ? cell + 1 : cells.lowerBound
        turn += (longitudes[next] - longitudes[cell]).remainder(dividingBy: 360)
        seam = Coordinate(latitude: latitudes[cell], longitude: longitudes[cell])
          .distance(to: Coordinate(latitude: latitudes[next], longitude: longitudes[next]))
        length += seam
      }
      if abs(abs(turn) - 360) < 1, seam > 0, seam < 2 * length / Double(columns) { return true }
    }
    return false
  }

  func coordinate(_ row: Int, _ column: Int) -> Coordinate {
    let cell = row * columns + column
    return Coordinate(latitude: latitudes.values[cell], longitude: longitudes.values[cell])
  }

  /// The centre of a cell, columns counted on beyond the seam; nil off the grid or where it has no place.
  func centre(_ row: Int, _ column: Int) -> UnitVector? {
    guard row >= 0, row < rows, let column = turned(column) else { return nil }
    let point = coordinate(row, column)
    return point.isFinite ? UnitVector(point) : nil
  }

  func turned(_ column: Int) -> Int? {
    if column >= 0, column < columns { return column }
    return wraps ? (column % columns + columns) % columns : nil
  }

  /// Where a point lies in the quadrilateral that begins at a cell, from 0 to 1 along columns (u)
  /// and rows (v) within it and a little more for `margin`; nil where it is not there.
  ///
  /// The ray to the point meets the bilinear surface through the four centres: the centres,
  /// seen along the ray, are four points of a plane, and the map from (u, v) to it is inverted.
  /// Neighbours share their edges, and nothing depends on where the pole or the dateline is.
  func place(of point: UnitVector, row: Int, column: Int, margin: Double) -> (u: Double, v: Double)? {
    guard let a = centre(row, column), let b = centre(row, column + 1), let c = centre(row + 1, column + 1),
      let d = centre(row + 1, column)
    else { return nil }
    guard (a + b + c + d).dot(point) > 0 else { return nil }
    let axis: UnitVector = abs(point.z) < 0.7 ? [0, 0, 1] : [1, 0, 0]
    let east = axis.cross(point).normalised
    let north = point.cross(east)
    func seen(_ v: UnitVector) -> SIMD2<Double> { [v.dot(east), v.dot(north)] }
    return inverseBilinear(seen(a), seen(b), seen(c), seen(d), margin: margin)
  }
}

/// (u, v) with (1-u)(1-v) a + u(1-v) b + uv c + (1-u)v d = 0, both in 0...1 or outside it by the margin at
/// most; nil where there is none.
func inverseBilinear(
  _ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>, _ d: SIMD2<Double>, margin: Double
) -> (u: Double, v: Double)? {
  func cross(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Double { p.x * q.y - p.y * q.x }
  let (e, f, g, h) = (b - a, d - a, a - b + c - d, -a)
  // u (e + v g) = h - v f, so that the two sides are parallel: a quadratic in v.
  let (k2, k1, k0) = (cross(g, f), cross(e, f) + cross(h, g), cross(h, e))
  let size = max(abs(k1), abs(k0))
  var roots: (Double, Double)
  if abs(k2) <= 1e-14 * size {
    roots = (-k0 / k1, .nan)
  } else {
    let discriminant = k1 * k1 - 4 * k2 * k0
    guard discriminant >= 0 else { return nil }
    let q = -(k1 + (k1 < 0 ? -1 : 1) * discriminant.squareRoot()) / 2
    roots = (k0 / q, q / k2)
  }
  let range = -margin - Axis.tolerance...1 + margin + Axis.tolerance
  for v in [roots.0, roots.1] where range.contains(v) {
    let along = e + v * g
    let rest = h - v * f
    let u = abs(along.x) > abs(along.y) ? rest.x / along.x : rest.y / along.y
    if range.contains(u) { return (u, v) }
  }
  return nil
}
