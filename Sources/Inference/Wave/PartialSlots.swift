/// Memory for parts of an attention that several threads make, each part by one of them, and that are added up in
/// their order.
///
/// Unchecked, since no type tells the parts apart.
final class PartialSlots: @unchecked Sendable {
  let count: Int
  private let queries: Int
  private let width: Int
  private let base: UnsafeMutablePointer<Float>

  /// So many parts of nothing.
  init(_ count: Int, queries: Int, width: Int) {
    self.count = count
    self.queries = queries
    self.width = width
    base = .allocate(capacity: max(1, count * PartialAttention.size(count: queries, width: width)))
    for slot in 0..<count { self[slot].clear() }
  }

  deinit { base.deallocate() }

  subscript(slot: Int) -> PartialAttention {
    PartialAttention(
      base: base + slot * PartialAttention.size(count: queries, width: width), count: queries, width: width)
  }

  func add(to whole: PartialAttention) {
    for slot in 0..<count { whole.merge(self[slot]) }
  }
}
