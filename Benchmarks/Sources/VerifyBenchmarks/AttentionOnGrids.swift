import Foundation
import Inference

/// Tiles of 8 x 8 queries on the fine grid of tokens of a model, three bands of them, beside exact attention by blocks;
/// one head on one thread, since heads share the threads.
func attendOnGrids() throws {
  let (rows, columns, band) = (180, 360, 8)
  heading("Tiles of 8 x 8 on a grid of \(rows) x \(columns) tokens with smooth keys, float32, 1 thread")
  var table = MarkdownTable(header: [
    "width", "index", "built in", "exact, a band", "wave, a band", "speed-up", "with building, all bands", "error",
    "exact tokens",
  ])
  for width in [64, 192] {
    let tokens = SmoothTokens(rows: rows, columns: columns, width: width)
    let place = AttentionPlace(layer: "benchmark", head: 0, segment: 0, rows: rows, columns: columns)
    let exact = DenseAttention()
    let all = exact.memory(keys: tokens.keys, values: tokens.values, of: place)
    let bands = [0, 88, 136].map { top in
      let range = top * columns * width..<(top + band) * columns * width
      let queries = Matrix(rows: band * columns, columns: width, values: Array(tokens.queries.values[range]))
      let made = timed(on: 1) { exact.attend(queries, from: top * columns, to: all, scale: scale(queries)) }
      return (first: top * columns, queries: queries, exact: made)
    }
    for (name, estimation) in [
      ("retrieved alone", WaveConfiguration.Estimation.none), ("and 23.2 % estimated", .fraction(0.232)),
      ("and all estimated", .all),
    ] {
      var configuration = WaveConfiguration()
      configuration.estimation = estimation
      let engine = try WaveAttention(configuration)
      let (memory, building) = try timed(on: 1) {
        try engine.memory(keys: tokens.keys, values: tokens.values, of: place)
      }
      var comparison = AttentionComparison()
      for band in bands {
        let wave = try timed(on: 1) {
          try engine.attend(band.queries, from: band.first, to: memory, scale: scale(band.queries))
        }
        comparison.add(exact: band.exact, wave: (made: (values: wave.made, outcome: engine.outcome), wave.seconds))
      }
      let parts = Double(rows) / Double(band)
      let whole = building + parts * median(comparison.waveSeconds)
      let groups = Double(bands.count * columns / 8)
      table.add(
        "\(width)", name, String(format: "%.1f s", building), milliseconds(median(comparison.exactSeconds)),
        milliseconds(median(comparison.waveSeconds)), times(comparison.speedUp),
        times(parts * median(comparison.exactSeconds) / whole), percent(comparison.error),
        String(format: "%.0f of %d", Double(engine.outcome.exactTokens) / groups, rows * columns))
    }
  }
  table.print()
}
