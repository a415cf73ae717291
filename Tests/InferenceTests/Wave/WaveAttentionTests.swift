import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Inference

@Suite struct WaveAttentionTests {
  static func place(_ rows: Int, _ columns: Int, head: Int = 0) -> AttentionPlace {
    AttentionPlace(layer: "blocks_hres.0", head: head, segment: 0, rows: rows, columns: columns)
  }

  /// Keys and values that change smoothly over a grid, as those of a field do, and a query for each token.
  static func sample(_ rows: Int, _ columns: Int, width: Int = 8, seed: UInt64 = 1) -> WaveSample {
    var sample = WaveSample(tokens: rows * columns, queries: rows * columns, width: width, seed: seed)
    for i in 0..<rows * columns {
      for j in 0..<width {
        let (y, x) = (Float(i / columns) / Float(rows), Float(i % columns) / Float(columns))
        sample.keys.values[i * width + j] =
          sin(Float(j + 1) * 3 * x + Float(seed)) + cos(Float(j + 2) * 2 * y) + 0.1 * sample.keys.values[i * width + j]
        sample.values.values[i * width + j] = sin(Float(j + 1) * x) + y + 0.1 * sample.values.values[i * width + j]
        sample.queries.values[i * width + j] = 2 * sample.keys.values[i * width + j]
      }
    }
    return sample
  }

  static func attend(
    _ sample: WaveSample, _ place: AttentionPlace, _ engine: WaveAttention, by atOnce: Int? = nil
  ) throws -> [Float] {
    let memory = try engine.memory(keys: sample.keys, values: sample.values, of: place)
    var made: [Float] = []
    for start in stride(from: 0, to: sample.queries.rows, by: atOnce ?? sample.queries.rows) {
      let rows = Array(start..<min(start + (atOnce ?? sample.queries.rows), sample.queries.rows))
      made += try engine.attend(sample.queries.rows(at: rows), from: start, to: memory, scale: sample.scale).values
    }
    return made
  }

  @Test func tilesHaveEachTokenOnceAndTheirSurroundings() throws {
    var configuration = WaveConfiguration()
    (configuration.tile, configuration.neighbourhood) = ([2, 3], 1)
    let place = Self.place(5, 7)
    for tokens in [0..<35, 7..<21, 3..<18, 34..<35, 4..<4] {
      let tiles = GridTile.tiles(tokens, place, configuration)
      #expect(tiles.flatMap(\.tokens).sorted() == Array(tokens))
    }
    let tile = try #require(GridTile.tiles(0..<35, place, configuration).first { $0.tokens.contains(17) })
    // Rows 2 and 3, columns 3 to 5; with those around, rows 1 to 4 and columns 2 to 6.
    #expect(tile.tokens == [17, 18, 19, 24, 25, 26])
    #expect(tile.near == (1...4).flatMap { row in (2...6).map { row * 7 + $0 } })
  }

  /// Columns 6 of 7 and 0 are neighbours there.
  @Test func roundTheGlobeTheLastColumnIsBesideTheFirst() throws {
    var configuration = WaveConfiguration()
    (configuration.tile, configuration.neighbourhood) = ([2, 3], 1)
    let place = AttentionPlace(layer: "", head: 0, segment: 0, rows: 5, columns: 7, isCyclic: true)
    func near(_ token: Int) throws -> [Int] {
      try #require(GridTile.tiles(0..<35, place, configuration).first { $0.tokens.contains(token) }).near
    }
    // Of rows 2 and 3, columns 0 to 2: rows 1 to 4 and columns 6, 0 to 3.
    #expect(try near(14) == [13, 7, 8, 9, 10, 20, 14, 15, 16, 17, 27, 21, 22, 23, 24, 34, 28, 29, 30, 31])
    // Of rows 0 and 1, column 6: rows 0 to 2 and columns 5, 6 and 0.
    #expect(try near(6) == [5, 6, 0, 12, 13, 7, 19, 20, 14])
    // In the middle nothing changes, and where a tile's surroundings reach round all columns each is there once.
    #expect(try near(17) == (1...4).flatMap { row in (2...6).map { row * 7 + $0 } })
    configuration.neighbourhood = 2
    #expect(try near(3) == Array(0..<28))
    configuration.retrieved = 1
    let sample = Self.sample(5, 7)
    #expect(relative(try Self.attend(sample, place, WaveAttention(configuration)), sample.dense()) < 1e-5)
  }

