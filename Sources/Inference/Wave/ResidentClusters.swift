import Synchronization

/// Clusters that are all in memory.
final class ResidentClusters: ClusterStore {
  let layout: ClusterLayout
  private let content = Mutex(Content())

  /// Where a cluster is.
  private struct Place {
    let piece: MemoryPiece
    let offset: Int
    let count: Int
  }

  private struct Content {
    var places: [Place] = []
  }

  init(_ layout: ClusterLayout) {
    self.layout = layout
  }

  var clusterCount: Int { content.withLock { $0.places.count } }

  func append(sizes: [Int], keys: Matrix, values: Matrix) throws {
    precondition(
      keys.columns == layout.keyWidth && values.columns == layout.valueWidth && keys.rows == values.rows
        && sizes.reduce(0, +) == keys.rows, "clusters that do not fit")
    guard keys.rows > 0 else {
      let piece = MemoryPiece(bytes: 0)
      return content.withLock { $0.places += sizes.map { _ in Place(piece: piece, offset: 0, count: 0) } }
    }
    let piece = MemoryPiece(bytes: layout.bytesPerToken * keys.rows)
    let (element, bytes) = (layout.element, layout.element.bytes)
    var places: [Place] = []
    var (row, offset) = (0, 0)
    try keys.values.withUnsafeBufferPointer { k in
      try values.values.withUnsafeBufferPointer { v in
        for size in sizes {
          places.append(Place(piece: piece, offset: offset, count: size))
          let target = piece.base + offset
          try element.store(k.start + row * keys.columns, count: size * keys.columns, into: target)
          try element.store(
            v.start + row * values.columns, count: size * values.columns,
            into: target + size * keys.columns * bytes)
          row += size
          offset += size * layout.bytesPerToken
        }
      }
    }
    content.withLock { $0.places += places }
  }

  func visit(
    _ clusters: [Int], meanwhile: () throws -> Void, _ body: (Int, ClusterVectors) throws -> Void
  ) throws {
    try meanwhile()
    let places = content.withLock { $0.places }
    for cluster in clusters {
      let place = places[cluster]
      let start = UnsafeRawPointer(place.piece.base + place.offset)
      try body(
        cluster,
        ClusterVectors(
          count: place.count, keys: start, values: start + place.count * layout.keyWidth * layout.element.bytes,
          element: layout.element))
    }
  }
}

/// Memory that is written once, before anybody else has it, and freed with the last reference; so it is safe to share.
private final class MemoryPiece: @unchecked Sendable {
  let base: UnsafeMutableRawPointer

  init(bytes: Int) {
    base = .allocate(byteCount: max(1, bytes), alignment: 64)
  }

  deinit { base.deallocate() }
}
