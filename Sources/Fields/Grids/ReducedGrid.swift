/// Rows along parallels with evenly spaced points, fewer towards the poles: reduced Gaussian grids
/// (classic and octahedral), reduced latitude-longitude grids, and parts of them.
///
/// Bilinear is linear along each of the two rows beside the point, then across. Beyond the last
/// row before a pole it goes across the pole, as on `RectilinearGrid`.
public struct ReducedGrid: Grid {
  let parallels: Parallels

  /// - latitudes: degrees north of the rows, rising or falling.
  /// - pointsPerRow: for each row, 0 where a part of a grid has none.
  /// - firstLongitudes, longitudeSpacings: degrees, for each row; negative spacings run westwards.
  ///
  /// Throws `FieldError` where the lists differ in length, latitudes turn back or are beyond a pole,
  /// there is no point at all, or a spacing is 0 or not finite.
  public init(
    latitudes: [Double], pointsPerRow: [Int], firstLongitudes: [Double], longitudeSpacings: [Double]
  ) throws(FieldError) {
    let rowCount = latitudes.count
    for (what, found) in [
      ("rows of points", pointsPerRow.count), ("first longitudes", firstLongitudes.count),
      ("longitude spacings", longitudeSpacings.count),
    ] where found != rowCount {
      throw .lengths(what, expected: rowCount, found: found)
    }
    if let index = latitudes.firstIndex(where: { abs($0) > 90 + 1e-4 }) {
      throw .invalid("latitude", index: index, value: latitudes[index])
    }
    var rows: [CyclicAxis?] = []
    rows.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let points = pointsPerRow[row]
      guard points >= 0 else { throw .parameter("the number of points of row \(row)", value: Double(points)) }
      guard points > 0 else {
        rows.append(nil)
        continue
      }
      let (first, spacing) = (firstLongitudes[row], longitudeSpacings[row])
      guard first.isFinite else { throw .invalid("first longitude", index: row, value: first) }
      guard spacing.isFinite, spacing != 0 else {
        throw .parameter("the longitude spacing of row \(row)", value: spacing)
      }
      rows.append(CyclicAxis(Axis(first: first, spacing: spacing, count: points), period: 360))
    }
    guard rows.contains(where: { $0 != nil }) else { throw .empty("points") }
    // A grid of one row needs its axis in a list of one, which is the same thing.
    parallels = Parallels(latitudes: try Axis(latitudes, named: "latitudes"), rows: rows)
  }

  /// A whole grid whose rows all begin at 0°E. Throws as the other initialiser does.
  public init(latitudes: [Double], pointsPerRow: [Int]) throws(FieldError) {
    try self.init(
      latitudes: latitudes, pointsPerRow: pointsPerRow,
      firstLongitudes: pointsPerRow.map { _ in 0 }, longitudeSpacings: pointsPerRow.map { 360 / Double(max(1, $0)) })
  }

  public var rows: Int { parallels.rowCount }
  public var count: Int { parallels.count }

  public var summary: String {
    let sizes = (0..<rows).map { parallels.row($0)?.axis.count ?? 0 }
    let half = rows / 2
    let isOctahedral = rows % 2 == 0 && (0..<half).allSatisfy { sizes[$0] == 20 + 4 * $0 }
    let name = isOctahedral ? "reduced O\(half)" : "reduced"
    return "\(name), \(rows) rows of \(sizes.min() ?? 0) to \(sizes.max() ?? 0) points, \(count) points"
  }

  public func coordinate(of cell: Int) -> Coordinate { parallels.coordinate(of: cell) }

  /// Exact between the parallels half-way to the neighbouring rows, and half-way along the row.
  public func area(of cell: Int) -> Double { parallels.area(of: cell) }

  public func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil? {
    parallels.stencil(at: point, method, on: self)
  }

  public func nearestCells(to point: Coordinate, count: Int) -> [Int]? {
    parallels.nearest(to: point, count: count)
  }
}
