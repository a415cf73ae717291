import Foundation
import Inference

/// What each zone and the size of segments are worth.
func attendInZones() throws {
  let count = 1 << 15
  heading("Zones and segments at \(tokens(count)) tokens, 4 queries, 1 thread")
  let topics = TopicTokens(count: count)
  let (keys, values) = topics.tokens(0..<count)
  var table = MarkdownTable(header: [
    "index", "built in", "wave", "speed-up", "error", "exact mass", "estimated at most",
  ])
  func add(_ name: String, _ configuration: WaveConfiguration) throws {
    var memory = try SequenceMemory(configuration, keyWidth: 128, valueWidth: 128)
    let (_, seconds) = try timed(on: 1) { try memory.append(keys: keys, values: values) }
    let exact = FlashDecoding(threads: 1)
    var comparison = AttentionComparison()
    for (step, queries) in topics.trace(steps: 40, group: 4).enumerated() {
      let all = timed(on: 1) { exact.attend(queries, keys: keys, values: values, scale: scale(queries)) }
      let wave = try timed(on: 1) { try memory.attend(queries, scale: scale(queries)) }
      comparison.add(exact: all, wave: wave)
      guard step % 10 == 0 else { continue }
      comparison.add(recalls: zip(wave.made.outcome.exactLogSums, logSums(queries, keys)).map { exp(Double($0) - $1) })
    }
    table.add(
      name, String(format: "%.2f s", seconds), milliseconds(median(comparison.waveSeconds)),
      times(comparison.speedUp), percent(comparison.error), comparison.recall.map(percent) ?? "",
      percent(Double(comparison.outcome.estimatedMass)))
  }
  for (name, estimation) in [
    ("retrieved alone", WaveConfiguration.Estimation.none), ("and 23.2 % estimated", .fraction(0.232)),
    ("and all estimated", .all),
  ] {
    var configuration = WaveConfiguration()
    configuration.estimation = estimation
    try add(name, configuration)
  }
  for bound in [0.2, 0.05, 0.01] {
    var configuration = WaveConfiguration()
    configuration.estimatedMass = Float(bound)
    try add("at most \(percent(bound)) estimated", configuration)
  }
  for segment in [256, 1024, 8192, count] {
    var configuration = WaveConfiguration()
    configuration.segment = segment
    try add(segment == count ? "one segment" : "segments of \(segment)", configuration)
  }
  var configuration = WaveConfiguration()
  configuration.assignment = .global
  try add("segments of 8192, assigned globally", configuration)
  configuration = WaveConfiguration()
  configuration.precision = .float16
  try add("half precision", configuration)
  table.print()
}
