import Fields
import Foundation
import Testing

@Suite struct ConservativeRegriddingTests {
  @Test(arguments: RegriddingSamples.globalPairs)
  func theIntegralOverTheGlobeIsKept(pair: RegriddingSamples.Pair) throws {
    let field = RegriddingSamples.random(on: pair.source.grid)
    let regridder = try Regridder(from: pair.source.grid, to: pair.target.grid, Regridding(.conservative))
    let (result, counts) = regridder.apply(to: field)
    #expect(abs(RegriddingSamples.integral(of: result) / RegriddingSamples.integral(of: field) - 1) < 1e-8)
    #expect(counts.valid == pair.target.grid.count)
    #expect(counts.partial == 0 && counts.missing == 0 && counts.outside == 0)
    #expect(try #require(result.values.min()) >= 250 && (try #require(result.values.max())) <= 310)
  }

  /// What target cells take of a source cell adds to its area where the target is global, and what a target
  /// cell takes adds to its own where the source is.
  @Test(arguments: RegriddingSamples.allPairs)
  func weightsAgreeWithTheAreasOfCells(pair: RegriddingSamples.Pair) throws {
    let (source, target) = (pair.source.grid, pair.target.grid)
    let regridder = try Regridder(from: source, to: target, Regridding(.conservative))
    var given = [Double](repeating: 0, count: source.count)
    var (least, greatest) = (Double.infinity, 0.0)
    for cell in 0..<target.count {
      let parts = regridder.parts(of: cell)
      let area = target.area(of: cell)
      var sum = 0.0
      for part in parts {
        sum += part.weight
        given[part.cell] += part.weight * area
      }
      (least, greatest) = (min(least, sum), max(greatest, sum))
    }
    #expect(greatest < 1 + 1e-12)
    if pair.source.isGlobal { #expect(least > 1 - 1e-12) }
    let excess = (0..<source.count).map { given[$0] - source.area(of: $0) }
    #expect(excess.allSatisfy { $0 < 1e-13 })
    if pair.target.isGlobal { #expect(excess.allSatisfy { $0 > -1e-13 }) }
  }

  @Test(arguments: RegriddingSamples.allPairs)
  func constantFieldsStayConstantToTheLastBit(pair: RegriddingSamples.Pair) throws {
    let field = pair.source.grid.field { _ in 273.16 }
    let regridder = try Regridder(from: pair.source.grid, to: pair.target.grid, Regridding(.conservative))
    let (result, counts) = regridder.apply(to: field)
    #expect(result.values.allSatisfy { $0.isNaN || $0 == 273.16 })
    #expect(counts.valid + counts.outside == pair.target.grid.count && counts.missing == 0)
    #expect(result.missingCount == counts.outside)
  }

  /// By hand: the cell of 2° about 1° is bounded by 0° and 2°, that of 1.5° about 0.75° by 0° and 1.5°, the
  /// next by 3°: the heights are sin 1.5° and sin 2° - sin 1.5° of sin 2°.
  @Test func weightsAreSharedAreas() throws {
    let source = try RectilinearGrid(latitudes: [0.75, 2.25], longitudes: [0.5, 1.5])
    let target = try RectilinearGrid(latitudes: [1, 3], longitudes: [0.75, 2.25])
    let regridder = try Regridder(from: source, to: target, Regridding(.conservative))
    let radians = Double.pi / 180
    let height = sin(1.5 * radians) / sin(2 * radians)
    let parts = regridder.parts(of: 0)
    #expect(parts.map(\.cell) == [0, 1, 2, 3])
    for (part, expected) in zip(parts, [height * 2 / 3, height / 3, (1 - height) * 2 / 3, (1 - height) / 3]) {
      #expect(abs(part.weight - expected) < 1e-14)
    }
  }

  /// Where cells lie within cells, means of means are means: of the sine of latitude half the sum of the
  /// sines of the edges.
  @Test func theSineOfLatitudeIsAveragedExactlyWhereCellsNest() throws {
    let radians = Double.pi / 180
    func mean(_ centre: Double, _ step: Double) -> Double {
      (sin((centre - step / 2) * radians) + sin((centre + step / 2) * radians)) / 2
    }
    let fine = try RectilinearGrid(
      latitudes: SampleGrid.steps(89.5, -1, 180), longitudes: SampleGrid.steps(0.5, 1, 360))
    let coarse = try RectilinearGrid(
      latitudes: SampleGrid.steps(-88.5, 3, 60), longitudes: SampleGrid.steps(1.5, 3, 120))
    let field = fine.field { mean($0.latitude, 1) }
    let result = try Regridder(from: fine, to: coarse, Regridding(.conservative)).apply(to: field).field
    for cell in 0..<coarse.count {
      #expect(abs(Double(result.values[cell]) - mean(coarse.coordinate(of: cell).latitude, 3)) < 1e-7)
    }
  }

  /// On a pole the target cell is half a row, and all longitudes of it touch the same source rows.
  @Test func polesAreCapsOfHalfARow() throws {
    let source = try RectilinearGrid(latitudes: SampleGrid.steps(90, -1, 181), longitudes: SampleGrid.steps(0, 1, 360))
    let target = try RectilinearGrid(latitudes: SampleGrid.steps(90, -3, 61), longitudes: SampleGrid.steps(0, 3, 120))
    let radians = Double.pi / 180
    let parts = try Regridder(from: source, to: target, Regridding(.conservative)).parts(of: 0)
    let poleShare = (1 - sin(89.5 * radians)) / (1 - sin(88.5 * radians))
    #expect(parts.count == 6)
    #expect(abs(parts.filter { $0.cell < 360 }.reduce(0) { $0 + $1.weight } - poleShare) < 1e-12)
    #expect(Set(parts.map(\.cell)) == [359, 0, 1, 719, 360, 361])
  }
}
