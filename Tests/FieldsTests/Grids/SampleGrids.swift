import Fields
import Testing

/// A grid with a name, for tests of what holds on every grid.
struct SampleGrid: CustomTestStringConvertible, Sendable {
  let name: String
  /// Degrees between neighbours where they are furthest apart.
  let spacing: Double
  let isGlobal: Bool
  let grid: any Grid
  var testDescription: String { name }

  init(_ name: String, spacing: Double, isGlobal: Bool = false, _ grid: any Grid) {
    self.name = name
    self.spacing = spacing
    self.isGlobal = isGlobal
    self.grid = grid
  }
}

extension SampleGrid {
  static func all() throws -> [SampleGrid] {
    try rectilinear() + reduced() + projected() + curvilinear() + unstructured()
  }

  static func steps(_ first: Double, _ step: Double, _ count: Int) -> [Double] {
    (0..<count).map { first + Double($0) * step }
  }

  static func rectilinear() throws -> [SampleGrid] {
    let global = steps(90, -5, 37)
    return [
      SampleGrid(
        "global with pole rows, southwards", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: global, longitudes: steps(0, 5, 72))),
      SampleGrid(
        "global from the dateline, northwards", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: global.reversed(), longitudes: steps(-180, 5, 72))),
      SampleGrid(
        "global without pole rows", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: steps(87.5, -5, 36), longitudes: steps(2.5, 5, 72))),
      SampleGrid(
        "global, westwards", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: global, longitudes: steps(355, -5, 72))),
      SampleGrid(
        "global with the first column twice", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: global, longitudes: steps(0, 5, 73))),
      SampleGrid(
        "global, longitudes that jump at the dateline", spacing: 5, isGlobal: true,
        try RectilinearGrid(latitudes: global, longitudes: steps(0, 5, 36) + steps(-180, 5, 36))),
      SampleGrid(
        "regular Gaussian N16", spacing: 8.6, isGlobal: true,
        try RectilinearGrid(latitudes: gaussianLatitudes(32), longitudes: steps(0, 5.625, 64))),
      SampleGrid(
        "region across the dateline", spacing: 2,
        try RectilinearGrid(latitudes: steps(-60, 2, 40), longitudes: steps(160, 2, 11) + steps(-178, 2, 15))),
      SampleGrid(
        "region across Greenwich", spacing: 2,
        try RectilinearGrid(latitudes: steps(70, -2, 20), longitudes: steps(350, 2, 5) + steps(0, 2, 12))),
      SampleGrid(
        "band round the globe", spacing: 5,
        try RectilinearGrid(latitudes: steps(-30, 5, 13), longitudes: steps(0, 5, 72))),
      SampleGrid(
        "uneven region", spacing: 6,
        try RectilinearGrid(
          latitudes: [-10, -9, -7, -3, 3, 9, 12, 13, 14], longitudes: [100, 101, 103, 109, 115, 116, 118])),
    ]
  }

  static func reduced() throws -> [SampleGrid] {
    let half = (0..<12).map { 20 + 4 * $0 }
    let points = half + half.reversed()
    let latitudes = gaussianLatitudes(24)
    let inside = latitudes.enumerated().filter { abs($0.element) < 40 }.map(\.offset)
    return [
      SampleGrid(
        "octahedral O12", spacing: 18, isGlobal: true, try ReducedGrid(latitudes: latitudes, pointsPerRow: points)),
      SampleGrid(
        "octahedral O12, northwards", spacing: 18, isGlobal: true,
        try ReducedGrid(latitudes: latitudes.reversed(), pointsPerRow: points)),
      SampleGrid(
        "part of a reduced grid, with empty rows", spacing: 8,
        try ReducedGrid(
          latitudes: latitudes, pointsPerRow: points.indices.map { inside.contains($0) ? 9 : 0 },
          firstLongitudes: points.indices.map { -4 * 360 / Double(points[$0]) },
          longitudeSpacings: points.map { 360 / Double($0) })),
    ]
  }

  static func projected() throws -> [SampleGrid] {
    let earth = EarthShape.sphere6371229
    return [
      SampleGrid(
        "Lambert conformal", spacing: 1.5,
        try ProjectedGrid(
          projection: try LambertConformal(
            firstParallel: 63, latitudeOfOrigin: 63, centralMeridian: 15, shape: earth),
          firstX: -1_000_000, firstY: -1_300_000, spacingX: 100_000, spacingY: 100_000, columns: 21, rows: 27)),
      SampleGrid(
        "polar stereographic, downwards, with the pole inside", spacing: 3,
        try ProjectedGrid(
          projection: try PolarStereographic(pole: .north, trueLatitude: 60, centralMeridian: -45, shape: .wgs84),
          firstX: -2_000_000, firstY: 2_100_000, spacingX: 250_000, spacingY: -250_000, columns: 17, rows: 17)),
      SampleGrid(
        "southern polar stereographic", spacing: 3,
        try ProjectedGrid(
          projection: try PolarStereographic(pole: .south, trueLatitude: -71, centralMeridian: 0, shape: .wgs84),
          firstX: -2_000_000, firstY: -2_100_000, spacingX: 250_000, spacingY: 250_000, columns: 17, rows: 17)),
      SampleGrid(
        "Mercator across the dateline", spacing: 2,
        try ProjectedGrid(
          projection: try Mercator(trueLatitude: 20, shape: earth),
          firstPoint: Coordinate(latitude: -20, longitude: 165),
          spacingX: 200_000, spacingY: 200_000, columns: 21, rows: 25)),
      SampleGrid(
        "azimuthal equal-area", spacing: 2,
        try ProjectedGrid(
          projection: try AzimuthalEqualArea(centre: Coordinate(latitude: 52, longitude: 10), shape: .grs80),
          firstX: -2_000_000, firstY: -2_000_000, spacingX: 200_000, spacingY: 200_000, columns: 20, rows: 20)),
      SampleGrid(
        "rotated latitude-longitude", spacing: 1,
        try ProjectedGrid(
          projection: try RotatedPole(southPole: Coordinate(latitude: -39.25, longitude: 18)), firstX: -12, firstY: -10,
          spacingX: 1, spacingY: 1, columns: 26, rows: 22)),
    ]
  }

  /// 2-D coordinates of another grid's cells.
  static func curvilinear(of grid: some Grid) throws -> CurvilinearGrid {
    let points = (0..<grid.count).map(grid.coordinate)
    return try CurvilinearGrid(
      latitudes: points.map(\.latitude), longitudes: points.map(\.longitude), rows: grid.shape[0],
      columns: grid.shape[1])
  }

  static func curvilinear() throws -> [SampleGrid] {
    let maps = try projected()
    var samples: [SampleGrid] = []
    for map in maps[0...3] {
      samples.append(SampleGrid("curvilinear, \(map.name)", spacing: map.spacing, try curvilinear(of: map.grid)))
    }
    let band = try RectilinearGrid(latitudes: steps(-85, 5, 35), longitudes: steps(2.5, 5, 72))
    samples.append(SampleGrid("curvilinear round the globe", spacing: 5, try curvilinear(of: band)))
    return samples
  }

  /// Points that cover the globe evenly, along a spiral.
  static func spiral(_ count: Int) -> [Coordinate] {
    (0..<count).map { index in
      let z = 1 - (2 * Double(index) + 1) / Double(count)
      return Coordinate(
        latitude: latitude(sine: z),
        longitude: (Double(index) * 137.507_764_050_037_85).truncatingRemainder(dividingBy: 360))
    }
  }

  static func unstructured() throws -> [SampleGrid] {
    let points = spiral(2000)
    return [
      SampleGrid("points of the globe", spacing: 5, isGlobal: true, try UnstructuredGrid(coordinates: points)),
      SampleGrid(
        "points of a hemisphere", spacing: 5, try UnstructuredGrid(coordinates: points.filter { $0.latitude > 0 })),
    ]
  }
}
