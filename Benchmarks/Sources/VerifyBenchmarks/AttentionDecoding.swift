import Foundation
import Inference
import Synchronization

/// Groups of queries that grow a sequence, all clusters in memory.
func attendWhileDecoding() throws {
  heading("Decoding: groups of queries of width 128, float32, all in memory; speed-up over exact attention of our own")
  var table = MarkdownTable(header: [
    "tokens", "queries", "threads", "exact", "rate of memory", "wave", "speed-up", "error", "exact mass",
  ])
  var sharpnesses = MarkdownTable(header: ["sharpness", "queries", "error", "exact mass"])
  var builds: [String] = []
  for count in [1 << 13, 1 << 15, 1 << 17, 1 << 20] {
    let topics = TopicTokens(count: count)
    let (keys, values) = topics.tokens(0..<count)
    var memory = try SequenceMemory(WaveConfiguration(), keyWidth: 128, valueWidth: 128)
    let (_, seconds) = try timed { try memory.append(keys: keys, values: values, threads: 2) }
    builds.append(
      String(format: "%@ %.1f s, %.0f tokens/s", tokens(count), seconds, Double(count) / seconds))
    for threads in [1, 2] {
      let rate = readRate(keys.values, values.values, threads: threads)
      for group in [1, 4, 8] {
        let trace = topics.trace(steps: count > 1 << 17 ? 12 : 40, group: group)
        let comparison = try compare(trace, keys, values, memory, threads: threads)
        let bytes = Double(8 * keys.values.count)
        table.add(
          tokens(count), "\(group)", "\(threads)", milliseconds(median(comparison.exactSeconds)),
          percent(bytes / (comparison.exactSeconds.min() ?? 0) / rate), milliseconds(median(comparison.waveSeconds)),
          times(comparison.speedUp), percent(comparison.error), comparison.recall.map(percent) ?? "")
      }
    }
    guard count == 1 << 17 else { continue }
    for sharpness in [Float(1), 1.5, 2, 3] {
      for group in [1, 4] {
        let trace = topics.trace(steps: 40, group: group, sharpness: sharpness)
        let comparison = try compare(trace, keys, values, memory, threads: 1)
        sharpnesses.add(
          "\(sharpness)", "\(group)", percent(comparison.error), comparison.recall.map(percent) ?? "")
      }
    }
  }
  table.print()
  print("\nBuilding on 2 threads: " + builds.joined(separator: "; "))
  print("\nAt 128K tokens, by how sharply queries look at their topics:")
  sharpnesses.print()
  try growSequence()
}

/// Exact and indexed attention in turns; one query in ten is asked for its exact mass.
private func compare(
  _ trace: [Matrix], _ keys: Matrix, _ values: Matrix, _ memory: SequenceMemory, threads: Int
) throws -> AttentionComparison {
  let exact = FlashDecoding(threads: threads)
  var comparison = AttentionComparison()
  for (step, queries) in trace.enumerated() {
    let all = timed(on: threads) { exact.attend(queries, keys: keys, values: values, scale: scale(queries)) }
    let wave = try timed(on: threads) { try memory.attend(queries, scale: scale(queries), threads: threads) }
    comparison.add(exact: all, wave: wave)
    guard step % 10 == 0, threads == 1 else { continue }
    let whole = logSums(queries, keys)
    comparison.add(recalls: zip(wave.made.outcome.exactLogSums, whole).map { exp(Double($0) - $1) })
  }
  return comparison
}

/// The part of decoding that goes into keeping the index up to date.
private func growSequence() throws {
  let (count, steps) = (1 << 17, 2048)
  let topics = TopicTokens(count: count + steps)
  var memory = try SequenceMemory(WaveConfiguration(), keyWidth: 128, valueWidth: 128)
  let start = topics.tokens(0..<count)
  try memory.append(keys: start.keys, values: start.values, threads: 2)
  let (keys, values) = topics.tokens(count..<count + steps)
  var (updating, attending) = (0.0, 0.0)
  for (step, queries) in topics.trace(steps: steps, group: 4).enumerated() {
    let range = step * 128..<(step + 1) * 128
    let token = (
      Matrix(rows: 1, columns: 128, values: Array(keys.values[range])),
      Matrix(rows: 1, columns: 128, values: Array(values.values[range]))
    )
    updating += try timed(on: 1) { try memory.append(keys: token.0, values: token.1) }.seconds
    attending += try timed(on: 1) { try memory.attend(queries, scale: scale(queries)) }.seconds
  }
  print(
    "Update: \(percent(updating / (updating + attending))) of \(steps) steps of 4 queries from \(tokens(count)) tokens on,",
    "two segments of 1024 among them")
}

func scale(_ queries: Matrix) -> Float { 1 / Float(queries.columns).squareRoot() }

/// Bytes a second at which threads read two arrays.
func readRate(_ a: [Float], _ b: [Float], threads: Int) -> Double {
  let total = Mutex(Float(0))
  let seconds = (0..<7).map { _ in
    timed(on: threads) {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        let sum = [a, b].reduce(Float(0)) { $0 + share(of: $1, thread, of: threads) }
        total.withLock { $0 += sum }
      }
    }.seconds
  }
  // A sum that is used is not left out.
  precondition(total.withLock { $0.isFinite }, "numbers beyond Float32")
  return Double(4 * (a.count + b.count)) / (seconds.min() ?? 0)
}

/// The sum of a thread's share of some numbers.
private func share(of numbers: [Float], _ thread: Int, of threads: Int) -> Float {
  numbers.withUnsafeBytes { bytes in
    let share = bytes.count / 128 / threads * 128
    var sums = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
    for offset in stride(from: thread * share, to: (thread + 1) * share, by: 128) {
      sums.0 += bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      sums.1 += bytes.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
      sums.2 += bytes.loadUnaligned(fromByteOffset: offset + 64, as: SIMD8<Float>.self)
      sums.3 += bytes.loadUnaligned(fromByteOffset: offset + 96, as: SIMD8<Float>.self)
    }
    return (sums.0 + sums.1 + sums.2 + sums.3).sum()
  }
}
