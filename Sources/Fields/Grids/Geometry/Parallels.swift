import Foundation

/// The geometry of grids whose rows follow parallels: all rows alike on a latitude-longitude grid,
/// each with its own points on a reduced one.
struct Parallels: Sendable {
  let latitudes: Axis
  /// One for each row, or one for all; nil is a row without points.
  private let rows: [CyclicAxis?]
  /// The first cell of each row, and the number of cells at the end.
  private let starts: [Int]
  /// The sines of the latitudes that bound the rows, one more than there are rows.
  let sines: [Double]
  /// Whether the first and the last row go round a pole, with nothing but the pole beyond them.
  private let closes: (first: Bool, last: Bool)

  var count: Int { starts[starts.count - 1] }
  var rowCount: Int { latitudes.count }

  /// Traps where `rows` are neither one nor as many as there are latitudes.
  init(latitudes: Axis, rows: [CyclicAxis?]) {
    precondition(rows.count == 1 || rows.count == latitudes.count, "one row for all, or one a latitude")
    self.latitudes = latitudes
    self.rows = rows
    var starts = [0]
    starts.reserveCapacity(latitudes.count + 1)
    for row in 0..<latitudes.count {
      starts.append(starts[row] + (rows[rows.count == 1 ? 0 : row]?.axis.count ?? 0))
    }
    self.starts = starts
    let last = latitudes.count - 1
    let firstStep = abs(latitudes.step(after: 0))
    let lastStep = abs(latitudes.step(after: last - 1))
    let northward = latitudes.spacing == 0 ? 1 : latitudes.sign
    /// Whether a row goes round the globe and the pole beyond it is closer than so many steps.
    func goesRoundPole(_ row: CyclicAxis?, _ latitude: Double, _ step: Double, _ direction: Double, within: Double)
      -> Bool
    {
      (row?.wraps ?? false) && 90 - direction * latitude < within * step
    }
    // The seam rule of longitudes, for latitudes: the pole is no further than a row would be.
    closes = (
      goesRoundPole(rows[0], latitudes.first, firstStep, -northward, within: 1.2),
      goesRoundPole(rows[rows.count - 1], latitudes.last, lastStep, northward, within: 1.2)
    )
    // Rows are bounded half-way between them; the outermost as far outside as inside, or by the pole where
    // that leaves no room for one more row: 0.77 steps on Gaussian grids, a whole step where a row was cut off.
    let height = last == 0 ? abs(rows.compactMap { $0?.axis.spacing }.first ?? 0) : 0
    func outer(_ row: CyclicAxis?, _ latitude: Double, _ step: Double, _ direction: Double) -> Double {
      if goesRoundPole(row, latitude, step, direction, within: 0.9) { return 90 * direction }
      return max(-90, min(90, latitude + direction * (step + height) / 2))
    }
    var edges = [outer(rows[0], latitudes.first, firstStep, -northward)]
    for row in 0..<last { edges.append((latitudes[row] + latitudes[row + 1]) / 2) }
    edges.append(outer(rows[rows.count - 1], latitudes.last, lastStep, northward))
    sines = edges.map { sin($0 * .pi / 180) }
  }

  func row(_ index: Int) -> CyclicAxis? { rows[rows.count == 1 ? 0 : index] }

  func firstCell(ofRow row: Int) -> Int { starts[row] }

  func place(of cell: Int) -> (row: Int, column: Int) {
    precondition(cell >= 0 && cell < count, "cell \(cell) of a grid of \(count)")
    if rows.count == 1 { return (cell / starts[1], cell % starts[1]) }
    var (low, high) = (0, latitudes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= cell { low = middle } else { high = middle }
    }
    return (low, cell - starts[low])
  }

  func coordinate(of cell: Int) -> Coordinate {
    let (row, column) = place(of: cell)
    return Coordinate(latitude: latitudes[row], longitude: self.row(row)?.axis[column] ?? .nan)
  }

  func area(of cell: Int) -> Double {
    let (row, column) = place(of: cell)
    return abs(sines[row + 1] - sines[row]) * (self.row(row)?.width(of: column) ?? 0) * .pi / 180
  }

  /// Linear along each of the two rows beside the point, then across; nil outside.
  func bilinear(at point: Coordinate) -> Stencil? {
    guard point.isFinite else { return nil }
    let position = latitudes.position(of: point.latitude)
    var parts = StencilParts()
    if latitudes.count == 1 {
      guard position.fraction == 0, add(1, ofRow: 0, at: point.longitude, to: &parts) else { return nil }
    } else if (0...1).contains(position.fraction) {
      guard add(1 - position.fraction, ofRow: position.index, at: point.longitude, to: &parts),
        add(position.fraction, ofRow: position.index + 1, at: point.longitude, to: &parts)
      else { return nil }
    } else {
      // Beyond the last row before a pole: on to the same row on the other side of the pole.
      let isBefore = position.fraction < 0
      let row = isBefore ? 0 : latitudes.count - 1
      guard isBefore ? closes.first : closes.last, abs(point.latitude) <= 90 else { return nil }
      let edge = abs(latitudes[row])
      let fraction = (abs(point.latitude) - edge) / (2 * (90 - edge))
      guard add(1 - fraction, ofRow: row, at: point.longitude, to: &parts),
        add(fraction, ofRow: row, at: point.longitude + 180, to: &parts)
      else { return nil }
    }
    return parts.stencil
  }

  /// Adds what one row gives, or says that the longitude is outside it.
  private func add(_ weight: Double, ofRow row: Int, at longitude: Double, to parts: inout StencilParts) -> Bool {
    if weight == 0 { return true }
    guard let axis = self.row(row) else { return false }
    let span = axis.span(of: longitude)
    guard axis.holds(span) else { return false }
    parts.add(starts[row] + span.lower, weight * (1 - span.fraction))
    parts.add(starts[row] + span.upper, weight * span.fraction)
    return true
  }

  /// The row and the span in it that are closest in latitude, or nil where the point is further out
  /// than half a cell.
  func closestRow(to point: Coordinate) -> (row: Int, span: CyclicAxis.Span)? {
    guard point.isFinite, abs(point.latitude) <= 90 else { return nil }
    let position = latitudes.position(of: point.latitude)
    let isWithin =
      latitudes.count == 1
      ? position.fraction == 0
      : position.fraction < 0
        ? closes.first || position.fraction >= -0.5
        : position.fraction <= 1 || closes.last || position.fraction <= 1.5
    guard isWithin else { return nil }
    let row = latitudes.count == 1 || position.fraction < 0.5 ? position.index : position.index + 1
    guard let axis = self.row(row) else { return nil }
    let span = axis.span(of: point.longitude)
    return axis.reaches(span) ? (row, span) : nil
  }
}

extension Parallels: Hashable {
  static func == (a: Parallels, b: Parallels) -> Bool {
    a.latitudes == b.latitudes && a.rows == b.rows
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(latitudes)
    hasher.combine(rows[0])
    hasher.combine(count)
  }
}
