import Testing

@testable import Inference

@Suite struct SequenceMemoryTests {
  static func configuration(retrieved: Double = 0.1) -> WaveConfiguration {
    var configuration = WaveConfiguration()
    configuration.segment = 256
    (configuration.update, configuration.retrieved) = (64, retrieved)
    return configuration
  }

  static func rows(_ matrix: Matrix, _ range: Range<Int>) -> Matrix { matrix.rows(at: Array(range)) }

  @Test(arguments: [1, 4, 20], [3, 60, 100, 700])
  func withAllRetrievedIsDense(g: Int, tokens: Int) throws {
    let sample = WaveSample(tokens: tokens, queries: g, width: 16, valueWidth: 12)
    var memory = try SequenceMemory(Self.configuration(retrieved: 1), keyWidth: 16, valueWidth: 12)
    try memory.append(keys: sample.keys, values: sample.values)
    let (made, outcome) = try memory.attend(sample.queries, scale: sample.scale)
    #expect(relative(made.values, sample.dense()) < 1e-5)
    #expect(outcome.tokens == tokens && outcome.exactTokens == tokens)
  }

  /// 4 tokens first, then 64 a segment as soon as there are so many before the last 64.
  @Test func tokensThatComeOneByOneMakeSegmentsOfTheirOwn() throws {
    let sample = WaveSample(tokens: 400, queries: 2, width: 16)
    var grown = try SequenceMemory(Self.configuration(), keyWidth: 16, valueWidth: 16)
    var fresh = try WaveIndex(Self.configuration(), keyWidth: 16, valueWidth: 16)
    for token in 0..<400 {
      try grown.append(
        keys: Self.rows(sample.keys, token..<token + 1), values: Self.rows(sample.values, token..<token + 1))
      #expect(grown.tokenCount == token + 1)
      #expect(grown.index.tokenCount == max(0, token + 1 - 68) / 64 * 64)
    }
    for start in stride(from: 4, to: 324, by: 64) {
      try fresh.append(
        keys: Self.rows(sample.keys, start..<start + 64), values: Self.rows(sample.values, start..<start + 64))
    }
    #expect(grown.index.centroids == fresh.centroids && grown.index.valueSums == fresh.valueSums)
    #expect(fresh.clusterCount == 20)
    let (_, outcome) = try grown.attend(sample.queries, scale: sample.scale)
    #expect(outcome.tokens == 400)
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    for g in [1, 3, 17] {
      let sample = WaveSample(tokens: 3000, queries: g, width: 16)
      var made: [Matrix] = []
      for threads in [1, 2, 5] {
        var memory = try SequenceMemory(Self.configuration(), keyWidth: 16, valueWidth: 16)
        try memory.append(keys: sample.keys, values: sample.values, threads: threads)
        made.append(try memory.attend(sample.queries, scale: sample.scale, threads: threads).values)
      }
      #expect(made[0] == made[1] && made[0] == made[2])
    }
  }
}
