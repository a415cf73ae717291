import Fields
import Foundation
import Testing

@Suite struct ProjectedGridTests {
  static func lambert() throws -> LambertConformal {
    try LambertConformal(firstParallel: 63.3, latitudeOfOrigin: 63.3, centralMeridian: 15, shape: .sphere6371229)
  }

  @Test(arguments: [1.0, -1])
  func bilinearIsExactForAFunctionLinearOnTheMap(direction: Double) throws {
    let projection = try ProjectedGridTests.lambert()
    let grid = try ProjectedGrid(
      projection: projection, firstX: -50_000, firstY: -80_000 * direction, spacingX: 2500,
      spacingY: 2500 * direction, columns: 60, rows: 70)
    let field = Field(values: (0..<grid.count).map { Float(100 * ($0 / 60) + $0 % 60) }, grid: grid)
    for (row, column) in [(0.0, 0.0), (3.25, 17.5), (68.9, 58.1), (69, 59), (12, 40.5)] {
      let place = ProjectedPoint(x: -50_000 + 2500 * column, y: direction * (-80_000 + 2500 * row))
      let point = try #require(projection.coordinate(at: place))
      let value = try #require(field.value(at: point, .bilinear))
      #expect(abs(value - (100 * row + column)) < 1e-4)
    }
    let outside = try #require(projection.coordinate(at: ProjectedPoint(x: -50_100, y: 0)))
    #expect(grid.stencil(at: outside, .bilinear) == nil)
    #expect(grid.stencil(at: outside, .nearest) != nil)
    let farOutside = try #require(projection.coordinate(at: ProjectedPoint(x: -51_300, y: 0)))
    #expect(grid.stencil(at: farOutside, .nearest) == nil)
  }

  @Test func theFirstPointMayBeGivenOnTheGlobe() throws {
    let first = Coordinate(latitude: 50.3196, longitude: 0.2782)
    let grid = try ProjectedGrid(
      projection: try ProjectedGridTests.lambert(), firstPoint: first, spacingX: 2500, spacingY: 2500, columns: 9,
      rows: 9)
    #expect(grid.coordinate(of: 0).distance(to: first) < 1e-3)
    #expect(grid.stencil(at: first, .bilinear)?.parts.map(\.cell) == [0])
    #expect(grid.shape == [9, 9])
  }

  @Test func rotatedGridsRoundTheGlobeWrap() throws {
    let projection = try RotatedPole(southPole: Coordinate(latitude: -40, longitude: 15))
    let grid = try ProjectedGrid(
      projection: projection, firstX: -180, firstY: -85, spacingX: 5, spacingY: 5, columns: 72, rows: 35)
    let point = try #require(projection.coordinate(at: ProjectedPoint(x: 177.5, y: 0)))
    let stencil = try #require(grid.stencil(at: point, .bilinear))
    #expect(stencil.parts.map(\.cell) == [17 * 72 + 71, 17 * 72])
    #expect(stencil.parts.allSatisfy { abs($0.weight - 0.5) < 1e-9 })
  }

  @Test func gridsThatCannotBeAreErrors() throws {
    let projection = try ProjectedGridTests.lambert()
    func make(_ x: Double, _ spacing: Double, _ columns: Int, _ rows: Int) throws -> ProjectedGrid {
      try ProjectedGrid(
        projection: projection, firstX: x, firstY: 0, spacingX: spacing, spacingY: 1, columns: columns, rows: rows)
    }
    #expect(throws: FieldError.empty("columns")) { try make(0, 1, 0, 1) }
    #expect(throws: FieldError.empty("rows")) { try make(0, 1, 1, 0) }
    #expect(throws: FieldError.self) { try make(0, 0, 2, 2) }
    #expect(throws: FieldError.self) { try make(.nan, 1, 2, 2) }
    #expect(throws: FieldError.outsideProjection(Coordinate(latitude: -90, longitude: 0))) {
      try ProjectedGrid(
        projection: projection, firstPoint: Coordinate(latitude: -90, longitude: 0), spacingX: 1, spacingY: 1,
        columns: 2,
        rows: 2)
    }
  }

  @Test func aMapOfAnAbsurdEarthShowsNothingAndDoesNotTrap() throws {
    let projection = try Mercator(trueLatitude: 0, shape: .sphere(radius: .greatestFiniteMagnitude))
    let grid = try ProjectedGrid(
      projection: projection, firstX: 0, firstY: 0, spacingX: 1, spacingY: 1, columns: 3, rows: 3)
    for longitude in [0.0, 170] {
      #expect(grid.stencil(at: Coordinate(latitude: 89, longitude: longitude), .bilinear) == nil)
      #expect(grid.stencil(at: Coordinate(latitude: 89, longitude: longitude), .nearest) == nil)
    }
  }
}
