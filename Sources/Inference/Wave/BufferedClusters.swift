import Dispatch
import Synchronization

/// Clusters in a cold tier, a file or memory, with those used last at hand in memory.
///
/// A visit looks up what is at hand and begins to read the rest, lets its caller compute meanwhile, gives the clusters
/// in the order of their numbers, whatever was at hand, so that sums over them are the same bits, and leaves it to
/// another thread to bring the cache up to date.
final class BufferedClusters: ClusterStore {
  let layout: ClusterLayout
  let buffer: WaveBuffer
  private let tier: any ColdTier
  private let threads: ReadingThreads
  private let meter = ReadMeter()
  private let held = HeldBytes()
  private let state = Mutex(State())

  private struct State {
    /// The first row of each cluster in the cold tier, and that of the next.
    var rows = [0]
    var cache = ClusterCache(capacity: 0)
    var updates: [Update] = []
  }

  /// What a visit tells the cache: what it used, what it read, and what may go again.
  private struct Update {
    var used: [Int] = []
    var read: [(cluster: Int, buffer: ClusterBuffer)] = []
    var released: [Int] = []
  }

  /// A cluster of a visit.
  private struct Part {
    let cluster: Int
    let firstRow: Int
    let count: Int
    var buffer: ClusterBuffer?
    /// The read that it comes with, where it was not at hand.
    var group: Int?
  }

  /// - Parameter tier: where the buffer's place is another one, that of a test.
  ///
  /// Throws where no file can be made.
  init(
    _ layout: ClusterLayout, _ buffer: WaveBuffer, tier: (any ColdTier)? = nil, threads: ReadingThreads = .shared
  ) throws {
    self.layout = layout
    self.buffer = buffer
    self.tier = try tier ?? buffer.tier()
    self.threads = threads
  }

  /// What was found and read so far.
  var measured: MeasuredReads { meter.measured }

  func resetMeasured() { meter.reset() }

  func leaveSystemCache() { tier.leaveSystemCache() }

  /// Bytes of clusters in memory.
  var heldBytes: Int { held.now }

  /// Bytes of clusters in memory at most so far.
  var peakBytes: Int { held.peak }

  /// Bytes that the cache may hold now.
  var cacheBytes: Int { state.withLock { $0.cache.capacity } * blockBytes }

  /// The clusters in the cache, the one used last first.
  var cached: [Int] {
    bringUpToDate()
    return state.withLock { $0.cache.order }
  }

  let isInMemory = false

  private var blockBytes: Int { ClusterCache.blockRows * layout.bytesPerToken }

  var clusterCount: Int { state.withLock { $0.rows.count - 1 } }

  func append(sizes: [Int], keys: Matrix, values: Matrix) throws {
    let start = state.withLock { $0.rows[$0.rows.count - 1] } * layout.bytesPerToken
    try ClusterEncoding(layout: layout).encode(sizes: sizes, keys: keys, values: values) { bytes, offset in
      try tier.write(bytes, at: start + offset)
    }
    state.withLock { state in
      for size in sizes { state.rows.append(state.rows[state.rows.count - 1] + size) }
      let total = state.rows[state.rows.count - 1] * layout.bytesPerToken
      state.cache.append(sizes: sizes, capacity: buffer.cacheBytes(of: total) / blockBytes)
    }
  }

  func visit(
    _ clusters: [Int], meanwhile: () throws -> Void, _ body: (Int, ClusterVectors) throws -> Void
  ) throws {
    var parts = lookUp(clusters.sorted())
    let pinned = parts.filter { $0.buffer != nil }.map(\.cluster)
    let batches = batches(parts)
    var reads: [ClusterReads?] = []
    do {
      for (number, batch) in batches.enumerated() {
        makeRoom()
        // The next batch is read while this one is given away.
        for next in batches[reads.count..<min(number + 2, batches.count)] { reads.append(begin(next, &parts)) }
        if number == 0 { try meanwhile() }
        try give(parts[batch], reads[number], body)
        var update = Update(used: number == 0 ? pinned : [])
        update.read = batch.filter { parts[$0].group != nil }.compactMap { i in
          parts[i].buffer.take().map { (parts[i].cluster, $0) }
        }
        if number == batches.count - 1 { update.released = pinned }
        tell(update)
        if number < batches.count - 1 { bringUpToDate() }
      }
    } catch {
      for read in reads { read?.cancel() }
      tell(Update(released: pinned))
      bringUpToDate()
      throw error
    }
    guard !parts.isEmpty else { return }
    makeRoom()
    // Whoever has let go of the clusters by then needs no cache.
    DispatchQueue.global().async { [weak self] in self?.bringUpToDate() }
  }

