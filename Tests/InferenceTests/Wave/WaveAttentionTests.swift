import Foundation
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

  @Test(arguments: [(10, 17), (3, 5), (16, 8)], WaveConfiguration.Precision.allCases)
  func allRetrievedIsFullAttention(shape: (rows: Int, columns: Int), precision: WaveConfiguration.Precision) throws {
    var sample = Self.sample(shape.rows, shape.columns)
    var configuration = WaveConfiguration()
    (configuration.retrieved, configuration.precision) = (1, precision)
    (configuration.tile, configuration.neighbourhood) = ([4, 4], 2)
    let engine = WaveAttention(configuration)
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
    let engine = WaveAttention(configuration)
    let made = try Self.attend(sample, Self.place(12, 20), engine)
    #expect(engine.outcome.estimatedMass > 0 && engine.outcome.estimatedMass <= 0.05001)
    #expect(engine.outcome.promotedClusters > 0)
    #expect(relative(made, sample.dense()) < 0.01)
  }

  @Test func pastStatesAreAttendedToUntilTheyAreForgotten() throws {
    var configuration = WaveConfiguration()
    (configuration.retrieved, configuration.memoryStates, configuration.tile) = (1, 2, [4, 4])
    let engine = WaveAttention(configuration)
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

  @Test func aFolderThatIsNotThereIsAnErrorAndNoNumber() throws {
    let sample = Self.sample(4, 4)
    var configuration = WaveConfiguration()
    configuration.buffer = WaveBuffer(.file(in: URL(filePath: "/nowhere/at/all")))
    #expect(throws: InferenceError.self) { try Self.attend(sample, Self.place(4, 4), WaveAttention(configuration)) }
  }
}
