import Foundation

@testable import Inference

/// Random numbers that are the same on every machine (SplitMix64 of Steele, Lea and Flood, 2014).
struct SeededNumbers {
  var state: UInt64

  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Float((z ^ (z >> 31)) >> 40) / 8_388_608 - 1
  }

  /// About normally distributed, of variance 1.
  mutating func normal() -> Float { (0..<3).reduce(Float(0)) { sum, _ in sum + next() } }

  mutating func matrix(_ rows: Int, _ columns: Int, size: Float = 1) -> Matrix {
    Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in size * normal() })
  }
}

/// Keys around some directions, values, and queries that look at some of them.
struct WaveSample {
  var keys: Matrix
  var values: Matrix
  var queries: Matrix
  var scale: Float

  init(tokens: Int, queries g: Int, width d: Int, valueWidth: Int? = nil, topics: Int = 20, seed: UInt64 = 1) {
    var numbers = SeededNumbers(state: seed)
    let directions = numbers.matrix(topics, d)
    keys = numbers.matrix(tokens, d, size: 0.3)
    for i in 0..<tokens {
      let topic = (i / 7 * 5 + i % 3) % topics
      for j in 0..<d { keys.values[i * d + j] += directions.values[topic * d + j] }
    }
    values = numbers.matrix(tokens, valueWidth ?? d)
    queries = numbers.matrix(g, d, size: 0.5)
    for q in 0..<g { for j in 0..<d { queries.values[q * d + j] += 2 * directions.values[(q % 2) * d + j] } }
    scale = 1 / Float(d).squareRoot()
  }

  /// With keys and values as they are stored.
  func stored(in precision: WaveConfiguration.Precision) throws -> WaveSample {
    var stored = self
    (stored.keys, stored.values) = (try precision.element.rounded(keys), try precision.element.rounded(values))
    return stored
  }

  /// Attention to all, in Float64 and without any trick.
  func dense() -> [Double] { WaveSample.attention(queries, keys, values, scale) }

  static func attention(_ queries: Matrix, _ keys: Matrix, _ values: Matrix, _ scale: Float) -> [Double] {
    var result: [Double] = []
    for q in 0..<queries.rows {
      let scores = (0..<keys.rows).map { score(queries, q, keys, $0, scale) }
      let top = scores.max() ?? 0
      let weights = scores.map { exp($0 - top) }
      let total = weights.reduce(0, +)
      for j in 0..<values.columns {
        result.append(
          (0..<keys.rows).reduce(0.0) { $0 + weights[$1] * Double(values.values[$1 * values.columns + j]) } / total)
      }
    }
    return result
  }

  static func score(_ queries: Matrix, _ q: Int, _ keys: Matrix, _ i: Int, _ scale: Float) -> Double {
    let d = keys.columns
    return queries.values.withUnsafeBufferPointer { a in
      keys.values.withUnsafeBufferPointer { b in
        var sum = 0.0
        for j in 0..<d { sum += Double(a[q * d + j]) * Double(b[i * d + j]) }
        return Double(scale) * sum
      }
    }
  }
}

/// The size of the difference, in that of the second.
func relative(_ a: [Float], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let square = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  return (square / b.reduce(0.0) { $0 + $1 * $1 }).squareRoot()
}
