import Fields

/// The rows of a reduced grid: how many points each has, where it begins and how far its points are
/// apart.
struct GRIBReducedRows {
  var latitudes: [Double]
  var counts: [Int]
  var firsts: [Double]
  var spacings: [Double]

  func grid() throws -> ReducedGrid {
    try ReducedGrid(latitudes: latitudes, pointsPerRow: counts, firstLongitudes: firsts, longitudeSpacings: spacings)
  }

  /// Row by row.
  var coordinates: [Coordinate] {
    latitudes.indices.flatMap { row in
      (0..<counts[row]).map {
        Coordinate(latitude: latitudes[row], longitude: firsts[row] + Double($0) * spacings[row])
      }
    }
  }
}

extension GRIBGridDefinition {
  /// The rows of a whole reduced grid, or of a part of one.
  ///
  /// The list of points a row counts whole circles. A part has of each circle the points between
  /// its first and last longitude; which of them are inside is a matter of rounding, so the
  /// tolerance that gives the message's number of points is the right one. Some centres list the
  /// points of the part instead.
  func reduced(isGaussian: Bool, pointCount: Int) throws(GRIBUnmapped) -> GRIBReducedRows {
    let rows = pointsPerRow.count
    guard rows > 0, pointsPerRow.allSatisfy({ (0..<1 << 24).contains($0) }) else {
      throw GRIBUnmapped("its reduced grid lists no points a row")
    }
    let latitudes: [Double]
    if isGaussian {
      latitudes = try gaussianLatitudes(rows)
    } else {
      let step = rows > 1 ? (last.latitude - first.latitude) / Double(rows - 1) : 0
      latitudes = (0..<rows).map { first.latitude + Double($0) * step }
    }
    let total = pointsPerRow.reduce(0, +)
    var span = (last.longitude - first.longitude).truncatingRemainder(dividingBy: 360)
    if span < 0 { span += 360 }
    let widest = 360 / Double(max(1, pointsPerRow.max() ?? 1))
    if total == pointCount, span + 1.5 * widest >= 360 || span < 1e-9 {
      return GRIBReducedRows(
        latitudes: latitudes, counts: pointsPerRow, firsts: pointsPerRow.map { _ in first.longitude },
        spacings: pointsPerRow.map { 360 / Double(max(1, $0)) })
    }
    for tolerance in [1e-10, 1e-6, 1e-4, 5e-4, 1e-3, 2e-3] {
      let part = part(latitudes, from: first.longitude, over: span, tolerance: tolerance)
      if part.counts.reduce(0, +) == pointCount { return part }
    }
    guard total == pointCount else {
      throw GRIBUnmapped("its rows have \(total) points, and the message \(pointCount)")
    }
    return GRIBReducedRows(
      latitudes: latitudes, counts: pointsPerRow, firsts: pointsPerRow.map { _ in first.longitude },
      spacings: pointsPerRow.map { $0 > 1 ? span / Double($0 - 1) : max(span, 1) })
  }

  private func part(
    _ latitudes: [Double], from west: Double, over span: Double, tolerance: Double
  ) -> GRIBReducedRows {
    var rows = GRIBReducedRows(latitudes: latitudes, counts: [], firsts: [], spacings: [])
    for points in pointsPerRow {
      let spacing = 360 / Double(max(1, points))
      let begin = ((west - tolerance) / spacing).rounded(.up)
      let end = ((west + span + tolerance) / spacing).rounded(.down)
      rows.counts.append(points == 0 ? 0 : max(0, min(points, Int(end - begin) + 1)))
      rows.firsts.append(begin * spacing)
      rows.spacings.append(spacing)
    }
    return rows
  }
}