  /// A call has whole tiles, whatever their height.
  @Test func callsAreWholeTiles() throws {
    final class Calls: Attention {
      let seen = Mutex<[Range<Int>]>([])
      let rowsAtOnce = 3
      func memory(keys: Matrix, values: Matrix, of place: AttentionPlace) -> Matrix { values }
      func attend(_ queries: Matrix, from first: Int, to memory: Matrix, scale: Float) -> Matrix {
        seen.withLock { $0.append(first..<first + queries.rows) }
        return queries
      }
    }
    let engine = Calls()
    let heads = AttentionHeads(
      engine: engine, heads: 1, layer: "", segment: (rows: 40, columns: 300), isCyclic: false, first: 0)
    _ = try heads.attend(Matrix(rows: 12_000, columns: 3), Workers(count: 1))
    // Twelve rows of 300 are less than 4096.
    #expect(engine.seen.withLock { $0 } == [0..<3600, 3600..<7200, 7200..<10_800, 10_800..<12_000])
  }

  @Test(arguments: [(10, 17), (3, 5), (16, 8)], WaveConfiguration.Precision.allCases)
  func allRetrievedIsFullAttention(shape: (rows: Int, columns: Int), precision: WaveConfiguration.Precision) throws {
    var sample = Self.sample(shape.rows, shape.columns)
    var configuration = WaveConfiguration()
    (configuration.retrieved, configuration.precision) = (1, precision)
    (configuration.tile, configuration.neighbourhood) = ([4, 4], 2)
    let engine = try WaveAttention(configuration)
    let made = try Self.attend(sample, Self.place(shape.rows, shape.columns), engine)
    (sample.keys, sample.values) = (
      try precision.element.rounded(sample.keys), try precision.element.rounded(sample.values)
    )
    #expect(relative(made, sample.dense()) < 1e-5)
    #expect(engine.outcome.estimatedMass == 0)
  }

  @Test func aFewClustersAndEstimatesAreNearFullAttention() throws {
    let sample = Self.sample(16, 24)
    var configuration = WaveConfiguration()
    configuration.neighbourhood = 2
    let dense = sample.dense()
    let made = try Self.attend(sample, Self.place(16, 24), WaveAttention(configuration))
    #expect(relative(made, dense) < 0.1)
    configuration.estimation = .none
    let dropped = try Self.attend(sample, Self.place(16, 24), WaveAttention(configuration))
    #expect(relative(dropped, dense) > 2 * relative(made, dense))
    // Rows of whole tiles at a time change nothing.
    configuration.estimation = .all
    #expect(try Self.attend(sample, Self.place(16, 24), WaveAttention(configuration), by: 8 * 24) == made)
  }

  @Test func theBoundHoldsForAllTilesAndIsReported() throws {
    let sample = Self.sample(12, 20)
    var configuration = WaveConfiguration()
    (configuration.neighbourhood, configuration.estimatedMass) = (1, 0.05)
    let engine = try WaveAttention(configuration)
    let made = try Self.attend(sample, Self.place(12, 20), engine)
    #expect(engine.outcome.estimatedMass > 0 && engine.outcome.estimatedMass <= 0.05001)
    #expect(engine.outcome.promotedClusters > 0)
    #expect(relative(made, sample.dense()) < 0.01)
  }

  @Test func pastStatesAreAttendedToUntilTheyAreForgotten() throws {
    var configuration = WaveConfiguration()
    (configuration.retrieved, configuration.memoryStates, configuration.tile) = (1, 2, [4, 4])
    let engine = try WaveAttention(configuration)
    let place = Self.place(6, 9)
    let states = (1...4).map { Self.sample(6, 9, seed: $0) }
    func expected(_ numbers: [Int]) -> [Double] {
      let keys = numbers.flatMap { states[$0].keys.values }
      let values = numbers.flatMap { states[$0].values.values }
      let rows = 54 * numbers.count
      return WaveSample.attention(
        states[numbers[0]].queries, Matrix(rows: rows, columns: 8, values: keys),
        Matrix(rows: rows, columns: 8, values: values), states[0].scale)
    }
    #expect(relative(try Self.attend(states[0], place, engine), expected([0])) < 1e-5)
    #expect(relative(try Self.attend(states[1], place, engine), expected([1, 0])) < 1e-5)
    // Another head has none of it.
    #expect(relative(try Self.attend(states[0], Self.place(6, 9, head: 1), engine), expected([0])) < 1e-5)
    #expect(relative(try Self.attend(states[2], place, engine), expected([2, 1, 0])) < 1e-5)
    #expect(relative(try Self.attend(states[3], place, engine), expected([3, 2, 1])) < 1e-5)
    engine.forget()
    #expect(relative(try Self.attend(states[3], place, engine), expected([3])) < 1e-5)
  }

