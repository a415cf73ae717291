#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Made-up keys, values and queries, the same each time.
struct TrialTokens {
  let keys: Matrix
  let values: Matrix
  let queries: Matrix

  /// Four tokens after one another lie around one of many topics, and a group of queries around another.
  init(sequence count: Int, width: Int, queries group: Int) {
    var noise = Noise(state: 1)
    let topics = max(4, count / 64)
    let directions = noise.numbers(topics * width)
    var keys = noise.numbers(count * width).map { 0.5 * $0 }
    var values = noise.numbers(count * width).map { 0.5 * $0 }
    for token in 0..<count {
      let topic = Int(noise.ofStretch(token / 4) % UInt64(topics))
      for j in 0..<width {
        keys[token * width + j] += directions[topic * width + j]
        values[token * width + j] += directions[topic * width + j]
      }
    }
    var queries = noise.numbers(group * width).map { 0.5 * $0 }
    for q in 0..<group {
      for j in 0..<width { queries[q * width + j] += directions[j] + 0.5 * directions[(1 + q) % topics * width + j] }
    }
    self.keys = Matrix(rows: count, columns: width, values: keys)
    self.values = Matrix(rows: count, columns: width, values: values)
    self.queries = Matrix(rows: group, columns: width, values: queries)
  }

  /// Each feature is a plane wave over the grid with noise of a tenth; a query is twice its key.
  init(_ place: AttentionPlace, width: Int) {
    var noise = Noise(state: 2)
    let count = place.rows * place.columns
    func field(_ noise: inout Noise) -> [Float] {
      let waves = (0..<width).map { _ in noise.numbers(3).map { $0 * 6 } }
      var field = noise.numbers(count * width).map { 0.1 * $0 }
      for token in 0..<count {
        let y = Float(token / place.columns) / Float(place.rows)
        let x = Float(token % place.columns) / Float(place.columns)
        for j in 0..<width { field[token * width + j] += sin(waves[j][0] * y + waves[j][1] * x + waves[j][2]) }
      }
      return field
    }
    let keys = field(&noise)
    self.keys = Matrix(rows: count, columns: width, values: keys)
    values = Matrix(rows: count, columns: width, values: field(&noise))
    queries = Matrix(rows: count, columns: width, values: keys.map { 2 * $0 })
  }

  /// Random numbers (SplitMix64 of Steele, Lea and Flood, 2014).
  private struct Noise {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return Noise.mixed(state)
    }

    /// A number of its own for each stretch of tokens.
    func ofStretch(_ number: Int) -> UInt64 { Noise.mixed(UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15) }

    /// About normally distributed, of variance 1.
    mutating func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in
        var sum: Float = 0
        for _ in 0..<3 { sum += Float(next() >> 40) / 8_388_608 - 1 }
        return sum
      }
    }

    private static func mixed(_ state: UInt64) -> UInt64 {
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
