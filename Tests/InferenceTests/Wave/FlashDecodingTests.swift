import Testing

@testable import Inference

@Suite struct FlashDecodingTests {
  @Test(arguments: [(1, 10_000, 32, 32), (4, 5000, 24, 8), (3, 255, 128, 64), (20, 600, 16, 16), (1, 1, 8, 8)])
  func isAttentionToAllKeys(shape: (g: Int, n: Int, d: Int, dv: Int)) {
    let sample = WaveSample(tokens: shape.n, queries: shape.g, width: shape.d, valueWidth: shape.dv)
    let one = FlashDecoding(threads: 1).attend(
      sample.queries, keys: sample.keys, values: sample.values, scale: sample.scale)
    #expect(relative(one.values, sample.dense()) < 1e-5)
    let two = FlashDecoding(threads: 2).attend(
      sample.queries, keys: sample.keys, values: sample.values, scale: sample.scale)
    #expect(one == two)
  }

  @Test func isAttentionToNumbersOfHalfPrecision() throws {
    for g in [1, 18] {
      var sample = WaveSample(tokens: 700, queries: g, width: 24)
      (sample.keys, sample.values) = (
        try ClusterLayout.Element.float16.rounded(sample.keys), try ClusterLayout.Element.float16.rounded(sample.values)
      )
      let bytes = 2 * 700 * 24
      let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * bytes, alignment: 64)
      defer { memory.deallocate() }
      try ClusterLayout.Element.float16.store(sample.keys.values, count: 700 * 24, into: memory)
      try ClusterLayout.Element.float16.store(sample.values.values, count: 700 * 24, into: memory + bytes)
      let made = FlashDecoding(threads: 1).attend(
        sample.queries, ClusterVectors(count: 700, keys: memory, values: memory + bytes, element: .float16),
        valueWidth: 24, scale: sample.scale)
      #expect(relative(made.values, sample.dense()) < 1e-5)
    }
  }

  @Test func hugeScoresAndNoKeys() {
    let keys = Matrix(rows: 3, columns: 1, values: [1000, -1000, 999])
    let values = Matrix(rows: 3, columns: 1, values: [1, 2, 3])
    let query = Matrix(rows: 1, columns: 1, values: [1])
    let made = FlashDecoding(threads: 1).attend(query, keys: keys, values: values, scale: 1)
    // (1 + 3 e^-1) / (1 + e^-1), by hand.
    #expect(abs(made.values[0] - 1.537_882_8) < 1e-6)
    let none = FlashDecoding(threads: 1).attend(
      query, keys: Matrix(rows: 0, columns: 1), values: Matrix(rows: 0, columns: 1), scale: 1)
    #expect(none.values == [0])
  }
}
