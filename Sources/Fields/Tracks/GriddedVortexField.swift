import Foundation

/// A field on a grid of rows and columns, as a tracker of cyclones looks at it.
struct GriddedVortexField: Sendable {
  private let field: Field
  private let grid: RectilinearGrid
  /// Degrees north of the rows, degrees east of the columns.
  private let latitudes: [Double]
  private let longitudes: [Double]
  /// Columns without those that repeat the first ones at the end.
  private let columns: Int

  /// Throws `FieldError` where the grid has no rows and columns.
  init(_ field: Field, of variable: Variable) throws(FieldError) {
    guard let grid = field.grid as? RectilinearGrid else {
      throw .mismatch(
        variable, reason: "cyclones are followed on latitude-longitude grids, found \(field.grid.summary)")
    }
    self.field = field
    self.grid = grid
    latitudes = (0..<grid.rows).map { grid.coordinate(of: $0 * grid.columns).latitude }
    let longitudes = (0..<grid.columns).map { grid.coordinate(of: $0).longitude }
    self.longitudes = longitudes
    let again = longitudes.indices.dropFirst().first {
      abs((longitudes[$0] - longitudes[0]).remainder(dividingBy: 360)) < 1e-6
    }
    columns = grid.wraps ? again ?? grid.columns : grid.columns
  }

  private func value(_ row: Int, _ column: Int) -> Double { Double(field.values[row * grid.columns + column]) }

  /// The column some steps away, round the globe where the grid goes round it; nil beyond the edge.
  private func column(_ column: Int, _ step: Int) -> Int? {
    let next = column + step
    if grid.wraps { return (next + columns) % columns }
    return next >= 0 && next < columns ? next : nil
  }

  /// The cells within a distance of a place, row by row.
  private func forEachCell(near place: Coordinate, radius: Double, _ body: (_ row: Int, _ column: Int) -> Void) {
    let reach = radius / Coordinate.earthRadius * 180 / .pi
    for row in latitudes.indices where abs(latitudes[row] - place.latitude) <= reach + 1e-9 {
      let squeeze = cos(min(89.9, abs(latitudes[row]) + reach) * .pi / 180)
      for column in 0..<columns {
        let turn = abs((longitudes[column] - place.longitude).remainder(dividingBy: 360))
        guard turn <= reach / squeeze else { continue }
        let cell = Coordinate(latitude: latitudes[row], longitude: longitudes[column])
        if cell.distance(to: place) <= radius { body(row, column) }
      }
    }
  }

  // MARK: - Minima

  struct Minimum: Hashable {
    var position: Coordinate
    var value: Double
  }

  /// Local minima within a distance of a place, nearest first, and whether the lowest value there is on the edge of
  /// the grid. A cell beside a missing value is no minimum. Of equal neighbours the first is the minimum.
  func minima(near place: Coordinate, radius: Double) -> (minima: [Minimum], touchesEdge: Bool) {
    var found: [(minimum: Minimum, distance: Double)] = []
    var (lowest, isOnEdge) = (Double.infinity, false)
    forEachCell(near: place, radius: radius) { row, column in
      let own = value(row, column)
      guard own.isFinite else { return }
      let isEdge =
        row == 0 || row == grid.rows - 1 || self.column(column, -1) == nil || self.column(column, 1) == nil
      if own < lowest { (lowest, isOnEdge) = (own, isEdge) }
      guard !isEdge, isLowest(own, row, column), let minimum = refined(own, row, column) else { return }
      found.append((minimum, place.distance(to: minimum.position)))
    }
    let sorted = found.sorted { ($0.distance, $0.minimum.value) < ($1.distance, $1.minimum.value) }
    return (sorted.map(\.minimum), isOnEdge)
  }

  private func isLowest(_ own: Double, _ row: Int, _ column: Int) -> Bool {
    for rowStep in -1...1 {
      for columnStep in -1...1 where rowStep != 0 || columnStep != 0 {
        guard let beside = self.column(column, columnStep) else { return false }
        let other = value(row + rowStep, beside)
        let comesBefore = (rowStep, columnStep) < (0, 0)
        guard comesBefore ? own < other : own <= other else { return false }
      }
    }
    return true
  }

