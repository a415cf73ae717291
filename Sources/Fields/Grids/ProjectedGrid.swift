import Foundation

/// Evenly spaced rows and columns on a map: rotated latitude-longitude, Lambert conformal, polar
/// stereographic, Mercator and azimuthal equal-area grids.
///
/// Interpolation is linear in the coordinates of the map. Columns wrap where the map's x goes once
/// round the globe.
public struct ProjectedGrid: Grid {
  public let projection: any Projection
  private let x: CyclicAxis
  private let y: Axis

  /// Metres on the map, or rotated degrees; spacings are negative where columns run leftwards or
  /// rows downwards. Throws `FieldError` where there is no cell, a spacing is 0 or a number not finite.
  public init(
    projection: any Projection, firstX: Double, firstY: Double, spacingX: Double, spacingY: Double, columns: Int,
    rows: Int
  ) throws(FieldError) {
    guard columns > 0 else { throw .empty("columns") }
    guard rows > 0 else { throw .empty("rows") }
    for (name, spacing) in [("the x spacing", spacingX), ("the y spacing", spacingY)]
    where !spacing.isFinite || spacing == 0 {
      throw .parameter(name, value: spacing)
    }
    for (name, first) in [("the first x", firstX), ("the first y", firstY)] where !first.isFinite {
      throw .parameter(name, value: first)
    }
    self.projection = projection
    x = CyclicAxis(Axis(first: firstX, spacing: spacingX, count: columns), period: projection.period)
    y = Axis(first: firstY, spacing: spacingY, count: rows)
  }

  /// With the first grid point given on the globe, as GRIB does. Throws `FieldError` as above, and
  /// where the map does not show that point.
  public init(
    projection: any Projection, firstPoint: Coordinate, spacingX: Double, spacingY: Double, columns: Int, rows: Int
  ) throws(FieldError) {
    guard let first = projection.project(firstPoint) else { throw .outsideProjection(firstPoint) }
    try self.init(
      projection: projection, firstX: first.x, firstY: first.y, spacingX: spacingX, spacingY: spacingY,
      columns: columns, rows: rows)
  }

  public var columns: Int { x.axis.count }
  public var rows: Int { y.count }
  public var count: Int { columns * rows }
  public var shape: [Int] { [rows, columns] }
  public var summary: String { "\(projection.summary), \(rows) × \(columns)" }

  public func coordinate(of cell: Int) -> Coordinate {
    precondition(cell >= 0 && cell < count, "cell \(cell) of a grid of \(count)")
    let place = ProjectedPoint(x: x.axis[cell % columns], y: y[cell / columns])
    return projection.coordinate(at: place) ?? Coordinate(latitude: .nan, longitude: .nan)
  }

