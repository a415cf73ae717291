import Fields
import Testing

/// The same cells in another order, or with coordinates that files have rounded.
@Suite struct RegriddingOrderTests {
  let grid = try? RectilinearGrid(
    latitudes: SampleGrid.steps(90, -2.25, 81), longitudes: SampleGrid.steps(0, 2.25, 160))

  @Test(arguments: Regridding.Method.allCases)
  func equalGridsCopyValues(method: Regridding.Method) throws {
    let grid = try #require(grid)
    var field = RegriddingSamples.random(on: grid)
    field.values[7] = .nan
    let regridder = try Regridder(from: grid, to: grid, Regridding(method))
    let (result, counts) = regridder.apply(to: field)
    #expect(regridder.isIdentity)
    #expect(result.values.map(\.bitPattern) == field.values.map(\.bitPattern))
    #expect(counts.valid == grid.count - 1 && counts.missing == 1)
  }

  @Test(arguments: Regridding.Method.allCases)
  func coordinatesRoundedToFloat32AreTheSameCells(method: Regridding.Method) throws {
    let exact = try RectilinearGrid(
      latitudes: SampleGrid.steps(60, -0.09, 300), longitudes: SampleGrid.steps(300, 0.09, 400))
    let rounded = try RectilinearGrid(
      latitudes: SampleGrid.steps(60, -0.09, 300).map { Double(Float($0)) },
      longitudes: SampleGrid.steps(-60, 0.09, 400).map { Double(Float($0)) })
    let field = RegriddingSamples.random(on: rounded)
    let (result, counts) = try Regridder(from: rounded, to: exact, Regridding(method)).apply(to: field)
    let differing = zip(result.values, field.values).count { $0 != $1 }
    #expect(differing == 0)
    #expect(result.grid.isEqual(to: exact))
    #expect(counts.valid == exact.count)
  }

  /// Rows upside down and columns from the dateline: every value is found again, to the last bit.
  @Test(arguments: Regridding.Method.allCases)
  func rowsAndColumnsInAnotherOrderKeepTheirValues(method: Regridding.Method) throws {
    let grid = try #require(grid)
    let turned = try RectilinearGrid(
      latitudes: SampleGrid.steps(-90, 2.25, 81),
      longitudes: SampleGrid.steps(-180, 2.25, 160).map { Double(Float($0)) })
    let field = RegriddingSamples.random(on: grid)
    let there = try Regridder(from: grid, to: turned, Regridding(method)).apply(to: field).field
    let back = try Regridder(from: turned, to: grid, Regridding(method)).apply(to: there).field
    // On a pole every longitude is the same place, and nearest may take any of them.
    let inner = method == .nearest ? 160..<grid.count - 160 : 0..<grid.count
    #expect(back.values[inner] == field.values[inner])
    #expect(there.values[160] == field.values[79 * 160 + 80])
  }

  @Test func aRepeatedColumnHasTheValueOfTheFirst() throws {
    let grid = try #require(grid)
    let target = try RectilinearGrid(latitudes: SampleGrid.steps(80, -10, 17), longitudes: SampleGrid.steps(0, 10, 37))
    let result = try Regridder(from: grid, to: target, Regridding(.conservative))
      .apply(to: RegriddingSamples.random(on: grid)).field
    for row in 0..<17 { #expect(result.values[row * 37] == result.values[row * 37 + 36]) }
  }

  @Test(arguments: Regridding.Method.allCases)
  func threadsChangeNoBit(method: Regridding.Method) throws {
    let (fine, coarse) = try RegriddingSamples.globalGrids()
    var field = RegriddingSamples.random(on: fine)
    for cell in stride(from: 0, to: fine.count, by: 13) { field.values[cell] = .nan }
    let regridder = try Regridder(from: fine, to: coarse, Regridding(method))
    let one = regridder.apply(to: field)
    for threads in [2, 3, 16] {
      let many = regridder.apply(to: field, threads: threads)
      #expect(many.field.values.map(\.bitPattern) == one.field.values.map(\.bitPattern))
      #expect(many.counts == one.counts)
    }
  }
}
