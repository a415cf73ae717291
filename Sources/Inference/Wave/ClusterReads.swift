import Dispatch
import Synchronization

/// Reads of clusters that are under way: by threads that wait for the disk, and by whoever needs one first.
final class ClusterReads: Sendable {
  /// Bytes that lie side by side, and the memory that they go to.
  struct Group: Sendable {
    let offset: Int
    var parts: [(buffer: ClusterBuffer, byteCount: Int)]

    var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }
  }

  private struct State {
    /// Those that nobody has begun to read, by number; what is read belongs to whoever asked for it alone.
    var groups: [Group?]
    var next = 0
    var outcomes: [Result<Void, any Error>?]
  }

  private let state: Mutex<State>
  private let tier: any ColdTier
  private let meter: ReadMeter
  private let arrival = DispatchSemaphore(value: 0)

  /// Begins to read.
  init(_ groups: [Group], from tier: any ColdTier, with threads: ReadingThreads, _ meter: ReadMeter) {
    state = Mutex(State(groups: groups, outcomes: [Result<Void, any Error>?](repeating: nil, count: groups.count)))
    self.tier = tier
    self.meter = meter
    // A visit may be over before a thread has time for it.
    threads.submit(calls: groups.count) { [weak self] in while self?.readNext() == true {} }
  }

  /// Returns when a group has been read; until then reads others.
  ///
  /// Throws what went wrong with it.
  func wait(for group: Int) throws {
    while true {
      if let outcome = state.withLock({ $0.outcomes[group] }) { return try outcome.get() }
      if !readNext() { arrival.wait() }
    }
  }

  /// Nobody needs what has not been begun.
  func cancel() { state.withLock { $0.next = $0.groups.count } }

  /// Reads a group that nobody has begun to read; false where there is none.
  private func readNext() -> Bool {
    let number = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    guard let outcome = read(number) else { return false }
    state.withLock { $0.outcomes[number] = outcome }
    arrival.signal()
    return true
  }

  private func read(_ number: Int) -> Result<Void, any Error>? {
    guard let group = state.withLock({ $0.groups.indices.contains(number) ? $0.groups[number].take() : nil }) else {
      return nil
    }
    let start = ReadMeter.seconds
    let outcome = Result<Void, any Error> {
      try tier.read(
        into: group.parts.map { UnsafeMutableRawBufferPointer(start: $0.buffer.base, count: $0.byteCount) },
        at: group.offset)
    }
    var part = MeasuredReads()
    part.reads = 1
    part.secondsReading = ReadMeter.seconds - start
    meter.add(part)
    return outcome
  }
}
