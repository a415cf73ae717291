import Fields
import Formats
import Metrics

/// The cells of a map: squares of cells of the verification grid, or its cells.
struct MapGrid: Sendable {
  let blocks: MapBlocks
  let places: MapWriter.Places

  /// - Parameter side: Cells a side of a square; nil takes the fewest that make 720 columns or less. A grid without
  ///   rows and columns keeps its cells.
  init(_ grid: any Grid, side: Int?) {
    guard let grid = grid as? RectilinearGrid else {
      blocks = MapBlocks(rows: 1, columns: grid.count, side: 1)
      let points = (0..<grid.count).map(grid.coordinate)
      places = .cells(latitudes: points.map(\.latitude), longitudes: points.map(\.longitude))
      return
    }
    let blocks = MapBlocks(
      rows: grid.rows, columns: grid.columns, side: side ?? max(1, (grid.columns + 719) / 720))
    self.blocks = blocks
    func middle(_ block: Int, _ count: Int, _ coordinate: (Int) -> Double) -> Double {
      let (first, last) = (block * blocks.side, min(count, (block + 1) * blocks.side) - 1)
      return (coordinate(first) + coordinate(last)) / 2
    }
    places = .grid(
      latitudes: (0..<blocks.mapRows).map { block in
        middle(block, grid.rows) { grid.coordinate(of: $0 * grid.columns).latitude }
      },
      longitudes: (0..<blocks.mapColumns).map { block in
        middle(block, grid.columns) { grid.coordinate(of: $0).longitude }
      })
  }
}
