import Foundation
import Inference

/// Keys and values in a file, more than may be in memory: beside exact attention that streams all of them from a file.
///
/// Before each step the system forgets what it holds of the files, so that what is read comes from the disk.
func attendFromFile(in folder: URL) throws {
  let count = 1 << 20
  heading("Beyond memory: \(tokens(count)) tokens in a file, 1 GiB of keys and values, 5 % of them in memory")
  let topics = TopicTokens(count: count)
  resetPeakMemory()
  let before = peakMemory()
  var memory = try SequenceMemory(
    WaveConfiguration(), keyWidth: 128, valueWidth: 128, buffer: WaveBuffer(.file(in: folder)))
  var stream = try StreamedAttention(keyWidth: 128, valueWidth: 128, in: .file(in: folder))
  for start in stride(from: 0, to: count, by: 1 << 14) {
    let (keys, values) = topics.tokens(start..<start + 1 << 14)
    try memory.append(keys: keys, values: values, threads: 2)
    try stream.append(keys: keys, values: values)
  }
  stream.leaveSystemCache()
  let built = peakMemory() - before
  resetPeakMemory()
  var table = MarkdownTable(header: [
    "queries", "exact, streamed", "disk", "wave", "speed-up", "error", "hit ratio", "read a step", "waiting",
  ])
  let steps = 60
  for group in [1, 4] {
    var comparison = AttentionComparison()
    let trace = topics.trace(steps: 2 * steps, group: group, change: 0.05)
    for queries in trace[..<steps] { _ = try memory.attend(queries, scale: scale(queries)) }
    memory.index.resetReads()
    for (step, queries) in trace[steps...].enumerated() {
      memory.index.leaveSystemCache()
      let wave = try timed { try memory.attend(queries, scale: scale(queries)) }
      var exact: (made: Matrix, seconds: Double)?
      if step % 6 == 0 {
        stream.leaveSystemCache()
        exact = try timed { try stream.attend(queries, scale: scale(queries)) }
      }
      comparison.add(exact: exact, wave: wave)
    }
    guard let reads = memory.index.reads, let hitRatio = reads.hitRatio else { continue }
    let streamed = median(comparison.exactSeconds)
    table.add(
      "\(group)", milliseconds(streamed), String(format: "%.2f GB/s", Double(1 << 30) / streamed / 1e9),
      milliseconds(median(comparison.waveSeconds)), times(comparison.speedUp), percent(comparison.error),
      String(format: "%.3f", hitRatio), ByteCount(reads.bytesRead / steps).description,
      milliseconds(reads.secondsWaiting / Double(steps)))
  }
  table.print()
  print("\nMeans, sums and sizes of clusters: \(ByteCount(memory.index.bytes))")
  print("Keys and values in memory at most: \(memory.index.peakBufferBytes.map(ByteCount.init)?.description ?? "-")")
  print(
    "The process: \(ByteCount(peakMemory() - before)) more than before, with the 64 MiB of the stream;",
    "\(ByteCount(built)) while building")
}

/// How much of what queries ask for is in memory, and how well reading and computing go on at the same time.
func attendThroughCaches(in folder: URL) throws {
  let count = 1 << 17
  heading("The cache at \(tokens(count)) tokens, one query a step: part of the bytes that were in memory")
  let topics = TopicTokens(count: count)
  let (keys, values) = topics.tokens(0..<count)
  let steps = 150
  let changes = [0.01, 0.05, 0.1]
  var table = MarkdownTable(
    header: ["cache"] + changes.map { "\(percent($0)) of the topics change in a step" } + ["update of the cache"])
  for cache in [0.01, 0.02, 0.05, 0.1, 0.2] {
    var buffer = WaveBuffer(.file(in: folder))
    buffer.cache = .fraction(cache)
    var memory = try SequenceMemory(WaveConfiguration(), keyWidth: 128, valueWidth: 128, buffer: buffer)
    try memory.append(keys: keys, values: values, threads: 2)
    var (cells, updates) = ([percent(cache)], [Double]())
    for change in changes {
      let trace = topics.trace(steps: 2 * steps, group: 1, change: change)
      for queries in trace[..<steps] { _ = try memory.attend(queries, scale: scale(queries)) }
      memory.index.resetReads()
      let (_, seconds) = try timed {
        for queries in trace[steps...] { _ = try memory.attend(queries, scale: scale(queries)) }
      }
      guard let reads = memory.index.reads, let hitRatio = reads.hitRatio else { continue }
      cells.append(String(format: "%.3f", hitRatio))
      updates.append(reads.secondsUpdating / seconds)
    }
    table.add(cells + [percent(median(updates))])
  }
  table.print()
  try overlap(topics, keys, values, in: folder)
}

/// Overlap of reads and computation: what is saved, of the shorter of the two.
///
/// The same clusters are computed with all in memory, read and not computed with, and both from the disk.
private func overlap(_ topics: TopicTokens, _ keys: Matrix, _ values: Matrix, in folder: URL) throws {
  func memory(_ place: WaveBuffer.Place, _ cache: WaveBuffer.Cache) throws -> SequenceMemory {
    var buffer = WaveBuffer(place)
    buffer.cache = cache
    var memory = try SequenceMemory(WaveConfiguration(), keyWidth: 128, valueWidth: 128, buffer: buffer)
    try memory.append(keys: keys, values: values, threads: 2)
    return memory
  }
  let (cold, warm) = (try memory(.file(in: folder), .bytes(0)), try memory(.memory, .fraction(2)))
  var (reading, computing, both) = ([Double](), [Double](), [Double]())
  for queries in topics.trace(steps: 100, group: 4) {
    let count = try warm.attend(queries, scale: scale(queries)).outcome.retrievedClusters
    computing.append(try timed { try warm.attend(queries, scale: scale(queries)) }.seconds)
    let clusters = Array(warm.index.clustersInMemory?.prefix(count) ?? [])
    cold.index.leaveSystemCache()
    both.append(try timed { try cold.attend(queries, scale: scale(queries)) }.seconds)
    cold.index.leaveSystemCache()
    reading.append(try timed { try cold.index.read(clusters) }.seconds)
  }
  let (r, c, b) = (median(reading), median(computing), median(both))
  print(
    "\nOverlap without a cache, 4 queries, 1 thread: reading \(milliseconds(r)), computing \(milliseconds(c)),",
    "both \(milliseconds(b)): \(percent((r + c - b) / min(r, c))) of the shorter is saved")
}

/// The most bytes that this process has had in memory since `resetPeakMemory`; all of its life on other systems than
/// Linux.
private func peakMemory() -> Int {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 } ?? ForecastModel.peakMemory.bytes
}

private func resetPeakMemory() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }
