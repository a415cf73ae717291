import Fields
import Foundation
import Testing

@Suite struct CurvilinearGridTests {
  static let rotated = Result {
    try ProjectedGrid(
      projection: try RotatedPole(southPole: Coordinate(latitude: -5, longitude: 170)), firstX: -10, firstY: -10,
      spacingX: 0.5, spacingY: 0.5, columns: 41, rows: 41)
  }

  static func vector(_ point: Coordinate) -> SIMD3<Double> {
    let (phi, lambda) = (point.latitude * .pi / 180, point.longitude * .pi / 180)
    return [cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi)]
  }

  /// A point made from four centres by known weights gives those weights back: the grid lies over
  /// the north pole.
  @Test func weightsAreTheInverseOfTheBilinearMap() throws {
    let grid = try SampleGrid.curvilinear(of: try CurvilinearGridTests.rotated.get())
    for (row, column, u, v) in [(0, 0, 0.25, 0.75), (10, 33, 0.5, 0.5), (39, 39, 0.9, 0.1), (29, 20, 0.3, 0.6)] {
      let cells = [row * 41 + column, row * 41 + column + 1, (row + 1) * 41 + column, (row + 1) * 41 + column + 1]
      let weights = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v]
      let sum = zip(cells, weights).reduce(SIMD3<Double>.zero) {
        $0 + CurvilinearGridTests.vector(grid.coordinate(of: $1.0)) * $1.1
      }
      let point = Coordinate(
        latitude: atan2(sum.z, (sum.x * sum.x + sum.y * sum.y).squareRoot()) * 180 / .pi,
        longitude: atan2(sum.y, sum.x) * 180 / .pi)
      let stencil = try #require(grid.stencil(at: point, .bilinear))
      let found = Dictionary(uniqueKeysWithValues: stencil.parts.map { ($0.cell, $0.weight) })
      for (cell, weight) in zip(cells, weights) { #expect(abs(found[cell, default: 0] - weight) < 1e-9) }
    }
  }

  @Test func agreesWithTheSameCellsAsAProjectedGrid() throws {
    let projected = try CurvilinearGridTests.rotated.get()
    let grid = try SampleGrid.curvilinear(of: projected)
    var random = RandomPoints(seed: 7)
    let (a, b) = (projected.field { $0.latitude }, grid.field { $0.latitude })
    var compared = 0
    for _ in 0..<300 {
      let point = random.point(near: grid, within: 0.4)
      let (here, there) = (a.value(at: point, .bilinear), b.value(at: point, .bilinear))
      guard let here, let there else { continue }
      compared += 1
      #expect(abs(here - there) < 2e-3, "\(point)")
    }
    #expect(compared > 200)
  }

  @Test func cellsWithoutAPlaceAreHoles() throws {
    let source = try RectilinearGrid(latitudes: [0, 1, 2, 3], longitudes: [0, 1, 2, 3])
    var latitudes = (0..<16).map { source.coordinate(of: $0).latitude }
    latitudes[5] = .nan
    let grid = try CurvilinearGrid(
      latitudes: latitudes, longitudes: (0..<16).map { source.coordinate(of: $0).longitude }, rows: 4, columns: 4)
    #expect(grid.stencil(at: Coordinate(latitude: 0.5, longitude: 0.5), .bilinear) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 2.5, longitude: 2.5), .bilinear) != nil)
    #expect(grid.area(of: 5) == 0)
    #expect(grid.area(of: 10) > 0)
    let cells = try #require(grid.nearestCells(to: Coordinate(latitude: 1.9, longitude: 1.9), count: 16))
    #expect(cells.count == 15 && !cells.contains(5))
    #expect(grid == grid)
  }

  @Test func nearestReachesHalfACellBeyondTheEdge() throws {
    let grid = try SampleGrid.curvilinear(
      of: try RectilinearGrid(latitudes: [0, 1, 2], longitudes: [10, 11, 12]))
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 12.49), .nearest)?.parts.map(\.cell) == [5])
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 12.51), .nearest) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: -0.49, longitude: 9.6), .nearest)?.parts.map(\.cell) == [0])
    #expect(grid.stencil(at: Coordinate(latitude: -0.6, longitude: 9.6), .nearest) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 12.01), .bilinear) == nil)
  }

  @Test func coordinatesThatCannotBeAreErrors() {
    func make(_ latitudes: [Double], _ longitudes: [Double], _ rows: Int, _ columns: Int) throws -> CurvilinearGrid {
      try CurvilinearGrid(latitudes: latitudes, longitudes: longitudes, rows: rows, columns: columns)
    }
    #expect(throws: FieldError.self) { try make([0, 1], [0, 1], 1, 2) }
    #expect(throws: FieldError.self) { try make([0, 1], [0, 1], 2, 1) }
    #expect(throws: FieldError.lengths("longitudes", expected: 4, found: 3)) {
      try make([0, 0, 1, 1], [0, 1, 0], 2, 2)
    }
    #expect(throws: FieldError.invalid("latitude", index: 2, value: 91)) {
      try make([0, 0, 91, 1], [0, 1, 0, 1], 2, 2)
    }
  }
}
