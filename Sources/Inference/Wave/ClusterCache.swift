/// The clusters that are held in memory, by number; those not used for longest go first.
///
/// A cluster fills whole blocks of `blockRows` keys and their values. One that is pinned stays.
struct ClusterCache {
  static let blockRows = 8

  /// Blocks that may be held, and are.
  private(set) var capacity: Int
  private(set) var used = 0

  private struct Slot {
    let blocks: Int
    var buffer: ClusterBuffer?
    var pins = 0
    var newer = -1
    var older = -1
  }

  private var slots: [Slot] = []
  private var newest = -1
  private var oldest = -1

  init(capacity: Int) { self.capacity = capacity }

  static func blocks(rows: Int) -> Int { (rows + blockRows - 1) / blockRows }

  /// Makes room in the table for clusters of so many rows, none of which is held yet.
  ///
  /// - Parameter capacity: blocks that may be held from now on; not fewer than before.
  mutating func append(sizes: [Int], capacity: Int) {
    precondition(capacity >= self.capacity, "\(capacity) blocks after \(self.capacity)")
    self.capacity = capacity
    slots += sizes.map { Slot(blocks: ClusterCache.blocks(rows: $0)) }
  }

  /// The buffer of a cluster that is held, which now stays until it is let go as often as it was pinned.
  mutating func pin(_ cluster: Int) -> ClusterBuffer? {
    guard let buffer = slots[cluster].buffer else { return nil }
    slots[cluster].pins += 1
    return buffer
  }

  mutating func unpin(_ cluster: Int) {
    precondition(slots[cluster].pins > 0, "cluster \(cluster) is not pinned")
    slots[cluster].pins -= 1
  }

  /// Makes a cluster that is held the one used last.
  mutating func touch(_ cluster: Int) {
    guard slots[cluster].buffer != nil, newest != cluster else { return }
    unlink(cluster)
    link(cluster)
  }

  /// Holds a cluster as the one used last; where there is no room for it, those that were not used for longest go
  /// first. One that is held already is touched. Where even so pinned clusters leave no room, nothing changes.
  mutating func admit(_ cluster: Int, _ buffer: ClusterBuffer) {
    guard slots[cluster].buffer == nil else { return touch(cluster) }
    var (leaving, room, candidate) = ([Int](), capacity - used, oldest)
    while room < slots[cluster].blocks {
      guard candidate >= 0 else { return }
      if slots[candidate].pins == 0 {
        leaving.append(candidate)
        room += slots[candidate].blocks
      }
      candidate = slots[candidate].newer
    }
    for cluster in leaving { remove(cluster) }
    slots[cluster].buffer = buffer
    used += slots[cluster].blocks
    link(cluster)
  }

  /// The clusters that are held, the one used last first.
  var order: [Int] {
    var (order, cluster) = ([Int](), newest)
    while cluster >= 0 {
      order.append(cluster)
      cluster = slots[cluster].older
    }
    return order
  }

  private mutating func remove(_ cluster: Int) {
    unlink(cluster)
    used -= slots[cluster].blocks
    slots[cluster].buffer = nil
  }

  private mutating func unlink(_ cluster: Int) {
    let (newer, older) = (slots[cluster].newer, slots[cluster].older)
    if newer >= 0 { slots[newer].older = older } else { newest = older }
    if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    slots[cluster].newer = -1
    slots[cluster].older = -1
  }

  private mutating func link(_ cluster: Int) {
    slots[cluster].older = newest
    if newest >= 0 { slots[newest].newer = cluster } else { oldest = cluster }
    newest = cluster
  }
}