  /// The lowest points of the parabolas on the row and on the column, at most half a step away.
  private func refined(_ own: Double, _ row: Int, _ column: Int) -> Minimum? {
    guard let west = self.column(column, -1), let east = self.column(column, 1) else { return nil }
    func turn(_ other: Int) -> Double { (longitudes[other] - longitudes[column]).remainder(dividingBy: 360) }
    let along = GriddedVortexField.vertex(
      before: (turn(west), value(row, west)), middle: own, after: (turn(east), value(row, east)))
    let across = GriddedVortexField.vertex(
      before: (latitudes[row - 1] - latitudes[row], value(row - 1, column)), middle: own,
      after: (latitudes[row + 1] - latitudes[row], value(row + 1, column)))
    return Minimum(
      position: Coordinate(
        latitude: latitudes[row] + across.place, longitude: longitudes[column] + along.place
      ).normalised,
      value: own - along.drop - across.drop)
  }

  /// The lowest point of the parabola through three points, from the middle one: where, and how much lower.
  static func vertex(
    before: (x: Double, y: Double), middle: Double, after: (x: Double, y: Double)
  ) -> (place: Double, drop: Double) {
    let (left, right) = ((middle - before.y) / -before.x, (after.y - middle) / after.x)
    let curvature = (right - left) / (after.x - before.x)
    // The slope in the middle is that of both sides, each weighted by the length of the other.
    let slope = (left * after.x - right * before.x) / (after.x - before.x)
    guard curvature > 0 else { return (0, 0) }
    let ends = (before.x / 2, after.x / 2)
    let place = min(max(-slope / (2 * curvature), min(ends.0, ends.1)), max(ends.0, ends.1))
    return (place, -(slope * place + curvature * place * place))
  }

  // MARK: - Around a place

  /// The mean at 24 points of a circle; nil where less than half of them have a value.
  func meanOnCircle(around place: Coordinate, radius: Double) -> Double? {
    let values = (0..<24).compactMap { step in
      field.value(at: place.moved(bearing: Double(step) * 15, distance: radius), .bilinear)
    }.filter(\.isFinite)
    return values.count < 12 ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The greatest value of a cell within a distance; nil where none has one.
  func maximum(around place: Coordinate, radius: Double) -> Double? {
    var most: Double?
    forEachCell(near: place, radius: radius) { row, column in
      let own = value(row, column)
      if own.isFinite { most = max(most ?? own, own) }
    }
    return most
  }

  /// The greatest cyclonic relative vorticity in s-1 within a distance, by differences over the neighbouring cells;
  /// nil where no cell inside the grid has one, or where the two components are on different grids.
  static func vorticity(
    of eastward: GriddedVortexField, _ northward: GriddedVortexField, around place: Coordinate, radius: Double
  ) -> Double? {
    guard eastward.grid == northward.grid else { return nil }
    let (latitudes, longitudes) = (eastward.latitudes, eastward.longitudes)
    var most: Double?
    eastward.forEachCell(near: place, radius: radius) { row, column in
      guard row > 0, row < latitudes.count - 1, let west = eastward.column(column, -1),
        let east = eastward.column(column, 1)
      else { return }
      func cosine(_ row: Int) -> Double { cos(latitudes[row] * .pi / 180) }
      let turn = (longitudes[east] - longitudes[west]).remainder(dividingBy: 360) * .pi / 180
      let rise = (latitudes[row + 1] - latitudes[row - 1]) * .pi / 180
      let shear =
        (eastward.value(row + 1, column) * cosine(row + 1) - eastward.value(row - 1, column) * cosine(row - 1)) / rise
      let own =
        ((northward.value(row, east) - northward.value(row, west)) / turn - shear)
        / (Coordinate.earthRadius * cosine(row))
      let cyclonic = latitudes[row] < 0 ? -own : own
      if cyclonic.isFinite { most = max(most ?? cyclonic, cyclonic) }
    }
    return most
  }
}
