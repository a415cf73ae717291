/// Where the keys and values of clusters are kept, by the number of the cluster, from 0.
///
/// Several threads may visit at once, for the same head too; nobody appends while they do.
protocol ClusterStore: Sendable {
  var layout: ClusterLayout { get }
  /// How many clusters there are.
  var clusterCount: Int { get }
  /// Whether all of them are at hand, so that many small visits cost no more than a large one.
  var isInMemory: Bool { get }

  /// Adds clusters after those there are.
  ///
  /// - Parameters:
  ///   - sizes: rows of each; 0 is a cluster without members.
  ///   - keys: the rows of the first cluster, then those of the second, and so on.
  ///   - values: as many rows, in the same order.
  /// - Throws: where they can't be kept. Then none of them is.
  func append(sizes: [Int], keys: Matrix, values: Matrix) throws

  /// Calls `body` once for each of some clusters, in their order, as its vectors come to hand, on this thread.
  ///
  /// - Parameters:
  ///   - clusters: distinct numbers, rising.
  ///   - meanwhile: is called once, before the first wait, with the reads of what is not at hand under way.
  /// - Throws: where a cluster can't be read. None is ever left out for that: then no result may be used.
  func visit(
    _ clusters: [Int], meanwhile: () throws -> Void, _ body: (Int, ClusterVectors) throws -> Void
  ) throws
}

/// How keys and values are stored.
struct ClusterLayout: Sendable, Hashable {
  enum Element: Sendable, Hashable, CaseIterable {
    case float32
    /// IEEE half precision: a UInt16 of its bits a number.
    case float16

    var bytes: Int { self == .float32 ? 4 : 2 }
  }

  /// Numbers of a key and of a value.
  let keyWidth: Int
  let valueWidth: Int
  let element: Element

  /// Bytes of a key and its value.
  var bytesPerToken: Int { (keyWidth + valueWidth) * element.bytes }
}

/// The vectors of a cluster in memory, row by row; they are there during the call that gives them, and no longer.
struct ClusterVectors {
  /// How many keys, and as many values.
  let count: Int
  let keys: UnsafeRawPointer
  let values: UnsafeRawPointer
  let element: ClusterLayout.Element
  /// The keys that are likely to be asked for next.
  var next: UnsafeRawPointer?
}
