import Inference

/// Keys and values of a head in which runs of tokens are about a topic each, made piece by piece, and queries that stay
/// with a few topics for a while.
///
/// Of n tokens of width d there are n/64 topics, each with a direction of length 1 and a value of normal numbers. A run
/// of 32 tokens has one topic, any with equal chance. A key is a vector o that all share, plus the square root of d times the
/// direction, plus noise of 0.5; a value is that of the topic plus noise of 1. A query is the square
/// root of d times a sharpness of 2 times the direction of a sum of eight topics with weights 8, 7, ... 1, plus noise of
/// 0.5 that changes little by little.
/// Noise is the sum of four uniform numbers, of variance 1; all from SplitMix64.
struct TopicTokens {
  let count: Int
  let width: Int
  private let directions: [Float]
  private let topicValues: [Float]
  private let shared: [Float]
  private let seed: UInt64

  private static let run = 32

  init(count: Int, width: Int = 128, seed: UInt64 = 1) {
    self.count = count
    self.width = width
    self.seed = seed
    var noise = Noise(seed)
    let topics = max(16, count / 64)
    directions = (0..<topics).flatMap { _ in TopicTokens.direction((0..<width).map { _ in noise.next() }) }
    topicValues = (0..<topics * width).map { _ in noise.next() }
    shared = (0..<width).map { _ in noise.next() }
  }

  private var topics: Int { directions.count / width }

  /// The tokens from `start` on, a whole number of runs: the same whichever pieces they are made in.
  func tokens(_ range: Range<Int>) -> (keys: Matrix, values: Matrix) {
    precondition(range.lowerBound % TopicTokens.run == 0, "tokens from the middle of a run")
    var keys = Matrix(rows: range.count, columns: width)
    var values = keys
    let length = Float(width).squareRoot()
    keys.values.withUnsafeMutableBufferPointer { keys in
      values.values.withUnsafeMutableBufferPointer { values in
        for start in stride(from: 0, to: range.count, by: TopicTokens.run) {
          var noise = Noise(seed &+ 1_000_003 &* UInt64(range.lowerBound + start + 1))
          let topic = noise.number(below: topics) * width
          for token in start..<min(start + TopicTokens.run, range.count) {
            for j in 0..<width {
              keys[token * width + j] = shared[j] + length * directions[topic + j] + 0.5 * noise.next()
              values[token * width + j] = topicValues[topic + j] + noise.next()
            }
          }
        }
      }
    }
    return (keys, values)
  }

  /// Groups of queries, one after the other.
  ///
  /// - Parameters:
  ///   - group: queries that share the head; each orders the same topics in its own way.
  ///   - change: the chance of each topic to make way for another from one step to the next. Of the noise, that part of
  ///     the variance is new in each step.
  func trace(steps: Int, group: Int, change: Double = 0.1, sharpness: Float = 2) -> [Matrix] {
    var noise = Noise(seed &+ 77)
    var active = (0..<8).map { _ in noise.number(below: topics) }
    let orders = (0..<group).map { _ in (0..<8).map { _ in noise.number(below: 1 << 20) } }.map { keys in
      (0..<8).sorted { keys[$0] < keys[$1] }
    }
    var drift = (0..<group * width).map { _ in noise.next() }
    let (kept, fresh) = (Float(1 - change).squareRoot(), Float(change).squareRoot())
    return (0..<steps).map { _ in
      for place in active.indices where Double(noise.number(below: 1 << 20)) < change * Double(1 << 20) {
        active[place] = noise.number(below: topics)
      }
      for i in drift.indices { drift[i] = kept * drift[i] + fresh * noise.next() }
      var queries = Matrix(rows: group, columns: width)
      for q in 0..<group {
        var sum = [Float](repeating: 0, count: width)
        for (rank, place) in orders[q].enumerated() {
          for j in 0..<width { sum[j] += Float(8 - rank) * directions[active[place] * width + j] }
        }
        let direction = TopicTokens.direction(sum)
        for j in 0..<width {
          queries.values[q * width + j] =
            sharpness * Float(width).squareRoot() * direction[j] + 0.5 * drift[q * width + j]
        }
      }
      return queries
    }
  }

  private static func direction(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }
}

/// Numbers of mean 0 and variance 1, the sums of four that are even between two bounds.
struct Noise {
  private var random: SplitMix64

  init(_ seed: UInt64) { random = SplitMix64(state: seed) }

  mutating func next() -> Float {
    let bits = random.next()
    let sum = bits & 0xFFFF + bits >> 16 & 0xFFFF + bits >> 32 & 0xFFFF + bits >> 48
    return (Float(sum) / 65_535 - 2) * 1.732_050_8
  }

  mutating func number(below bound: Int) -> Int { Int(random.next() >> 33) % bound }
}
