/// Exact attention and wave attention to the same made-up tokens, each timed, and how far apart they are.
public struct AttentionTrial: Sendable, Encodable {
  /// Which tokens ask, and which they ask.
  public enum Tokens: Sendable, Hashable {
    /// So many in a row, which a group of queries asks; half the queries' direction is that of one of many topics
    /// around which the keys lie.
    case sequence(Int, queries: Int)
    /// All tokens of a grid ask one another; keys and values change smoothly over it.
    case grid(rows: Int, columns: Int)
  }

  public let name: String
  public let tokens: Int
  /// Features of a key and of a value.
  public let width: Int
  public let threads: Int
  /// Seconds: the least of some, of exact attention and of wave attention.
  public let fullSeconds: Double
  public let waveSeconds: Double
  /// Seconds that the index took, on as many threads; of a grid it is a part of `waveSeconds`.
  public let indexSeconds: Double
  /// The size of the difference of the results in that of the exact one.
  public let error: Double
  /// The part of the keys that was attended to one by one.
  public let exactShare: Double
  /// The greatest part of a query's softmax mass that was estimated.
  public let estimatedMass: Double

  public var speedUp: Double { fullSeconds / waveSeconds }

  /// Runs both.
  ///
  /// - Throws: where the configuration can't be worked with, and where clusters can't be kept or read.
  public init(_ tokens: Tokens, width: Int, threads: Int, _ configuration: WaveConfiguration) throws {
    try configuration.check()
    self.width = width
    self.threads = threads
    let scale = 1 / Float(width).squareRoot()
    let run: Run
    switch tokens {
    case .sequence(let count, let queries):
      name = "\(count) tokens, \(queries == 1 ? "1 query" : "\(queries) queries")"
      self.tokens = count
      run = try Run(
        sequence: TrialTokens(sequence: count, width: width, queries: queries), scale, threads, configuration)
    case .grid(let rows, let columns):
      name = "\(rows) x \(columns) tokens, all ask"
      self.tokens = rows * columns
      let place = AttentionPlace(layer: "trial", head: 0, segment: 0, rows: rows, columns: columns)
      run = try Run(grid: TrialTokens(place, width: width), place, scale, threads, configuration)
    }
    fullSeconds = run.full
    waveSeconds = run.wave
    indexSeconds = run.index
    error = run.error
    exactShare = Double(run.outcome.exactTokens) / Double(max(1, run.outcome.tokens))
    estimatedMass = Double(run.outcome.estimatedMass)
  }

  /// A table for a terminal.
  public static func table(_ trials: [AttentionTrial]) -> String {
    let header = ["", "full", "wave", "speed-up", "error", "exact keys", "estimated mass", "index"]
    let rows = trials.map { trial in
      [
        trial.name, milliseconds(trial.fullSeconds), milliseconds(trial.waveSeconds), "\(rounded(trial.speedUp, 10))x",
        percent(trial.error), percent(trial.exactShare), percent(trial.estimatedMass), milliseconds(trial.indexSeconds),
      ]
    }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func rounded(_ x: Double, _ steps: Double) -> Double { (x * steps).rounded() / steps }
  private static func milliseconds(_ seconds: Double) -> String { "\(rounded(seconds * 1e3, 100)) ms" }
  private static func percent(_ part: Double) -> String { "\(rounded(part * 100, 100)) %" }
}

/// What a trial measured.
private struct Run {
  var full = Double.infinity
  var wave = Double.infinity
  var index = 0.0
  var error = 0.0
  var outcome = WaveOutcome()

  private static let times = 5

  init(sequence tokens: TrialTokens, _ scale: Float, _ threads: Int, _ configuration: WaveConfiguration) throws {
    let exact = FlashDecoding(threads: threads)
    let width = tokens.keys.columns
    let layout = ClusterLayout(keyWidth: width, valueWidth: width, element: configuration.precision.element)
    var memory = SequenceMemory(WaveIndex(configuration, store: try configuration.store(layout)))
    index = try Run.seconds { try memory.append(keys: tokens.keys, values: tokens.values, threads: threads) }
    var (expected, made) = (Matrix(rows: 0, columns: 0), Matrix(rows: 0, columns: 0))
    for _ in 0..<Run.times {
      full = min(
        full,
        Run.seconds {
          expected = exact.attend(tokens.queries, keys: tokens.keys, values: tokens.values, scale: scale)
        })
      wave = min(
        wave,
        try Run.seconds { (made, outcome) = try memory.attend(tokens.queries, scale: scale, threads: threads) })
    }
    error = Run.distance(made, expected)
  }

  init(
    grid tokens: TrialTokens, _ place: AttentionPlace, _ scale: Float, _ threads: Int,
    _ configuration: WaveConfiguration
  ) throws {
    let workers = Workers(count: threads)
    var expected: [Matrix] = []
    full = try Run.seconds { expected = try Run.attend(tokens, place, scale, DenseAttention(), workers).made }
    let engine = try WaveAttention(configuration)
    var made: [Matrix] = []
    wave = try Run.seconds { (made, index) = try Run.attend(tokens, place, scale, engine, workers) }
    outcome = engine.outcome
    error = Run.distance(Matrix.joined(made), Matrix.joined(expected))
  }

  /// Rows of tiles at a time, which the threads share; and the seconds until the keys could be asked.
  private static func attend<Engine: Attention>(
    _ tokens: TrialTokens, _ place: AttentionPlace, _ scale: Float, _ engine: Engine, _ workers: Workers
  ) throws -> (made: [Matrix], seconds: Double) {
    var memory: Engine.Memory?
    let seconds = try seconds { memory = try engine.memory(keys: tokens.keys, values: tokens.values, of: place) }
    guard let memory else { return ([], seconds) }
    let (count, step) = (tokens.keys.rows, engine.rowsAtOnce)
    let rows = max(1, 8 / step) * step * place.columns
    var made = [Matrix](repeating: Matrix(rows: 0, columns: 0), count: (count + rows - 1) / rows)
    let pieces = made.count
    try made.withUnsafeMutableBufferPointer { made in
      let target = Shared(base: made.start)
      try workers.runThrowing(pieces) { piece in
        let part = Array(piece * rows..<min((piece + 1) * rows, count))
        target.base[piece] = try engine.attend(tokens.queries.rows(at: part), from: part[0], to: memory, scale: scale)
      }
    }
    return (made, seconds)
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let elapsed = try ContinuousClock().measure(work)
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  private static func distance(_ a: Matrix, _ b: Matrix) -> Double {
    var (difference, size) = (0.0, 0.0)
    for (x, y) in zip(a.values, b.values) {
      difference += Double(x - y) * Double(x - y)
      size += Double(y) * Double(y)
    }
    return size > 0 ? (difference / size).squareRoot() : 0
  }
}

extension Matrix {
  fileprivate static func joined(_ parts: [Matrix]) -> Matrix {
    Matrix(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: parts.first?.columns ?? 0, values: parts.flatMap(\.values))
  }
}
