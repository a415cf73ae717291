import Fields
import Testing

@Suite struct StencilRegriddingTests {
  @Test(arguments: GridLawTests.all, [Regridding.Method.bilinear, .nearest])
  func cellsHaveTheValuesAtTheirCentres(sample: SampleGrid, method: Regridding.Method) throws {
    guard method == .nearest || !(sample.grid is UnstructuredGrid) else { return }
    let target = try RectilinearGrid(latitudes: SampleGrid.steps(88, -8, 23), longitudes: SampleGrid.steps(3, 8, 45))
    let field = RegriddingSamples.random(on: sample.grid)
    let (result, counts) = try Regridder(from: sample.grid, to: target, Regridding(method)).apply(to: field)
    var outside = 0
    for cell in 0..<target.count {
      let value = field.value(at: target.coordinate(of: cell), method == .nearest ? .nearest : .bilinear)
      if let value { #expect(result.values[cell] == Float(value)) } else { outside += 1 }
      #expect(result.values[cell].isNaN == (value == nil))
    }
    #expect(counts.outside == outside && counts.valid == target.count - outside)
  }

  /// Linear in both coordinates, which bilinear takes exactly.
  @Test func planesStayPlanes() throws {
    let (fine, coarse) = try RegriddingSamples.globalGrids()
    let field = fine.field { 3 * $0.latitude + 200 }
    let result = try Regridder(from: fine, to: coarse, Regridding(.bilinear)).apply(to: field).field
    for cell in 0..<coarse.count {
      #expect(abs(Double(result.values[cell]) - 3 * coarse.coordinate(of: cell).latitude - 200) < 1e-4)
    }
  }

  @Test func aMethodThatKnowsNoSuchGridNamesOneThatDoes() throws {
    let target = try RectilinearGrid(latitudes: [60, 62], longitudes: [10, 12])
    let map = try SampleGrid.projected()[0].grid
    let points = try SampleGrid.unstructured()[0].grid
    for (source, method, named) in [
      (map, Regridding.Method.conservative, "bilinear"), (points, .conservative, "nearest"),
      (points, .bilinear, "nearest"),
    ] {
      let error = #expect(throws: FieldError.self) { try Regridder(from: source, to: target, Regridding(method)) }
      #expect("\(try #require(error))".contains(named))
    }
  }
}
