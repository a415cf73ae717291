import CWave
import Testing

@testable import Inference

/// The loops for every processor of the architecture, beside those that this one gets. Where it has products and sums in
/// one, that rounds once and not twice: results are near, not equal.
@Suite struct PlainKernelTests {
  static func near(_ a: [Float], _ b: [Float], _ tolerance: Float) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || abs($0 - $1) <= tolerance * max(1, abs($0), abs($1)) }
  }

  @Test(arguments: WaveKernelTests.shapes, ClusterLayout.Element.allCases)
  func scoresAndSums(shape: (g: Int, n: Int, d: Int), element: ClusterLayout.Element) throws {
    let (g, n, d) = shape
    var numbers = SeededNumbers(state: UInt64(g + n + d))
    let queries = numbers.matrix(g, d)
    let vectors = try element.rounded(numbers.matrix(n, d))
    var stored = [UInt8](repeating: 0, count: n * d * element.bytes)
    try stored.withUnsafeMutableBytes { target in
      try element.store(vectors.values, count: n * d, into: try #require(target.baseAddress))
    }
    var (plain, scores) = ([Float](repeating: 7, count: g * (n + 3)), [Float](repeating: 7, count: g * (n + 3)))
    wave_scores_plain(queries.values, g, stored, n, d, element.code, 0.5, &plain, n + 3)
    wave_scores(queries.values, g, stored, n, d, element.code, 0.5, &scores, n + 3, nil)
    #expect(Self.near(plain, scores, 1e-5))
    var (a, b) = ([Float](repeating: 1, count: g * d), [Float](repeating: 1, count: g * d))
    wave_accumulate_plain(scores, n + 3, g, stored, nil, n, d, element.code, &a)
    wave_accumulate(scores, n + 3, g, stored, n, d, element.code, &b, nil)
    #expect(Self.near(a, b, 1e-5))
    guard element == .float32 else { return }
    let rows = stride(from: 0, to: Int32(n), by: 2).map { $0 }
    wave_accumulate_plain(scores, n + 3, g, stored, rows, rows.count, d, element.code, &a)
    vectors.values.withUnsafeBufferPointer {
      wave_accumulate_rows(scores, n + 3, g, $0.start, rows, rows.count, d, &b)
    }
    #expect(Self.near(a, b, 1e-5))
  }

  @Test(arguments: [1, 7, 8, 9, 300])
  func weights(count: Int) {
    var numbers = SeededNumbers(state: UInt64(count))
    let scores = (0..<count).map { _ in 30 * numbers.next() }
    let sizes = (0..<count).map { Float($0 % 5) }
    #expect(wave_greatest_plain(scores, count) == wave_greatest(scores, count))
    #expect(wave_greatest(scores, count) == scores.max())
    for start in [-Float.infinity, 10] {
      var (a, b) = (scores, scores)
      var (topA, totalA, topB, totalB) = (start, Float(start > 0 ? 2 : 0), start, Float(start > 0 ? 2 : 0))
      let shrinkA = wave_weigh_plain(&a, sizes, count, &topA, &totalA)
      let shrinkB = wave_weigh(&b, sizes, count, &topB, &totalB)
      #expect(topA == topB && Self.near(a + [totalA, shrinkA], b + [totalB, shrinkB], 1e-6))
      #expect(abs(wave_dot_plain(a, sizes, count) - wave_dot(a, sizes, count)) <= 1e-5 * wave_dot(a, sizes, count))
    }
    for top in [Float(31), -.infinity, .infinity, .nan] {
      var (a, b) = (scores, scores)
      let (sumA, sumB) = (wave_powers_plain(&a, count, top), wave_powers(&b, count, top))
      #expect(top < 40 ? Self.near(a + [sumA], b + [sumB], 1e-6) : (a + b + [sumA, sumB]).allSatisfy { $0.isNaN })
      #expect(top != -.infinity || (sumA == 0 && a.allSatisfy { $0 == 0 }))
    }
  }

  @Test(arguments: [1, 7, 8, 9, 300])
  func activations(count: Int) {
    var numbers = SeededNumbers(state: UInt64(count))
    let inputs = (0..<count).map { _ in 8 * numbers.next() }
    var (a, b) = (inputs, inputs)
    wave_gelu_plain(&a, count)
    wave_gelu(&b, count)
    #expect(Self.near(a, b, 1e-6))
    (a, b) = (inputs, inputs)
    wave_silu_plain(&a, count, 0.5, 1)
    wave_silu(&b, count, 0.5, 1)
    #expect(Self.near(a, b, 1e-6))
  }

  @Test func aNumberThatIsNoneIsSeenByBoth() {
    var scores = [Float](repeating: 1, count: 20)
    scores[13] = .nan
    #expect(wave_greatest(scores, 20).isNaN && wave_greatest_plain(scores, 20).isNaN)
    var (top, total) = (-Float.infinity, Float(0))
    #expect(wave_weigh_plain(&scores, nil, 20, &top, &total) == 1)
    #expect(total.isNaN && top == 0)
  }

  @Test func everyHalfIsRead() {
    let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }
    var (a, b) = ([Float](repeating: 0, count: halves.count), [Float](repeating: 0, count: halves.count))
    wave_from_half_plain(halves, halves.count, &a)
    wave_from_half(halves, halves.count, &b)
    #expect(zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern })
  }
}
