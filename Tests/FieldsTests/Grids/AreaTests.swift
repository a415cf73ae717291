import Fields
import Foundation
import Testing

@Suite struct AreaTests {
  @Test(arguments: GridLawTests.all.filter { $0.isGlobal })
  func globalGridsCoverTheSphere(sample: SampleGrid) {
    let total = (0..<sample.grid.count).reduce(0) { $0 + sample.grid.area(of: $1) }
    #expect(abs(total - 4 * .pi) < 1e-11)
  }

  /// By hand: sin 1° - sin(-1°) times 2° for the middle row.
  @Test func regionalCellsReachHalfAStepBeyondTheOutermostCentres() throws {
    let grid = try RectilinearGrid(latitudes: [-2, 0, 2], longitudes: [10, 12, 14, 16])
    let radians = Double.pi / 180
    #expect(abs(grid.area(of: 5) - 2 * sin(radians) * 2 * radians) < 1e-15)
    #expect(abs(grid.area(of: 0) - (sin(3 * radians) - sin(radians)) * 2 * radians) < 1e-15)
    let total = (0..<12).reduce(0) { $0 + grid.area(of: $1) }
    #expect(abs(total - 2 * sin(3 * radians) * 8 * radians) < 1e-14)
  }

  /// Rows round the globe reach the pole where no row between them and it is missing.
  @Test func onlyTheLastRowsOfGlobalGridsReachThePole() throws {
    let radians = Double.pi / 180
    func band(_ south: Double, _ north: Double) -> Double {
      (sin(north * radians) - sin(south * radians)) * 2 * radians
    }
    let region = try RectilinearGrid(latitudes: [84.5, 86.5, 88.5], longitudes: [10, 12, 14, 16])
    #expect(abs(region.area(of: 8) - band(87.5, 89.5)) < 1e-15)
    let round = SampleGrid.steps(0, 2, 180)
    let cap = try RectilinearGrid(latitudes: [84.5, 86.5, 88.5], longitudes: round)
    #expect(abs(cap.area(of: 360) - band(87.5, 90)) < 1e-15)
    // The southern edge is half a step out, not at the other pole.
    #expect(abs(cap.area(of: 0) - band(83.5, 85.5)) < 1e-15)
    let withoutPole = try RectilinearGrid(latitudes: [84, 86, 88], longitudes: round)
    #expect(abs(withoutPole.area(of: 360) - band(87, 89)) < 1e-15)
    let twoRows = try RectilinearGrid(latitudes: [88, 90], longitudes: round)
    #expect(abs(twoRows.area(of: 0) - band(87, 89)) < 1e-15)
    #expect(twoRows.stencil(at: Coordinate(latitude: 80, longitude: 0), .bilinear) == nil)
  }

  @Test func aRowAtThePoleIsHalfABand() throws {
    let grid = try RectilinearGrid(latitudes: SampleGrid.steps(90, -1, 181), longitudes: SampleGrid.steps(0, 1, 360))
    let radians = Double.pi / 180
    #expect(abs(grid.area(of: 0) - (1 - sin(89.5 * radians)) * radians) < 1e-15)
    #expect(abs(grid.area(of: 90 * 360) - 2 * sin(0.5 * radians) * radians) < 1e-15)
  }

  @Test func repeatedColumnsHaveNoArea() throws {
    let grid = try RectilinearGrid(latitudes: [-45, 45], longitudes: [0, 90, 180, 270, 360])
    #expect(grid.area(of: 4) == 0)
    #expect(grid.area(of: 0) == grid.area(of: 1))
  }

  @Test func emptyRowsOfAReducedGridHaveNoCells() throws {
    let grid = try ReducedGrid(
      latitudes: [3, 1, -1, -3], pointsPerRow: [0, 2, 3, 0], firstLongitudes: [0, 0, 0, 0],
      longitudeSpacings: [1, 2, 1, 1])
    let radians = Double.pi / 180
    #expect(grid.count == 5)
    #expect(abs(grid.area(of: 0) - sin(2 * radians) * 2 * radians) < 1e-15)
    #expect(abs(grid.area(of: 4) - sin(2 * radians) * radians) < 1e-15)
  }

  /// On an equal-area map every cell has the area of its square.
  @Test func equalAreaMapsHaveEqualAreas() throws {
    let grid = try ProjectedGrid(
      projection: try AzimuthalEqualArea(
        centre: Coordinate(latitude: 52, longitude: 10), shape: .sphere6371229),
      firstX: -1_000_000, firstY: -1_000_000, spacingX: 10_000, spacingY: 10_000, columns: 200, rows: 200)
    let expected = (10_000.0 / 6_371_229) * (10_000.0 / 6_371_229)
    for cell in stride(from: 0, to: grid.count, by: 997) {
      #expect(abs(grid.area(of: cell) / expected - 1) < 1e-6)
    }
  }

  @Test func curvilinearCellsCoverWhatTheSameRectilinearCellsDo() throws {
    let grid = try RectilinearGrid(latitudes: SampleGrid.steps(40, 0.5, 20), longitudes: SampleGrid.steps(170, 0.5, 40))
    let curvilinear = try SampleGrid.curvilinear(of: grid)
    for cell in 0..<grid.count {
      let (row, column) = (cell / 40, cell % 40)
      let isInside = (1..<19).contains(row) && (1..<39).contains(column)
      let error = abs(curvilinear.area(of: cell) / grid.area(of: cell) - 1)
      #expect(error < (isInside ? 1e-4 : 5e-3), "row \(row), column \(column)")
    }
  }
}