  /// The area on the sphere between the cell's four corners, which lie half-way to its neighbours
  /// and are joined by great circles.
  public func area(of cell: Int) -> Double {
    precondition(cell >= 0 && cell < count, "cell \(cell) of a grid of \(count)")
    let (row, column) = (cell / columns, cell % columns)
    guard column < x.distinct else { return 0 }
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].compactMap { dx, dy in
      projection.coordinate(
        at: ProjectedPoint(x: x.axis[column] + dx * x.axis.spacing, y: y[row] + dy * y.spacing))
    }
    guard corners.count == 4 else { return .nan }
    return quadrilateralArea(corners.map(UnitVector.init))
  }

  public func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil? {
    switch method {
    case .nearest: nearestCells(to: point, count: 1).map { Stencil(cell: $0[0]) }
    case .bilinear: bilinear(at: point)
    case .inverseDistance: bilinear(at: point)?.byInverseDistance(to: point, on: self)
    }
  }

  /// Where the map shows a point; a map of an absurd Earth may show it nowhere.
  private func place(of point: Coordinate) -> ProjectedPoint? {
    guard let place = projection.project(point), place.x.isFinite, place.y.isFinite else { return nil }
    return place
  }

  private func bilinear(at point: Coordinate) -> Stencil? {
    guard let place = place(of: point) else { return nil }
    let across = x.span(of: place.x)
    let along = y.position(of: place.y)
    guard x.holds(across), y.count == 1 ? along.fraction == 0 : (0...1).contains(along.fraction) else { return nil }
    var parts = StencilParts()
    for (row, weight) in [(along.index, 1 - along.fraction), (along.index + 1, along.fraction)] where weight != 0 {
      parts.add(row * columns + across.lower, weight * (1 - across.fraction))
      parts.add(row * columns + across.upper, weight * across.fraction)
    }
    return parts.stencil
  }

  /// Searched in growing squares about the point's own cell, until a square has nothing closer.
  public func nearestCells(to point: Coordinate, count wanted: Int) -> [Int]? {
    guard wanted > 0, let place = place(of: point) else { return nil }
    let across = x.span(of: place.x)
    let along = y.position(of: place.y)
    let isWithin = y.count == 1 ? abs(along.fraction) <= 0.5 : (-0.5...1.5).contains(along.fraction)
    guard x.reaches(across), isWithin else { return nil }
    let column = across.fraction < 0.5 ? across.lower : across.upper
    let row = along.fraction < 0.5 ? along.index : min(along.index + 1, rows - 1)
    var found = ClosestCells(limit: wanted)
    for radius in 0...max(rows, columns) {
      var closest = Double.infinity
      for r in (row - radius)...(row + radius) where r >= 0 && r < rows {
        let isEdge = abs(r - row) == radius
        for c in stride(from: column - radius, through: column + radius, by: isEdge || radius == 0 ? 1 : 2 * radius) {
          guard let c = self.column(c, within: radius) else { continue }
          let distance = coordinate(of: r * columns + c).distance(to: point)
          closest = min(closest, distance)
          if found.accepts(distance) { found.add(r * columns + c, at: distance) }
        }
      }
      if !found.accepts(closest) { break }
    }
    return found.cells
  }

  /// The column of an index that may be beyond the seam; nil where there is none, or where a square
  /// has gone round the globe and meets itself.
  private func column(_ index: Int, within radius: Int) -> Int? {
    guard x.wraps else { return index >= 0 && index < columns ? index : nil }
    guard 2 * radius < x.distinct else { return nil }
    return (index % x.distinct + x.distinct) % x.distinct
  }

  /// The angle from the grid's upward direction to true north at a point, in degrees, clockwise
  /// positive; nil where the map does not show the point.
  public func northAngle(at point: Coordinate) -> Double? { projection.northAngle(at: point) }

  /// Eastward and northward wind from components along the grid's x and y; nil where the map does
  /// not show the point.
  public func earthRelative(u: Double, v: Double, at point: Coordinate) -> (eastward: Double, northward: Double)? {
    guard let angle = northAngle(at: point) else { return nil }
    let (s, c) = (sin(angle * .pi / 180), cos(angle * .pi / 180))
    return (u * c - v * s, u * s + v * c)
  }

  /// Eastward and northward wind, cell by cell, from components along the grid's x and y.
  /// Traps where there are not as many values as cells.
  public func earthRelative(u: [Float], v: [Float]) -> (eastward: [Float], northward: [Float]) {
    precondition(u.count == count && v.count == count, "\(u.count) and \(v.count) components for \(count) cells")
    var (eastward, northward) = (u, v)
    for cell in 0..<count {
      let wind = earthRelative(u: Double(u[cell]), v: Double(v[cell]), at: coordinate(of: cell))
      eastward[cell] = Float(wind?.eastward ?? .nan)
      northward[cell] = Float(wind?.northward ?? .nan)
    }
    return (eastward, northward)
  }
}

extension ProjectedGrid: Hashable {
  public static func == (a: ProjectedGrid, b: ProjectedGrid) -> Bool {
    a.x == b.x && a.y == b.y && a.projection.isEqual(to: b.projection)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(x)
    hasher.combine(y)
    projection.hash(into: &hasher)
  }
}
