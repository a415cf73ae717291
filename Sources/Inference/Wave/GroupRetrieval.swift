/// Attention of a group of queries to the tokens of some clusters, in shares that threads take.
///
/// Clusters add up in groups and these in their order, whoever takes which share. Unchecked: threads write to parts of
/// their own.
final class GroupRetrieval: @unchecked Sendable {
  let slots: PartialSlots
  let shares: Int
  private let clusters: [Int]
  private let store: any ClusterStore
  private let queries: QueryGroup
  /// For products of larger matrices all tokens are brought together first: keys, then values.
  private let gathered: StoredBytes?
  /// The first row of each cluster there, and the number of all.
  private var starts: [Int] = [0]

  /// Clusters of a slot.
  private static let group = 8
  /// Keys of a slot that have been gathered.
  private static let piece = 1024

  /// - Parameter clusters: rising.
  init(_ clusters: [Int], _ index: WaveIndex, _ queries: QueryGroup, _ workers: Workers) {
    self.clusters = clusters
    self.queries = queries
    store = index.store
    let groups = (clusters.count + GroupRetrieval.group - 1) / GroupRetrieval.group
    // A visit that may have to wait gets as many clusters as it can.
    let mostShares = workers.count > 1 && store.isInMemory ? groups : workers.count
    shares = max(1, min(mostShares, groups))
    let layout = store.layout
    guard queries.count >= QueryGroup.many else {
      gathered = nil
      slots = PartialSlots(groups, queries: queries.count, width: layout.valueWidth)
      return
    }
    for cluster in clusters { starts.append(starts[starts.count - 1] + Int(index.sizes[cluster])) }
    let count = starts[clusters.count]
    gathered = StoredBytes(count: 4 * count * (layout.keyWidth + layout.valueWidth))
    slots = PartialSlots(
      (count + GroupRetrieval.piece - 1) / GroupRetrieval.piece, queries: queries.count, width: layout.valueWidth)
  }

  /// Reads a share; calls `meanwhile` once.
  func visit(_ share: Int, meanwhile: () -> Void) throws {
    let groups = (clusters.count + GroupRetrieval.group - 1) / GroupRetrieval.group
    let first = share * groups / shares * GroupRetrieval.group
    let part = clusters[first..<min((share + 1) * groups / shares * GroupRetrieval.group, clusters.count)]
    guard let gathered else {
      return try withUnsafeTemporaryAllocation(
        of: Float.self, capacity: PartialAttention.scratch(queries)
      ) { scratch in
        var place = first
        try store.visit(Array(part), meanwhile: meanwhile) { _, vectors in
          slots[place / GroupRetrieval.group].add(queries, vectors, scratch: scratch.start)
          place += 1
        }
      }
    }
    let (keyWidth, valueWidth) = (queries.width, store.layout.valueWidth)
    let (keys, values) = rows(of: gathered)
    var place = first
    try store.visit(Array(part), meanwhile: meanwhile) { _, vectors in
      let row = starts[place]
      vectors.element.load(vectors.keys, count: vectors.count * keyWidth, into: keys + row * keyWidth)
      vectors.element.load(vectors.values, count: vectors.count * valueWidth, into: values + row * valueWidth)
      place += 1
    }
  }

  /// Of what all shares have gathered; 0 where nothing is.
  var gatheredPieces: Int { gathered == nil ? 0 : slots.count }

  func attendToGathered(_ piece: Int) {
    guard let gathered else { return }
    let (keys, values) = rows(of: gathered)
    let first = piece * GroupRetrieval.piece
    let vectors = ClusterVectors(
      count: min(GroupRetrieval.piece, starts[clusters.count] - first), keys: keys + first * queries.width,
      values: values + first * store.layout.valueWidth, element: .float32)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: PartialAttention.scratch(queries)) {
      slots[piece].add(queries, vectors, scratch: $0.start)
    }
  }

  private func rows(
    of gathered: StoredBytes
  ) -> (keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>) {
    let keys = gathered.base.assumingMemoryBound(to: Float.self)
    return (keys, keys + starts[clusters.count] * queries.width)
  }
}
