import Fields
import Foundation
import Testing

@Suite struct ConservativeRegriddingTests {
  /// A tenth of the sizes of 0.09° and 0.25° grids.
  static func globalGrids() throws -> (fine: RectilinearGrid, coarse: RectilinearGrid) {
    (
      try RectilinearGrid(latitudes: SampleGrid.steps(90, -0.9, 201), longitudes: SampleGrid.steps(0, 0.9, 400)),
      try RectilinearGrid(latitudes: SampleGrid.steps(90, -2.5, 73), longitudes: SampleGrid.steps(0, 2.5, 144))
    )
  }

  static func integral(of field: Field) -> Double {
    (0..<field.grid.count).reduce(0) { $0 + Double(field.values[$1]) * field.grid.area(of: $1) }
  }

  static func randomField(on grid: any Grid, seed: UInt64 = 4) -> Field {
    var random = RandomPoints(seed: seed)
    return Field(values: (0..<grid.count).map { _ in Float.random(in: 250...310, using: &random) }, grid: grid)
  }

  @Test func theIntegralOverTheGlobeIsKept() throws {
    let (fine, coarse) = try Self.globalGrids()
    let field = Self.randomField(on: fine)
    let (result, counts) = try Regridder(from: fine, to: coarse, Regridding(.conservative)).apply(to: field)
    #expect(abs(Self.integral(of: result) / Self.integral(of: field) - 1) < 1e-8)
    #expect(counts.valid == coarse.count && counts.partial == 0 && counts.missing == 0 && counts.outside == 0)
    #expect(try #require(result.values.min()) >= 250 && (try #require(result.values.max())) <= 310)
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
}
