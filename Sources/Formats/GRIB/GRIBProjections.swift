import Fields

extension GRIBGridDefinition {
  /// The rows and columns of a map.
  private func onMap(
    _ projection: any Projection, first: ProjectedPoint, spacingX: Double, spacingY: Double
  ) throws -> GRIBGeometry {
    let (columns, rows) = try size()
    let grid = try ProjectedGrid(
      projection: projection, firstX: first.x, firstY: first.y, spacingX: (iScansNegatively ? -1 : 1) * spacingX,
      spacingY: (jScansPositively ? 1 : -1) * spacingY, columns: columns, rows: rows)
    return GRIBGeometry(grid, scanning, projection: projection)
  }

  /// Lambert conformal, polar stereographic and Mercator grids.
  func projected(_ type: String) throws -> GRIBGeometry {
    guard let dx = spacing.x, let dy = spacing.y, dx > 0, dy > 0 else {
      throw GRIBUnmapped("its \(type) grid gives no spacing")
    }
    let shape = try earth()
    let projection: any Projection
    switch type {
    case "lambert":
      guard let firstParallel, let centralMeridian else { throw GRIBUnmapped("its Lambert grid gives no parallel") }
      let second = secondParallel ?? firstParallel
      guard abs(firstParallel + second) > 0.1 else {
        throw GRIBUnmapped(
          "its standard parallels, \(firstParallel)° and \(second)°, make no cone: a faulty definition")
      }
      projection = try LambertConformal(
        firstParallel: firstParallel, secondParallel: secondParallel,
        latitudeOfOrigin: edition == 1 ? firstParallel : trueLatitude ?? firstParallel,
        centralMeridian: centralMeridian, shape: shape)
    case "polar_stereographic":
      guard let centralMeridian else { throw GRIBUnmapped("its polar stereographic grid gives no orientation") }
      // Edition 1 is true at 60°, and has no place to say otherwise.
      projection = try PolarStereographic(
        pole: isSouthern ? .south : .north, trueLatitude: edition == 1 ? 60 : trueLatitude ?? 60,
        centralMeridian: centralMeridian, shape: shape)
    default:
      guard let trueLatitude else { throw GRIBUnmapped("its Mercator grid gives no true latitude") }
      let east = (last.longitude - first.longitude).truncatingRemainder(dividingBy: 360)
      // A seam outside the grid.
      projection = try Mercator(
        trueLatitude: trueLatitude, centralMeridian: first.longitude + (east < 0 ? east + 360 : east) / 2, shape: shape)
    }
    guard let origin = projection.project(first) else {
      throw GRIBUnmapped("its first point \(first) is not on its \(type) map")
    }
    return try onMap(projection, first: origin, spacingX: dx, spacingY: dy)
  }

  private func rotation() throws -> RotatedPole {
    guard let southPole else { throw GRIBUnmapped("its rotated grid gives no pole") }
    return try RotatedPole(southPole: southPole, angle: angle)
  }

  /// A rotated latitude-longitude grid.
  func rotated() throws -> GRIBGeometry {
    let axes = try regularAxes()
    let projection = try rotation()
    let grid = try ProjectedGrid(
      projection: projection, firstX: axes.longitudes[0], firstY: axes.latitudes[0],
      spacingX: axes.longitudes.count > 1 ? axes.longitudes[1] - axes.longitudes[0] : 1,
      spacingY: axes.latitudes.count > 1 ? axes.latitudes[1] - axes.latitudes[0] : 1,
      columns: axes.longitudes.count, rows: axes.latitudes.count)
    var geometry = GRIBGeometry(grid, scanning, projection: projection)
    geometry.warnings = axes.warnings
    return geometry
  }

  /// NCEP's rotated grid, which gives its first and last point on the globe, and its centre.
  func rotatedAboutCentre() throws -> GRIBGeometry {
    guard let centre else { throw GRIBUnmapped("its rotated grid gives no centre") }
    let projection = try RotatedPole(
      southPole: Coordinate(latitude: centre.latitude - 90, longitude: centre.longitude))
    guard let begin = projection.project(first), let end = projection.project(last) else {
      throw GRIBUnmapped("its rotated grid has no first or last point")
    }
    let (columns, rows) = try size()
    guard columns > 1, rows > 1 else { throw GRIBUnmapped("its rotated grid is a line") }
    let step = (x: (end.x - begin.x) / Double(columns - 1), y: (end.y - begin.y) / Double(rows - 1))
    // The middle of a grid that is what it says is where its centre is.
    guard abs(begin.x + end.x) < 2 * abs(step.x), abs(begin.y + end.y) < 2 * abs(step.y) else {
      throw GRIBUnmapped("its rotated grid from \(first) to \(last) is not about its centre, \(centre)")
    }
    let grid = try ProjectedGrid(
      projection: projection, firstX: begin.x, firstY: begin.y, spacingX: step.x, spacingY: step.y, columns: columns,
      rows: rows)
    return GRIBGeometry(grid, scanning, projection: projection)
  }

  /// A Gaussian grid on a rotated globe: its points have places, but no rows along parallels.
  func rotatedGaussian(isReduced: Bool, pointCount: Int) throws -> GRIBGeometry {
    let projection = try rotation()
    var points: [Coordinate] = []
    if isReduced {
      points = try reduced(isGaussian: true, pointCount: pointCount).coordinates
    } else {
      let axes = try gaussianAxes()
      for latitude in axes.latitudes {
        points += axes.longitudes.map { Coordinate(latitude: latitude, longitude: $0) }
      }
    }
    let turned = points.map {
      projection.coordinate(at: ProjectedPoint(x: $0.longitude, y: $0.latitude))
        ?? Coordinate(latitude: .nan, longitude: .nan)
    }
    return GRIBGeometry(try UnstructuredGrid(coordinates: turned), .identity, projection: projection)
  }
}