  /// Where clusters are, with those at hand pinned. Does not change what goes first.
  private func lookUp(_ clusters: [Int]) -> [Part] {
    bringUpToDate()
    var measured = MeasuredReads()
    let parts = state.withLock { state in
      clusters.map { cluster in
        precondition(0 <= cluster && cluster < state.rows.count - 1, "cluster \(cluster) of \(state.rows.count - 1)")
        let row = state.rows[cluster]
        let count = state.rows[cluster + 1] - row
        return Part(
          cluster: cluster, firstRow: row, count: count, buffer: state.cache.pin(cluster), group: nil)
      }
    }
    for part in parts {
      let bytes = part.count * layout.bytesPerToken
      if part.buffer != nil {
        measured.hits += 1
        measured.bytesHit += bytes
      } else {
        measured.misses += 1
        measured.bytesRead += bytes
      }
    }
    meter.add(measured)
    return parts
  }

  /// Positions of parts, one batch after the other, two of which read no more than a visit may.
  private func batches(_ parts: [Part]) -> [Range<Int>] {
    var (batches, start, bytes) = ([Range<Int>](), 0, 0)
    for (i, part) in parts.enumerated() where part.buffer == nil {
      let more = ClusterCache.blocks(rows: part.count) * blockBytes
      if bytes > 0, bytes + more > buffer.reading / 2 {
        batches.append(start..<i)
        (start, bytes) = (i, 0)
      }
      bytes += more
    }
    return batches + [start..<parts.count]
  }

  /// Begins to read what a batch has not at hand; nil where it has all.
  private func begin(_ batch: Range<Int>, _ parts: inout [Part]) -> ClusterReads? {
    var groups: [ClusterReads.Group] = []
    var (end, bytes) = (-1, 0)
    for i in batch where parts[i].buffer == nil {
      let part = parts[i]
      let buffer = ClusterBuffer(byteCount: ClusterCache.blocks(rows: part.count) * blockBytes, of: held)
      let (offset, count) = (part.firstRow * layout.bytesPerToken, part.count * layout.bytesPerToken)
      if offset == end, bytes + count <= self.buffer.coalesced {
        groups[groups.count - 1].parts.append((buffer, count))
        bytes += count
      } else {
        groups.append(ClusterReads.Group(offset: offset, parts: [(buffer, count)]))
        bytes = count
      }
      end = offset + count
      parts[i].buffer = buffer
      parts[i].group = groups.count - 1
    }
    return groups.isEmpty ? nil : ClusterReads(groups, from: tier, with: threads, meter)
  }

  private func give(
    _ parts: ArraySlice<Part>, _ reads: ClusterReads?, _ body: (Int, ClusterVectors) throws -> Void
  ) throws {
    var measured = MeasuredReads()
    defer { meter.add(measured) }
    for part in parts {
      guard let buffer = part.buffer else { continue }
      if let group = part.group {
        let start = ReadMeter.seconds
        defer { measured.secondsWaiting += ReadMeter.seconds - start }
        try reads?.wait(for: group)
      }
      let keys = UnsafeRawPointer(buffer.base)
      let values = keys + part.count * layout.keyWidth * layout.element.bytes
      try withExtendedLifetime(buffer) {
        try body(
          part.cluster, ClusterVectors(count: part.count, keys: keys, values: values, element: layout.element))
      }
    }
  }

  /// What visits have read and not given to the cache may not pile up until another thread has time.
  private func makeRoom() {
    if held.now > cacheBytes + buffer.reading / 2 { bringUpToDate() }
  }

  private func tell(_ update: Update) { state.withLock { $0.updates.append(update) } }

  /// Tells the cache what visits have used and read, in their order.
  private func bringUpToDate() {
    let start = ReadMeter.seconds
    let isNew = state.withLock { state in
      for update in state.updates {
        for cluster in update.used { state.cache.touch(cluster) }
        for (cluster, buffer) in update.read { state.cache.admit(cluster, buffer) }
        for cluster in update.released { state.cache.unpin(cluster) }
      }
      defer { state.updates = [] }
      return !state.updates.isEmpty
    }
    guard isNew else { return }
    var measured = MeasuredReads()
    measured.secondsUpdating = ReadMeter.seconds - start
    meter.add(measured)
  }
}
