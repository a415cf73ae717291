import Synchronization

/// Clusters that are all in memory.
final class ResidentClusters: ClusterStore {
  let layout: ClusterLayout
  private let content = Mutex(Content())

  /// Where a cluster is.
  private struct Place {
    let piece: StoredBytes
    let offset: Int
    let count: Int
  }

  private struct Content {
    var places: [Place] = []
  }

  init(_ layout: ClusterLayout) {
    self.layout = layout
  }

  let isInMemory = true

  var clusterCount: Int { content.withLock { $0.places.count } }

  func append(sizes: [Int], keys: Matrix, values: Matrix) throws {
    let piece = StoredBytes(count: layout.bytesPerToken * keys.rows)
    try ClusterEncoding(layout: layout).write(sizes: sizes, keys: keys, values: values, to: piece.base)
    var offset = 0
    let places = sizes.map { size in
      defer { offset += size * layout.bytesPerToken }
      return Place(piece: piece, offset: offset, count: size)
    }
    content.withLock { $0.places += places }
  }

  func visit(
    _ clusters: [Int], meanwhile: () throws -> Void, _ body: (Int, ClusterVectors) throws -> Void
  ) throws {
    try meanwhile()
    let places = content.withLock { $0.places }
    var following = clusters.dropFirst().makeIterator()
    for cluster in clusters {
      let place = places[cluster]
      let start = UnsafeRawPointer(place.piece.base + place.offset)
      let next = following.next().map { UnsafeRawPointer(places[$0].piece.base + places[$0].offset) }
      try body(
        cluster,
        ClusterVectors(
          count: place.count, keys: start, values: start + place.count * layout.keyWidth * layout.element.bytes,
          element: layout.element, next: next))
    }
  }
}
