import ArgumentParser
import Foundation
import Inference

/// Compares exact attention and wave attention, in time and result.
struct AttentionBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Compare full and wave attention in time and result.",
    discussion: """
      Both attend to the same made-up tokens in the same run: groups of queries to long sequences, and all tokens of a \
      grid to one another. Keys lie around topics, or change smoothly over the grid; docs/wave-index.md says how. The \
      error is the size of the difference in that of the exact result.
      """)

  @Option(parsing: .upToNextOption, help: "Lengths of sequences.")
  var tokens: [Int] = [8192, 32_768]

  @Option(parsing: .upToNextOption, help: "Queries of a group.")
  var queries: [Int] = [1, 4]

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Grids of tokens.", valueName: "rows x columns"))
  var grid: [TokenGridSize] = [TokenGridSize(rows: 60, columns: 120)]

  @Option(help: "Features of a key and of a value.")
  var width = 128

  @Option(help: "How many threads compute.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "The part of the clusters whose tokens are attended to one by one, from 0 to 1.")
  var retrieved: Double?

  @Option(help: "The most of a query's softmax mass that may be estimated, from 0 to 1.")
  var estimatedMass: Double?

  @Option(help: "How keys and values are stored.")
  var precision = WaveConfiguration.Precision.float32

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 1 to 1024.") }
    guard (1...1024).contains(width) else { throw ValidationError("--width is \(width); give 1 to 1024.") }
    guard tokens.allSatisfy({ (1...10_000_000).contains($0) }) else {
      throw ValidationError("--tokens is \(tokens); give numbers from 1 to 10000000.")
    }
    guard queries.allSatisfy({ (1...1024).contains($0) }) else {
      throw ValidationError("--queries is \(queries); give numbers from 1 to 1024.")
    }
    for (name, share) in [("--retrieved", retrieved), ("--estimated-mass", estimatedMass)] {
      if let share, !(0...1).contains(share) { throw ValidationError("\(name) is \(share); give 0 to 1.") }
    }
  }

  func run() throws {
    try reportingBadInput {
      var wave = WaveConfiguration()
      wave.precision = precision
      if let retrieved { wave.retrieved = retrieved }
      wave.estimatedMass = estimatedMass.map { Float($0) }
      let sequences = tokens.flatMap { count in queries.map { AttentionTrial.Tokens.sequence(count, queries: $0) } }
      let grids = grid.map { AttentionTrial.Tokens.grid(rows: $0.rows, columns: $0.columns) }
      let trials = try (sequences + grids).map {
        try AttentionTrial($0, width: width, threads: threads, wave)
      }
      if json { try printJSON(trials) } else { try put(AttentionTrial.table(trials)) }
    }
  }
}

/// Rows and columns of tokens, as `60x120`.
struct TokenGridSize: ExpressibleByArgument {
  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  init?(argument: String) {
    let sides = argument.split(separator: "x").map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1], (1...10_000).contains(rows),
      (1...10_000).contains(columns)
    else { return nil }
    self.init(rows: rows, columns: columns)
  }

  var defaultValueDescription: String { "\(rows)x\(columns)" }
}
