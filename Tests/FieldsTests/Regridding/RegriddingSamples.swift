import Fields
import Testing

/// Fields and grids for tests of regridding.
enum RegriddingSamples {
  /// A tenth of the resolution of 0.09° and 0.25° grids.
  static func globalGrids() throws -> (fine: RectilinearGrid, coarse: RectilinearGrid) {
    (
      try RectilinearGrid(latitudes: SampleGrid.steps(90, -0.9, 201), longitudes: SampleGrid.steps(0, 0.9, 400)),
      try RectilinearGrid(latitudes: SampleGrid.steps(90, -2.5, 73), longitudes: SampleGrid.steps(0, 2.5, 144))
    )
  }

  static func random(on grid: any Grid, seed: UInt64 = 4) -> Field {
    var random = RandomPoints(seed: seed)
    return Field(values: (0..<grid.count).map { _ in Float.random(in: 250...310, using: &random) }, grid: grid)
  }

  static func integral(of field: Field) -> Double {
    (0..<field.grid.count).reduce(0) { $0 + Double(field.values[$1]) * field.grid.area(of: $1) }
  }

  /// Grids whose rows follow parallels.
  static func grids(isGlobal: Bool) throws -> [SampleGrid] {
    (try SampleGrid.rectilinear() + SampleGrid.reduced()).filter { $0.isGlobal == isGlobal }
  }

  /// Two grids, for tests of every pair.
  struct Pair: CustomTestStringConvertible, Sendable {
    let source: SampleGrid
    let target: SampleGrid
    var testDescription: String { "\(source.name) -> \(target.name)" }
  }

  /// Every grid to some that differ most, of the global ones and of all.
  static let globalPairs = pairs(try? grids(isGlobal: true))
  static let allPairs = pairs(try? grids(isGlobal: true) + grids(isGlobal: false))

  private static let targets: Set = [
    "global with pole rows, southwards", "global, westwards", "octahedral O12", "region across the dateline",
    "uneven region", "part of a reduced grid, with empty rows",
  ]

  private static func pairs(_ grids: [SampleGrid]?) -> [Pair] {
    (grids ?? []).flatMap { source in
      (grids ?? []).filter { targets.contains($0.name) }.map { Pair(source: source, target: $0) }
    }
  }
}
