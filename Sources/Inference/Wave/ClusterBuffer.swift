import Synchronization

/// The stored bytes of a cluster in memory of their own, there as long as anybody refers to them.
///
/// Unchecked, since the compiler can't tell that they are written once, before others see them.
final class ClusterBuffer: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  /// Bytes of the blocks that the cluster fills or begins.
  let byteCount: Int
  private let held: HeldBytes

  init(byteCount: Int, of held: HeldBytes) {
    self.byteCount = byteCount
    self.held = held
    base = .allocate(byteCount: max(1, byteCount), alignment: 64)
    held.add(byteCount)
  }

  deinit {
    base.deallocate()
    held.add(-byteCount)
  }
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
