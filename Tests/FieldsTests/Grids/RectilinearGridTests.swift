import Fields
import Foundation
import Testing

@Suite struct RectilinearGridTests {
  /// Value = 10 × row + column.
  static func field(_ grid: RectilinearGrid) -> Field {
    let columns = grid.columns
    return Field(values: (0..<grid.count).map { Float(10 * ($0 / columns) + $0 % columns) }, grid: grid)
  }

  @Test func bilinearIsExactForAFunctionLinearInRowsAndColumns() throws {
    let field = RectilinearGridTests.field(
      try RectilinearGrid(latitudes: [50, 51, 52], longitudes: [4, 6, 8, 10]))
    // Row 0.25, column 1.75.
    let point = Coordinate(latitude: 50.25, longitude: 7.5)
    #expect(abs(try #require(field.value(at: point, .bilinear)) - 4.25) < 1e-12)
    let stencil = try #require(field.grid.stencil(at: point, .bilinear))
    let weights = Dictionary(uniqueKeysWithValues: stencil.parts.map { ($0.cell, $0.weight) })
    let expected = [1: 0.75 * 0.25, 2: 0.75 * 0.75, 5: 0.25 * 0.25, 6: 0.25 * 0.75]
    #expect(Set(weights.keys) == Set(expected.keys))
    for (cell, weight) in expected { #expect(abs(weights[cell, default: 0] - weight) < 1e-12) }
  }

  @Test(arguments: [false, true], [false, true])
  func directionsOfRowsAndColumnsDoNotMatter(isSouthward: Bool, isWestward: Bool) throws {
    let (latitudes, longitudes) = ([50.0, 51, 53], [350.0, 352, 358, 2])
    let grid = try RectilinearGrid(
      latitudes: isSouthward ? latitudes.reversed() : latitudes,
      longitudes: isWestward ? longitudes.reversed() : longitudes)
    let field = grid.field { 3 * $0.latitude + $0.longitude180 }
    for (latitude, longitude) in [(50.5, -9.0), (52, -3), (52.9, 0.5), (50, 1.99), (53, 350)] {
      let value = try #require(
        field.value(at: Coordinate(latitude: latitude, longitude: longitude), .bilinear))
      let expected = 3 * latitude + (longitude > 180 ? longitude - 360 : longitude)
      #expect(abs(value - expected) < 1e-4)
    }
  }

  @Test func theSeamIsInterpolatedAcross() throws {
    let grid = try RectilinearGrid(latitudes: [-1, 1], longitudes: SampleGrid.steps(0, 0.1, 3600))
    #expect(grid.wraps)
    for longitude in [359.95, -0.05, 719.95] {
      let stencil = try #require(grid.stencil(at: Coordinate(latitude: -1, longitude: longitude), .bilinear))
      #expect(stencil.parts.map(\.cell) == [3599, 0])
      #expect(stencil.parts.allSatisfy { abs($0.weight - 0.5) < 1e-9 })
    }
    #expect(grid.stencil(at: Coordinate(latitude: -1, longitude: 359.9), .bilinear)?.parts.map(\.cell) == [3599])
    #expect(grid.stencil(at: Coordinate(latitude: -1, longitude: 360), .bilinear)?.parts.map(\.cell) == [0])
    #expect(grid.stencil(at: Coordinate(latitude: -1, longitude: 359.96), .nearest)?.parts.map(\.cell) == [0])
  }

