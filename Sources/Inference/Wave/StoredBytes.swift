/// Memory that is freed with the last reference to it.
///
/// Unchecked, since the compiler can't tell that it is written before others see it, and never while they read.
final class StoredBytes: @unchecked Sendable {
  let base: UnsafeMutableRawPointer

  init(count: Int) {
    base = .allocate(byteCount: max(1, count), alignment: 64)
  }

  deinit { base.deallocate() }
}
