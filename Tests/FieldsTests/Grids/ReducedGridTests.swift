import Fields
import Foundation
import Testing

@Suite struct ReducedGridTests {
  /// Rows of 4 and 6 points, both from Greenwich.
  static func small() throws -> ReducedGrid { try ReducedGrid(latitudes: [30, -30], pointsPerRow: [4, 6]) }

  @Test func bilinearIsLinearAlongEachRowThenAcross() throws {
    // 75°E: 5/6 of the way from 0° to 90° above, a quarter of the way from 60° to 120° below;
    // 15°N: a quarter of the way down.
    let stencil = try #require(
      try ReducedGridTests.small().stencil(at: Coordinate(latitude: 15, longitude: 75), .bilinear))
    #expect(stencil.parts.map(\.cell) == [0, 1, 5, 6])
    let expected = [0.75 / 6, 0.75 * 5 / 6, 0.25 * 0.75, 0.25 * 0.25]
    for (part, weight) in zip(stencil.parts, expected) { #expect(abs(part.weight - weight) < 1e-12) }
  }

  @Test func everyRowWrapsByItself() throws {
    let stencil = try #require(
      try ReducedGridTests.small().stencil(at: Coordinate(latitude: 0, longitude: 330), .bilinear))
    #expect(stencil.parts.map(\.cell) == [3, 0, 9, 4])
    for (part, weight) in zip(stencil.parts, [1.0 / 6, 1.0 / 3, 0.25, 0.25]) {
      #expect(abs(part.weight - weight) < 1e-12)
    }
  }

  @Test func theSouthPoleIsBetweenPointsOfTheLastRow() throws {
    let latitudes = gaussianLatitudes(24)
    let half = (0..<12).map { 20 + 4 * $0 }
    let grid = try ReducedGrid(latitudes: latitudes, pointsPerRow: half + half.reversed())
    #expect(grid.count == 1008)
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: -90, longitude: 0), .bilinear))
    // The last row has 20 points from 988; 180°E is its tenth.
    #expect(stencil.parts.map(\.cell) == [988, 998])
    #expect(stencil.parts.map(\.weight) == [0.5, 0.5])
  }

  @Test func rowsMayBeginAnywhereAndRunWestwards() throws {
    let east = try ReducedGrid(
      latitudes: [10, 0], pointsPerRow: [3, 4], firstLongitudes: [350, -15], longitudeSpacings: [10, 10])
    let west = try ReducedGrid(
      latitudes: [10, 0], pointsPerRow: [3, 4], firstLongitudes: [10, 15], longitudeSpacings: [-10, -10])
    let (a, b) = (east.field { $0.longitude180 }, west.field { $0.longitude180 })
    for longitude in [-10.0, -3, 0, 4, 10] {
      let point = Coordinate(latitude: 5, longitude: longitude)
      #expect(abs((a.value(at: point, .bilinear) ?? .nan) - longitude) < 1e-5)
      #expect(abs((b.value(at: point, .bilinear) ?? .nan) - longitude) < 1e-5)
    }
    // 12°E is within the lower row but not the upper one.
    #expect(east.stencil(at: Coordinate(latitude: 5, longitude: 12), .bilinear) == nil)
    #expect(east.stencil(at: Coordinate(latitude: 0, longitude: 12), .bilinear) != nil)
  }

  @Test func emptyRowsAreOutside() throws {
    let grid = try ReducedGrid(
      latitudes: [20, 10, 0], pointsPerRow: [0, 3, 3], firstLongitudes: [0, 0, 0], longitudeSpacings: [10, 10, 10])
    #expect(grid.stencil(at: Coordinate(latitude: 10, longitude: 5), .bilinear)?.parts.map(\.cell) == [0, 1])
    #expect(grid.stencil(at: Coordinate(latitude: 11, longitude: 5), .bilinear) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 11, longitude: 1), .nearest)?.parts.map(\.cell) == [0])
    #expect(grid.stencil(at: Coordinate(latitude: 19, longitude: 1), .nearest) == nil)
    #expect(grid.coordinate(of: 3) == Coordinate(latitude: 0, longitude: 0))
  }

  @Test func summaryNamesOctahedralGrids() throws {
    let half = (0..<160).map { 20 + 4 * $0 }
    let grid = try ReducedGrid(latitudes: gaussianLatitudes(320), pointsPerRow: half + half.reversed())
    // 4 N (N + 9) points.
    #expect(grid.count == 108_160)
    #expect(grid.summary == "reduced O160, 320 rows of 20 to 656 points, 108160 points")
  }

  @Test func listsThatCannotBeAreErrors() {
    func error(_ latitudes: [Double], _ points: [Int], _ first: [Double], _ spacing: [Double]) -> FieldError? {
      do {
        _ = try ReducedGrid(
          latitudes: latitudes, pointsPerRow: points, firstLongitudes: first, longitudeSpacings: spacing)
        return nil
      } catch { return error }
    }
    #expect(error([1, 0], [2], [0, 0], [1, 1]) == .lengths("rows of points", expected: 2, found: 1))
    #expect(error([1, 0], [0, 0], [0, 0], [1, 1]) == .empty("points"))
    #expect(error([], [], [], []) != nil)
    #expect(error([1, 0], [2, -2], [0, 0], [1, 1]) != nil)
    #expect(error([1, 0], [2, 2], [0, .nan], [1, 1]) != nil)
    #expect(error([1, 0], [2, 2], [0, 0], [1, 0]) != nil)
    #expect(error([1, 95], [2, 2], [0, 0], [1, 1]) == .invalid("latitude", index: 1, value: 95))
  }
}
