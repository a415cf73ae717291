import CWave
import Testing

@testable import Inference

@Suite struct WaveKernelTests {
  static let shapes = [(1, 1, 1), (1, 9, 8), (2, 7, 12), (3, 4, 4), (5, 13, 20), (1, 300, 16), (8, 37, 128)]

  @Test(arguments: shapes, ClusterLayout.Element.allCases)
  func scoresAndSumsAreThoseOfPlainLoops(shape: (g: Int, n: Int, d: Int), element: ClusterLayout.Element) throws {
    let (g, n, d) = shape
    var numbers = SeededNumbers(state: UInt64(g * 1000 + n * 10 + d))
    let queries = numbers.matrix(g, d)
    let vectors = try element.rounded(numbers.matrix(n, d))
    var stored = [UInt8](repeating: 0, count: n * d * element.bytes)
    try stored.withUnsafeMutableBytes { target in
      try element.store(vectors.values, count: n * d, into: try #require(target.baseAddress))
    }
    let stride = n + 3
    var scores = [Float](repeating: 7, count: g * stride)
    wave_scores(queries.values, g, stored, n, d, element.code, 0.5, &scores, stride, nil)
    for q in 0..<g {
      for j in 0..<n {
        #expect(abs(Double(scores[q * stride + j]) - WaveSample.score(queries, q, vectors, j, 0.5)) < 2e-5)
      }
      // What lies between the rows stays as it was.
      #expect(scores[q * stride + n..<(q + 1) * stride].allSatisfy { $0 == 7 })
    }
    var sums = [Float](repeating: 1, count: g * d)
    wave_accumulate(scores, stride, g, stored, n, d, element.code, &sums, nil)
    for q in 0..<g {
      for c in 0..<d {
        let sum = (0..<n).reduce(1.0) {
          $0 + Double(scores[q * stride + $1]) * Double(vectors.values[$1 * d + c])
        }
        #expect(abs(Double(sums[q * d + c]) - sum) < 1e-4 * max(1, abs(sum)))
      }
    }
  }

  @Test func sumsOverChosenRows() {
    let values: [Float] = (0..<60).map(Float.init)
    // Rows 1, 4, 5, 8, 19 of width 3, with weights 1, 2, 3, 4, 5 and 1 each: by hand.
    let rows: [Int32] = [1, 4, 5, 8, 19]
    let weights: [Float] = [1, 2, 3, 4, 5, 1, 1, 1, 1, 1]
    var sums = [Float](repeating: 0, count: 6)
    wave_accumulate_rows(weights, 5, 2, values, rows, 5, 3, &sums)
    let (weighted, plain): (Float, Float) = (3 * (1 + 8 + 15 + 32 + 95), 3 * 37)
    #expect(sums == [weighted, weighted + 15, weighted + 30, plain, plain + 5, plain + 10])
  }

  @Test func weightsAreRelativeToTheLargestSoFar() {
    var (largest, total): (Float, Float) = (-.infinity, 0)
    var first: [Float] = [0, 1, -1, 0, 0, 0, 0, 0, 0, 2]
    #expect(wave_weigh(&first, nil, 10, &largest, &total) == 0)
    #expect(largest == 2 && first[9] == 1)
    #expect(abs(total - 2.365_013_5) < 1e-6)  // 1 + e^-1 + e^-3 + 7 e^-2, by Python 3.11
    var second: [Float] = [3, 3]
    let shrink = wave_weigh(&second, [2, 1], 2, &largest, &total)
    #expect(abs(shrink - 0.367_879_44) < 1e-7)
    #expect(abs(total - (3 + 2.365_013_5 * 0.367_879_44)) < 1e-6)
    var none: [Float] = [-.infinity]
    (largest, total) = (-.infinity, 0)
    #expect(wave_weigh(&none, nil, 1, &largest, &total) == 1)
    #expect(none == [0] && total == 0)
  }

  /// Wherever it stands among those taken together or one by one.
  @Test func aScoreThatIsNoNumberMakesAllNone() {
    for bad in [Float.nan, .infinity] {
      for place in 0..<10 {
        var (largest, total): (Float, Float) = (-.infinity, 0)
        var scores = [Float](repeating: 1, count: 10)
        scores[place] = bad
        #expect(wave_weigh(&scores, nil, 10, &largest, &total) == 1)
        #expect(scores.allSatisfy { $0.isNaN } && total.isNaN && largest == 0)
        var others: [Float] = [1, 2]
        _ = wave_weigh(&others, nil, 2, &largest, &total)
        #expect(total.isNaN)
      }
    }
  }

  @Test func everyHalfIsReadAndWrittenBack() {
    let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }
    var numbers = [Float](repeating: 0, count: halves.count)
    wave_from_half(halves, halves.count, &numbers)
    #expect(zip(numbers, halves).allSatisfy { $0.bitPattern == Weight.float(half: $1).bitPattern })
    var back = [UInt16](repeating: 0, count: halves.count)
    #expect(wave_to_half(numbers, halves.count, &back))
    #expect(back == halves)
  }

  /// Ties go to the even neighbour; what is too large is told.
  @Test func numbersBetweenHalves() {
    let numbers: [Float] = [1 + 0x1p-11, 1 + 3 * 0x1p-11, 1 + 0x1p-11 + 0x1p-20, 0x1p-25, 0x1.8p-24, 65_519, -0.0]
    var halves = [UInt16](repeating: 0, count: numbers.count)
    #expect(wave_to_half(numbers, numbers.count, &halves))
    #expect(halves == [0x3C00, 0x3C02, 0x3C01, 0, 2, 0x7BFF, 0x8000])
    for bad in [65_520, Float.infinity, -.infinity, .nan] {
      #expect(!wave_to_half([bad], 1, &halves))
      #expect(throws: InferenceError.self) {
        try ClusterLayout.Element.float16.rounded(Matrix(rows: 1, columns: 1, values: [bad]))
      }
    }
  }
}
