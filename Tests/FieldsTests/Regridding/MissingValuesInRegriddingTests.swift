import Fields
import Testing

@Suite struct MissingValuesInRegriddingTests {
  /// Four columns of a degree into one of four degrees.
  private func regrid(
    _ values: [Float], _ regridding: Regridding = Regridding(.conservative)
  ) throws -> (value: Float, counts: RegriddingCounts) {
    let source = try RectilinearGrid(latitudes: [10, 11], longitudes: [0.5, 1.5, 2.5, 3.5])
    let target = try RectilinearGrid(latitudes: [10, 11], longitudes: [2, 6])
    let (result, counts) = try Regridder(from: source, to: target, regridding)
      .apply(to: Field(values: values + values, grid: source))
    return (result.values[0], counts)
  }

  @Test func theMeanOfHalfACellStandsForIt() throws {
    let (value, counts) = try regrid([1, .nan, 2, .nan])
    #expect(value == 1.5)
    #expect(counts.valid == 2 && counts.partial == 2 && counts.missing == 0 && counts.outside == 2)
  }

  @Test func lessThanHalfOfACellIsMissingAndCounted() throws {
    let (value, counts) = try regrid([1, .nan, .nan, .nan])
    #expect(value.isNaN)
    #expect(counts.valid == 0 && counts.missing == 2 && counts.outside == 2)
  }

  @Test func theFractionThatIsEnoughCanBeChosen() throws {
    #expect(try regrid([1, .nan, .nan, .nan], Regridding(.conservative, minimumValidFraction: 0.25)).value == 1)
    #expect(try regrid([1, 2, 3, .nan], Regridding(.conservative, minimumValidFraction: 1)).value.isNaN)
    #expect(try regrid([1, 2, 3, 4], Regridding(.conservative, minimumValidFraction: 1)).value == 2.5)
    #expect(try regrid([.nan, .nan, .nan, .nan], Regridding(.conservative, minimumValidFraction: 0)).value.isNaN)
  }

  /// Columns of 2° from 1° on, of which the last reaches a degree beyond the source: half of it is inside.
  @Test func aCellPartlyOutsideIsTheMeanOfWhatIsInside() throws {
    let source = try RectilinearGrid(latitudes: [10, 11], longitudes: [0.5, 1.5, 2.5])
    let target = try RectilinearGrid(latitudes: [10, 11], longitudes: [1, 3, 5])
    let field = Field(values: [1, 2, 3, 4, 5, 6], grid: source)
    let (result, counts) = try Regridder(from: source, to: target, Regridding(.conservative)).apply(to: field)
    #expect(Array(result.values[0..<2]) == [1.5, 3] && result.values[2].isNaN)
    #expect(counts.valid == 4 && counts.partial == 2 && counts.outside == 2 && counts.missing == 0)
  }

  @Test func bilinearNeedsAllItsCellsUnlessLessIsEnough() throws {
    let source = try RectilinearGrid(latitudes: [0, 2], longitudes: [0, 2])
    let target = try RectilinearGrid(latitudes: [0, 0.5], longitudes: [1, 3])
    let field = Field(values: [1, 3, 5, .nan], grid: source)
    let (strict, counts) = try Regridder(from: source, to: target, Regridding(.bilinear)).apply(to: field)
    #expect(strict.values[0] == 2 && strict.values[2].isNaN)
    #expect(counts.valid == 1 && counts.missing == 1 && counts.outside == 2)
    // By hand: weights 3/8, 3/8, 1/8 and 1/8 of the cell that is missing.
    let lenient = Regridding(.bilinear, minimumValidFraction: 0.5)
    let (renormalised, more) = try Regridder(from: source, to: target, lenient).apply(to: field)
    #expect(abs(renormalised.values[2] - (3 * 1 + 3 * 3 + 5) / 7) < 1e-6)
    #expect(more.valid == 2 && more.partial == 1 && more.outside == 2)
  }

  @Test func nearestIsMissingWhereItsCellIs() throws {
    let source = try RectilinearGrid(latitudes: [0, 2], longitudes: [0, 2])
    let target = try RectilinearGrid(latitudes: [0.5, 1.9], longitudes: [0.2, 1.8, 2.9, 4])
    let field = Field(values: [1, .nan, 5, 7], grid: source)
    let (result, counts) = try Regridder(from: source, to: target, Regridding(.nearest)).apply(to: field)
    #expect(result.values[0] == 1 && result.values[1].isNaN && result.values[4] == 5 && result.values[6] == 7)
    #expect(counts.valid == 4 && counts.missing == 2 && counts.outside == 2)
  }

  @Test func missingValuesInAPlaceChangeNothingElsewhere() throws {
    let (fine, coarse) = try RegriddingSamples.globalGrids()
    let whole = RegriddingSamples.random(on: fine)
    var holed = whole
    for row in 90..<110 { for column in 0..<40 { holed.values[row * 400 + column] = .nan } }
    let regridder = try Regridder(from: fine, to: coarse, Regridding(.conservative))
    let (a, b) = (regridder.apply(to: whole).field, regridder.apply(to: holed).field)
    let changed = (0..<coarse.count).filter { a.values[$0] != b.values[$0] }
    #expect(!changed.isEmpty)
    #expect(changed.allSatisfy { cell in regridder.parts(of: cell).contains { holed.values[$0.cell].isNaN } })
  }
}
