import Foundation
import Inference

/// Exact attention of our own and attention through a wave index to the same queries, in the same run, on the same
/// threads and in turns. Times are medians over the steps of a trace; on one thread of the processor, else by the clock.
struct AttentionComparison {
  private(set) var exactSeconds: [Double] = []
  private(set) var waveSeconds: [Double] = []
  private(set) var outcome = WaveOutcome()
  private var (difference, size) = (0.0, 0.0)

  typealias Wave = (made: (values: Matrix, outcome: WaveOutcome), seconds: Double)

  /// - Parameter exact: nil where it is not compared.
  mutating func add(exact: (made: Matrix, seconds: Double)?, wave: Wave) {
    waveSeconds.append(wave.seconds)
    outcome.formUnion(wave.made.outcome)
    guard let exact else { return }
    exactSeconds.append(exact.seconds)
    for (a, b) in zip(wave.made.values.values, exact.made.values) {
      difference += Double((a - b) * (a - b))
      size += Double(b * b)
    }
  }

  /// The part of the softmax mass that was exact, over all queries whose mass is known.
  private(set) var recalls: [Double] = []

  mutating func add(recalls more: [Double]) { recalls += more }

  var recall: Double? { recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count) }

  /// The length of the difference over that of the exact result, over all queries.
  var error: Double { (difference / size).squareRoot() }
  var speedUp: Double { median(exactSeconds) / median(waveSeconds) }
}

/// Of each query, the natural logarithm of the sum of e to the power of the score with every key, in Float64.
func logSums(_ queries: Matrix, _ keys: Matrix) -> [Double] {
  let (width, factor) = (keys.columns, Double(scale(queries)))
  return (0..<queries.rows).map { q in
    var scores = [Double](repeating: 0, count: keys.rows)
    keys.values.withUnsafeBufferPointer { keys in
      queries.values.withUnsafeBufferPointer { queries in
        for i in scores.indices {
          var sum: Float = 0
          for j in 0..<width { sum += queries[q * width + j] * keys[i * width + j] }
          scores[i] = factor * Double(sum)
        }
      }
    }
    let top = scores.max() ?? 0
    return top + log(scores.reduce(0) { $0 + exp($1 - top) })
  }
}

func milliseconds(_ seconds: Double) -> String { String(format: "%.3f ms", seconds * 1e3) }
func percent(_ part: Double) -> String { String(format: "%.2f %%", part * 100) }
func times(_ factor: Double) -> String { String(format: "%.1f", factor) }
func tokens(_ count: Int) -> String { count >= 1 << 20 ? "\(count >> 20)M" : "\(count >> 10)K" }
