/// The keys and values of a head along a sequence that grows: the first tokens and the last are exact for every query,
/// those between are in clusters.
///
/// Tokens that leave the window wait until there are enough of them for a segment, and are exact so long.
public struct SequenceMemory: Sendable {
  public private(set) var index: WaveIndex
  private let keyWidth: Int
  private let valueWidth: Int
  /// The first tokens, and those after the last segment; as they are stored, row by row.
  private var first = Tokens()
  private var last = Tokens()

  private struct Tokens {
    var keys: [Float] = []
    var values: [Float] = []
    var count = 0
  }

  public var tokenCount: Int { first.count + index.tokenCount + last.count }

  init(_ index: WaveIndex) {
    self.index = index
    keyWidth = index.store.layout.keyWidth
    valueWidth = index.store.layout.valueWidth
  }

  /// With all clusters in memory.
  ///
  /// Throws where the configuration can't be worked with.
  public init(_ configuration: WaveConfiguration, keyWidth: Int, valueWidth: Int) throws {
    self.init(try WaveIndex(configuration, keyWidth: keyWidth, valueWidth: valueWidth))
  }

  /// Adds tokens at the end.
  ///
  /// - Parameter threads: how many segments are clustered at a time; the result is the same on any number.
  /// - Throws: where the store can't keep them. The memory is of no more use then.
  public mutating func append(keys: Matrix, values: Matrix, threads: Int = 1) throws {
    precondition(
      keys.columns == keyWidth && values.columns == valueWidth && keys.rows == values.rows, "tokens that do not fit")
    let configuration = index.configuration
    let element = index.store.layout.element
    let (keys, values) = (try element.rounded(keys), try element.rounded(values))
    let atStart = min(keys.rows, max(0, configuration.sinks - first.count))
    take(keys, values, 0..<atStart, into: &first)
    take(keys, values, atStart..<keys.rows, into: &last)
    let ready = last.count - configuration.window
    guard ready >= max(1, configuration.update) else { return }
    var rest = Tokens()
    rest.keys = Array(last.keys[(ready * keyWidth)...])
    rest.values = Array(last.values[(ready * valueWidth)...])
    rest.count = configuration.window
    try index.append(
      keys: Matrix(rows: ready, columns: keyWidth, values: Array(last.keys[..<(ready * keyWidth)])),
      values: Matrix(rows: ready, columns: valueWidth, values: Array(last.values[..<(ready * valueWidth)])),
      threads: threads)
    last = rest
  }

  private func take(_ keys: Matrix, _ values: Matrix, _ rows: Range<Int>, into tokens: inout Tokens) {
    tokens.keys += keys.values[rows.lowerBound * keyWidth..<rows.upperBound * keyWidth]
    tokens.values += values.values[rows.lowerBound * valueWidth..<rows.upperBound * valueWidth]
    tokens.count += rows.count
  }

  /// For each of a group of queries the mean of the values, weighted by e to the power of `scale` times the product of
  /// query and key.
  ///
  /// - Parameter queries: those that share the head; their clusters are chosen together.
  /// - Throws: where a cluster can't be read. None is left out for that.
  public func attend(
    _ queries: Matrix, scale: Float, threads: Int = 1
  ) throws -> (values: Matrix, outcome: WaveOutcome) {
    precondition(queries.columns == keyWidth, "queries and keys of different width")
    var result = Matrix(rows: queries.rows, columns: valueWidth)
    guard queries.rows > 0 else { return (result, WaveOutcome()) }
    let whole = PartialSlots(1, queries: queries.rows, width: valueWidth)
    let outcome = try queries.values.withUnsafeBufferPointer { q in
      let group = QueryGroup(base: q.start, count: queries.rows, width: keyWidth, scale: scale)
      return try withBlock(first) { first in
        try withBlock(last) { last in
          try GroupAttention(
            index, group, others: [first, last].compactMap { $0 }, Workers(count: threads)
          ).add(to: whole[0])
        }
      }
    }
    result.values.withUnsafeMutableBufferPointer { whole[0].finish(into: $0.start) }
    return (result, outcome)
  }

  /// Nil where there are none.
  private func withBlock<R>(_ tokens: Tokens, _ body: (ClusterVectors?) throws -> R) rethrows -> R {
    guard tokens.count > 0 else { return try body(nil) }
    return try tokens.keys.withUnsafeBufferPointer { keys in
      try tokens.values.withUnsafeBufferPointer { values in
        try body(ClusterVectors(count: tokens.count, keys: keys.start, values: values.start, element: .float32))
      }
    }
  }
}