  @Test(arguments: WaveConfiguration.Precision.allCases)
  func clustersInAFileGiveTheSameBits(precision: WaveConfiguration.Precision) throws {
    let sample = Self.sample(12, 20)
    var configuration = WaveConfiguration()
    (configuration.neighbourhood, configuration.precision, configuration.retrieved) = (1, precision, 0.2)
    let resident = try Self.attend(sample, Self.place(12, 20), WaveAttention(configuration))
    for place in [WaveBuffer.Place.memory, .file(in: try Fixture.temporaryFolder())] {
      for cache in [WaveBuffer.Cache.fraction(0), .fraction(0.2), .fraction(1)] {
        configuration.buffer = WaveBuffer(place)
        configuration.buffer?.cache = cache
        #expect(try Self.attend(sample, Self.place(12, 20), WaveAttention(configuration)) == resident)
      }
    }
  }

  /// Each head and past state has a part of one file, and what goes makes room for what comes.
  @Test func allHeadsAndStatesShareOneFile() throws {
    let folder = try Fixture.temporaryFolder()
    var configuration = WaveConfiguration()
    (configuration.memoryStates, configuration.retrieved, configuration.tile) = (3, 0.3, [4, 4])
    configuration.neighbourhood = 1
    let resident = try WaveAttention(configuration)
    configuration.buffer = WaveBuffer(.file(in: folder))
    configuration.buffer?.cache = .fraction(0.1)
    let engine = try WaveAttention(configuration)
    for state in 0..<9 {
      for head in 0..<4 {
        let sample = Self.sample(6, 9, seed: UInt64(state * 4 + head))
        let made = try Self.attend(sample, Self.place(6, 9, head: head), engine)
        #expect(try Self.attend(sample, Self.place(6, 9, head: head), resident) == made)
      }
      #if os(Linux)
        #expect(Self.descriptors(of: folder) == 1)
      #endif
    }
    // Twelve states are remembered of 36; a thread that read one may hold it for a moment.
    let one = 54 * 2 * 8 * 4
    #expect(engine.fileBytes >= 12 * one && engine.fileBytes <= 24 * one)
    engine.forget()
    for _ in 0..<1000 where engine.fileBytes > 0 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(engine.fileBytes == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  #if os(Linux)
    /// Descriptors of this process that are open on files of a folder, with or without a name.
    static func descriptors(of folder: URL) -> Int {
      let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      let targets = all.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
      return targets.filter { $0.hasPrefix(folder.resolvingSymlinksInPath().path) }.count
    }
  #endif

  /// Whether they come from a file or from Swift.
  @Test func aConfigurationThatCanNotBeWorkedWithIsRefused() throws {
    let wrong: [(name: String, change: (inout WaveConfiguration) -> Void)] = [
      ("segment", { $0.segment = 0 }), ("tokens_per_cluster", { $0.tokensPerCluster = 0 }),
      ("iterations", { $0.iterations = -1 }), ("retrieved", { $0.retrieved = .nan }),
      ("estimated", { $0.estimation = .fraction(1.5) }), ("accuracy.estimated_mass", { $0.estimatedMass = -0.1 }),
      ("tile", { $0.tile = [8] }), ("tile", { $0.tile = [8, 0] }), ("neighbourhood", { $0.neighbourhood = -1 }),
      ("memory_states", { $0.memoryStates = 5000 }), ("update", { $0.update = -1 }),
      ("cache", { $0.buffer = WaveBuffer(.fraction(-1)) }),
      ("reading", { $0.buffer = WaveBuffer(.bytes(0), reading: 0) }),
    ]
    for (name, change) in wrong {
      var configuration = WaveConfiguration()
      change(&configuration)
      for make in [
        { _ = try WaveAttention(configuration) }, { _ = try WaveIndex(configuration, keyWidth: 4, valueWidth: 4) },
        { _ = try SequenceMemory(configuration, keyWidth: 4, valueWidth: 4) },
        { _ = try AttentionTrial(.sequence(10, queries: 1), width: 4, threads: 1, configuration) },
      ] as [() throws -> Void] {
        let error = #expect(throws: InferenceError.self) { try make() }
        #expect(error.map { "\($0)".contains(name) } == true)
      }
    }
    #expect(WaveConfiguration().faults.isEmpty)
  }

  @Test func aFolderThatIsNotThereIsAnErrorAndNoNumber() throws {
    let sample = Self.sample(4, 4)
    var configuration = WaveConfiguration()
    configuration.buffer = WaveBuffer(.file(in: URL(filePath: "/nowhere/at/all")))
    #expect(throws: InferenceError.self) { try Self.attend(sample, Self.place(4, 4), WaveAttention(configuration)) }
  }
}
