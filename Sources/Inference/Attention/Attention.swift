/// A way in which queries attend to keys and values: all of them, or a part.
///
/// One head at a time: rows are tokens, columns the features of a head. The tokens of a place stand row by row on its
/// grid, so that an engine can tell a query's neighbourhood from the rest of the globe.
public protocol Attention: Sendable {
  /// What is kept of keys and values for their queries.
  associatedtype Memory: Sendable
  /// Queries of so many rows of tokens are best asked together, and of multiples of it.
  var rowsAtOnce: Int { get }

  /// The keys and values of all tokens of a place.
  ///
  /// Throws where they can't be kept.
  func memory(keys: Matrix, values: Matrix, of place: AttentionPlace) throws -> Memory

  /// For each query the mean of the values, weighted by e to the power of `scale` times the product of query and key.
  ///
  /// - Parameters:
  ///   - first: the token of the first query; the others follow it.
  /// - Returns: as many rows as there are queries.
  /// - Throws: where a part of the memory can't be read. No part is ever left out for that.
  func attend(_ queries: Matrix, from first: Int, to memory: Memory, scale: Float) throws -> Matrix
}

extension Attention {
  public var rowsAtOnce: Int { 1 }
}

/// Which tokens of a network attend to one another.
public struct AttentionPlace: Hashable, Sendable {
  /// The layer: `blocks.3`, `blocks_hres.0`.
  public let layer: String
  public let head: Int
  /// The window or the sub-grid, from 0.
  public let segment: Int
  /// Rows and columns of its tokens.
  public let rows: Int
  public let columns: Int
  /// Whether the last column is beside the first.
  public let isCyclic: Bool

  public init(layer: String, head: Int, segment: Int, rows: Int, columns: Int, isCyclic: Bool = false) {
    self.layer = layer
    self.head = head
    self.segment = segment
    self.rows = rows
    self.columns = columns
    self.isCyclic = isCyclic
  }
}
