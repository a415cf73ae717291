/// A way in which queries attend to keys and values: all of them, or a part.
///
/// One head at a time: rows are tokens, columns the features of a head.
public protocol Attention: Sendable {
  /// What is kept of keys and values for their queries.
  associatedtype Memory: Sendable

  /// The keys and values of as many tokens.
  func memory(keys: Matrix, values: Matrix) -> Memory

  /// For each query the mean of the values, weighted by e to the power of `scale` times the product of query and key.
  ///
  /// - Returns: as many rows as there are queries.
  func attend(_ queries: Matrix, to memory: Memory, scale: Float) -> Matrix
}
