import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Inference

@Suite struct WaveBufferTests {
  private static func configuration(_ precision: WaveConfiguration.Precision) -> WaveConfiguration {
    var configuration = WaveConfiguration()
    configuration.segment = 256
    configuration.update = 128
    configuration.window = 16
    configuration.retrieved = 0.1
    configuration.iterations = 2
    configuration.precision = precision
    return configuration
  }

  private static func part(_ matrix: Matrix, _ rows: Range<Int>) -> Matrix { matrix.rows(at: Array(rows)) }

  private static func buffers() throws -> [WaveBuffer] {
    var buffers: [WaveBuffer] = []
    for place in [WaveBuffer.Place.memory, .file(in: try Fixture.temporaryFolder())] {
      for (cache, reading) in [(WaveBuffer.Cache.bytes(0), 8 << 20), (.fraction(0.05), 1), (.fraction(1), 8 << 20)] {
        var buffer = WaveBuffer(place)
        buffer.cache = cache
        buffer.reading = reading
        buffers.append(buffer)
      }
    }
    return buffers
  }

  /// The same bits, which is more than the same numbers within the order of summation.
  @Test(arguments: [(1, 16, 16), (4, 33, 7), (20, 24, 40)], WaveConfiguration.Precision.allCases)
  func resultsAreThoseOfClustersInMemoryWhateverTheBufferAndTheThreads(
    shape: (queries: Int, width: Int, valueWidth: Int), precision: WaveConfiguration.Precision
  ) throws {
    let sample = WaveSample(tokens: 1200, queries: shape.queries, width: shape.width, valueWidth: shape.valueWidth)
    let configuration = WaveBufferTests.configuration(precision)
    var resident = try SequenceMemory(configuration, keyWidth: shape.width, valueWidth: shape.valueWidth)
    let pieces = [0..<900, 900..<1100, 1100..<1200]
    var trace: [Matrix] = []
    var numbers = SeededNumbers(state: 3)
    for _ in 0..<4 {
      var queries = sample.queries
      for i in queries.values.indices { queries.values[i] += 0.3 * numbers.normal() }
      trace.append(queries)
    }
    var expected: [Matrix] = []
    for piece in pieces {
      try resident.append(
        keys: WaveBufferTests.part(sample.keys, piece), values: WaveBufferTests.part(sample.values, piece))
      for queries in trace { expected.append(try resident.attend(queries, scale: sample.scale).values) }
    }
    for buffer in try WaveBufferTests.buffers() {
      for threads in [1, 2] {
        var memory = try SequenceMemory(
          configuration, keyWidth: shape.width, valueWidth: shape.valueWidth, buffer: buffer)
        var made: [Matrix] = []
        for piece in pieces {
          try memory.append(
            keys: WaveBufferTests.part(sample.keys, piece), values: WaveBufferTests.part(sample.values, piece),
            threads: threads)
          for queries in trace {
            made.append(try memory.attend(queries, scale: sample.scale, threads: threads).values)
          }
        }
        #expect(made == expected, "\(buffer), \(threads) threads")
        let reads = try #require(memory.index.reads)
        #expect(reads.misses > 0)
        if buffer.cache == .bytes(0) { #expect(reads.hits == 0) }
        if buffer.cache == .fraction(1) { #expect(reads.hits > reads.misses) }
      }
    }
  }

  @Test(arguments: [1, 20], [1, 2])
  func aClusterThatCanNotBeReadIsAnErrorOfAttention(queries: Int, threads: Int) throws {
    let sample = WaveSample(tokens: 1000, queries: queries, width: 16)
    let failing = Atomic(false)
    let tier = try FileTier(in: Fixture.temporaryFolder()) { descriptor, parts, offset in
      failing.load(ordering: .relaxed) ? (-1, EIO) : FileTier.systemRead(descriptor, parts, offset)
    }
    let layout = ClusterLayout(keyWidth: 16, valueWidth: 16, element: .float32)
    var memory = SequenceMemory(
      WaveIndex(
        WaveBufferTests.configuration(.float32),
        store: try BufferedClusters(layout, WaveBuffer(.bytes(0)), tier: tier)))
    try memory.append(keys: sample.keys, values: sample.values)
    let right = try memory.attend(sample.queries, scale: sample.scale, threads: threads).values
    failing.store(true, ordering: .relaxed)
    #expect(throws: InferenceError.self) {
      try memory.attend(sample.queries, scale: sample.scale, threads: threads)
    }
    failing.store(false, ordering: .relaxed)
    #expect(try memory.attend(sample.queries, scale: sample.scale, threads: threads).values == right)
  }

  @Test(arguments: [1, 5, 17])
  func attentionStreamedFromAFileIsAttentionToAll(queries: Int) throws {
    let sample = WaveSample(tokens: 2500, queries: queries, width: 12, valueWidth: 20)
    var stream = try StreamedAttention(
      keyWidth: 12, valueWidth: 20, in: .file(in: Fixture.temporaryFolder()), reading: 100_000)
    for piece in [0..<1500, 1500..<2500] {
      try stream.append(
        keys: WaveBufferTests.part(sample.keys, piece), values: WaveBufferTests.part(sample.values, piece))
    }
    let made = try stream.attend(sample.queries, scale: sample.scale)
    #expect(relative(made.values, sample.dense()) < 1e-5)
    #expect(stream.reads.bytesRead == 2500 * 32 * 4)
  }
}
