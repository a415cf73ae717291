import Synchronization

/// The stored bytes of a cluster in memory of their own, counted as long as anybody refers to them.
final class ClusterBuffer: Sendable {
  private let bytes: StoredBytes
  /// Bytes of the blocks that the cluster fills or begins.
  let byteCount: Int
  private let held: HeldBytes

  init(byteCount: Int, of held: HeldBytes) {
    self.byteCount = byteCount
    self.held = held
    bytes = StoredBytes(count: byteCount)
    held.add(byteCount)
  }

  deinit { held.add(-byteCount) }

  var base: UnsafeMutableRawPointer { bytes.base }
}

/// How many bytes of clusters are in memory, and were at most.
final class HeldBytes: Sendable {
  private let current = Atomic(0)
  private let greatest = Atomic(0)

  var now: Int { current.load(ordering: .relaxed) }
  var peak: Int { greatest.load(ordering: .relaxed) }

  func add(_ bytes: Int) {
    let sum = current.wrappingAdd(bytes, ordering: .relaxed).newValue
    if bytes > 0 { _ = greatest.max(sum, ordering: .relaxed) }
  }
}