  @Test func theDatelineIsNoEdge() throws {
    let grid = try RectilinearGrid(latitudes: [-1, 1], longitudes: [178, 179, 180, -179, -178])
    #expect(!grid.wraps)
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: 1, longitude: -179.75), .bilinear))
    #expect(stencil.parts.map(\.cell) == [7, 8])
    #expect(stencil.parts.map(\.weight) == [0.75, 0.25])
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 182.5), .bilinear) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 182.5), .nearest)?.parts.map(\.cell) == [9])
    #expect(grid.stencil(at: Coordinate(latitude: 1, longitude: 182.51), .nearest) == nil)
  }

  @Test func polesBetweenRowsAreCrossed() throws {
    // Rows at ±45 only: the pole is half-way from a cell to the one on the other side.
    let grid = try RectilinearGrid(latitudes: [45, -45], longitudes: [0, 90, 180, 270])
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: -90, longitude: 90), .bilinear))
    #expect(stencil.parts.map(\.cell) == [5, 7])
    #expect(stencil.parts.map(\.weight) == [0.5, 0.5])
    // 22.5° beyond the row of 90° across the pole: a quarter of the way, and half-way between columns.
    let near = try #require(grid.stencil(at: Coordinate(latitude: 67.5, longitude: 315), .bilinear))
    #expect(near.parts.map(\.cell) == [3, 0, 1, 2])
    for (part, weight) in zip(near.parts, [0.375, 0.375, 0.125, 0.125]) { #expect(abs(part.weight - weight) < 1e-12) }
  }

  @Test func nothingIsExtrapolated() throws {
    let grid = try RectilinearGrid(latitudes: [50, 51, 52], longitudes: [4, 6, 8])
    let outside = [(49.99, 6.0), (52.01, 6), (51, 3.99), (51, 8.01), (-51, 6), (51, -174)]
    for (latitude, longitude) in outside {
      let point = Coordinate(latitude: latitude, longitude: longitude)
      #expect(grid.stencil(at: point, .bilinear) == nil)
      #expect(grid.stencil(at: point, .inverseDistance) == nil)
    }
    #expect(grid.stencil(at: Coordinate(latitude: 52.5, longitude: 8.9), .nearest)?.parts.map(\.cell) == [8])
    for (latitude, longitude) in [(52.51, 6.0), (49.49, 6), (51, 2.99), (51, 9.01)] {
      #expect(grid.stencil(at: Coordinate(latitude: latitude, longitude: longitude), .nearest) == nil)
      #expect(grid.nearestCells(to: Coordinate(latitude: latitude, longitude: longitude), count: 3) == nil)
    }
  }

  @Test func aBandRoundTheGlobeDoesNotReachThePoles() throws {
    let grid = try RectilinearGrid(latitudes: [-60, 0, 60], longitudes: SampleGrid.steps(0, 10, 36))
    #expect(grid.stencil(at: Coordinate(latitude: 60, longitude: 359), .bilinear) != nil)
    let band = try RectilinearGrid(latitudes: [-60, -55, -50], longitudes: SampleGrid.steps(0, 10, 36))
    #expect(band.stencil(at: Coordinate(latitude: -60.1, longitude: 359), .bilinear) == nil)
    #expect(band.stencil(at: Coordinate(latitude: -90, longitude: 0), .nearest) == nil)
  }

  /// Increments of 0.09° written as 0.0900001, as packed in Float32, and rounded to millidegrees.
  @Test(arguments: [0, 1, 2])
  func roundedCoordinatesAreFoundAgain(way: Int) throws {
    let exact = SampleGrid.steps(0, 0.09, 4000)
    let longitudes = exact.enumerated().map { index, value in
      switch way {
      case 0: Double(index) * 0.0900001
      case 1: Double(Float(value))
      default: (value * 1000).rounded() / 1000
      }
    }
    let grid = try RectilinearGrid(latitudes: [0, 0.09], longitudes: longitudes)
    #expect(grid.wraps)
    for (index, longitude) in longitudes.enumerated() {
      let stencil = try #require(grid.stencil(at: Coordinate(latitude: 0, longitude: longitude), .bilinear))
      #expect(stencil.parts.map(\.cell) == [index])
      let left = try #require(grid.stencil(at: Coordinate(latitude: 0, longitude: exact[index]), .nearest))
      #expect(left.parts.map(\.cell) == [index])
    }
  }

  @Test func inverseDistanceWeighsByTheSquare() throws {
    let grid = try RectilinearGrid(latitudes: [0, 1], longitudes: [0, 3])
    // On the equator at a third: distances 1 and 2, weights 4 to 1.
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: 0, longitude: 1), .inverseDistance))
    #expect(stencil.parts.map(\.cell) == [0, 1])
    #expect(abs(stencil.parts[0].weight - 0.8) < 1e-12)
  }

  @Test func repeatedColumnsAreOnePlace() throws {
    let grid = try RectilinearGrid(latitudes: [-45, 45], longitudes: [-180, -90, 0, 90, 180, 270])
    #expect(grid.wraps)
    #expect(grid.stencil(at: Coordinate(latitude: -45, longitude: 180), .bilinear)?.parts.map(\.cell) == [0])
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: 45, longitude: 135), .bilinear))
    #expect(stencil.parts.map(\.cell) == [9, 6])
  }

  @Test func oneCellIsFoundAtItsCentreOnly() throws {
    let grid = try RectilinearGrid(latitudes: [50], longitudes: [10])
    #expect(grid.stencil(at: Coordinate(latitude: 50, longitude: 10), .bilinear)?.parts.map(\.cell) == [0])
    #expect(grid.stencil(at: Coordinate(latitude: 50, longitude: 370), .nearest)?.parts.map(\.cell) == [0])
    #expect(grid.stencil(at: Coordinate(latitude: 50, longitude: 11), .nearest) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 51, longitude: 10), .nearest) == nil)
  }

  @Test func axesThatCannotBeAreErrors() {
    func error(_ latitudes: [Double], _ longitudes: [Double]) -> FieldError? {
      do {
        _ = try RectilinearGrid(latitudes: latitudes, longitudes: longitudes)
        return nil
      } catch { return error }
    }
    #expect(error([], [0, 1]) == .empty("latitudes"))
    #expect(error([0, 1], []) == .empty("longitudes"))
    #expect(error([0, 1, 95], [0, 1]) == .invalid("latitude", index: 2, value: 95))
    #expect(error([0, 1, 1, 2], [0, 1]) == .notMonotonic("latitudes", index: 2, values: [0, 1, 1, 2]))
    #expect(error([0, 1], [0, 10, 5]) == .notMonotonic("longitudes", index: 2, values: [0, 10, 5]))
    #expect(error([0, .infinity], [0, 1]) != nil)
    #expect(error([0, .nan], [0, 1]) != nil)
    #expect(error([0, 1], [0, .nan, 2]) != nil)
  }
}
