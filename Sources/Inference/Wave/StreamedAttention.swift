/// Exact attention of a few queries to all keys and values of a file, which pass through memory piece by piece while
/// the next are read: what attention beyond memory takes without an index.
public struct StreamedAttention: Sendable {
  private let store: BufferedClusters
  private var pieces = 0

  /// Keys of a piece.
  private static let piece = 1024

  /// - Parameter reading: bytes that may be in memory.
  ///
  /// Throws where no file can be made.
  public init(keyWidth: Int, valueWidth: Int, in place: WaveBuffer.Place, reading: Int = 64 << 20) throws {
    var buffer = WaveBuffer(place)
    buffer.cache = .bytes(0)
    buffer.reading = reading
    buffer.coalesced = 1 << 20
    store = try BufferedClusters(
      ClusterLayout(keyWidth: keyWidth, valueWidth: valueWidth, element: .float32), buffer)
  }

  /// Adds tokens after those there are. Throws where they can't be kept.
  public mutating func append(keys: Matrix, values: Matrix) throws {
    let sizes = stride(from: 0, to: keys.rows, by: StreamedAttention.piece).map {
      min(StreamedAttention.piece, keys.rows - $0)
    }
    try store.append(sizes: sizes, keys: keys, values: values)
    pieces += sizes.count
  }

  /// For each query the mean of the values, weighted by e to the power of `scale` times the product of query and key.
  ///
  /// Throws where a piece can't be read.
  public func attend(_ queries: Matrix, scale: Float) throws -> Matrix {
    let width = store.layout.valueWidth
    precondition(queries.columns == store.layout.keyWidth, "queries and keys of different width")
    var result = Matrix(rows: queries.rows, columns: width)
    let whole = PartialSlots(1, queries: queries.rows, width: width)
    try queries.values.withUnsafeBufferPointer { q in
      let group = QueryGroup(base: q.start, count: queries.rows, width: queries.columns, scale: scale)
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: PartialAttention.scratch(group)) { scratch in
        try store.visit(Array(0..<pieces), meanwhile: {}) { _, vectors in
          whole[0].add(group, vectors, scratch: scratch.start)
        }
      }
    }
    result.values.withUnsafeMutableBufferPointer { whole[0].finish(into: $0.start) }
    return result
  }

  /// What was read so far.
  public var reads: MeasuredReads { store.measured }

  /// Has the system let go of what it keeps of the file in memory, so that what is read next comes from the disk.
  public func leaveSystemCache() { store.leaveSystemCache() }
}
