/// Clusters of the keys of a head: of each the mean key, the sum of the values and the size in memory, its tokens in a
/// store.
///
/// Segments are clustered by themselves, and appending one changes nothing of those before. After RetroInfer (Chen et
/// al. 2025, arXiv:2505.02922).
public struct WaveIndex: Sendable {
  public let configuration: WaveConfiguration
  let store: any ClusterStore
  /// The mean of the keys of each cluster, as they are stored; 0 where it has none.
  private(set) var centroids: [Float] = []
  private(set) var valueSums: [Float] = []
  /// The numbers of tokens.
  private(set) var sizes: [Float] = []
  /// Clusters without tokens.
  private(set) var emptyClusters: [Int] = []
  public private(set) var tokenCount = 0

  public var clusterCount: Int { sizes.count }

  /// Traps where the store keeps other numbers than the configuration says.
  init(_ configuration: WaveConfiguration, store: any ClusterStore) {
    precondition(store.layout.element == configuration.precision.element, "a store of other numbers")
    self.configuration = configuration
    self.store = store
  }

  /// With all clusters in memory.
  ///
  /// Throws where the configuration can't be worked with.
  public init(_ configuration: WaveConfiguration, keyWidth: Int, valueWidth: Int) throws {
    try configuration.check()
    self.init(
      configuration,
      store: ResidentClusters(
        ClusterLayout(keyWidth: keyWidth, valueWidth: valueWidth, element: configuration.precision.element)))
  }

  /// Bytes of means, sums and sizes.
  public var bytes: Int { 4 * (centroids.count + valueSums.count + sizes.count) }

  /// Clusters tokens, segment by segment, and adds them.
  ///
  /// - Parameter threads: how many segments are clustered at a time; the index is the same on any number.
  /// - Returns: the cluster of each token.
  /// - Throws: where the store can't keep them. The index is of no more use then.
  @discardableResult
  public mutating func append(keys: Matrix, values: Matrix, threads: Int = 1) throws -> [Int32] {
    try append(keys: keys, values: values, Workers(count: threads))
  }

  mutating func append(keys: Matrix, values: Matrix, _ workers: Workers) throws -> [Int32] {
    precondition(keys.rows == values.rows, "\(keys.rows) keys and \(values.rows) values")
    let layout = store.layout
    precondition(
      keys.columns == layout.keyWidth && values.columns == layout.valueWidth, "keys or values of another width")
    guard keys.rows > 0 else { return [] }
    precondition(
      store.clusterCount == clusterCount,
      "another copy of this index, or an append that failed, has added clusters to the store")
    let (keys, values) = (try layout.element.rounded(keys), try layout.element.rounded(values))
    var segments = SegmentedClustering(keys, configuration, workers)
    if configuration.assignment == .global { segments.assignGlobally(keys, workers) }
    let first = clusterCount
    for segment in segments.parts {
      try append(keys, values, segment.tokens, clusters: segment.clusters, segments.assignment)
    }
    tokenCount += keys.rows
    return segments.assignment.map { $0 + Int32(first) }
  }

  /// Adds the tokens of some clusters, which count from 0 in `assignment`.
  private mutating func append(
    _ keys: Matrix, _ values: Matrix, _ tokens: [Int], clusters: Range<Int>, _ assignment: [Int32]
  ) throws {
    var counts = [Int](repeating: 0, count: clusters.count)
    for token in tokens { counts[Int(assignment[token]) - clusters.lowerBound] += 1 }
    var next: [Int] = [0]
    for count in counts.dropLast() { next.append(next[next.count - 1] + count) }
    var order = [Int](repeating: 0, count: tokens.count)
    for token in tokens {
      let cluster = Int(assignment[token]) - clusters.lowerBound
      order[next[cluster]] = token
      next[cluster] += 1
    }
    let (sortedKeys, sortedValues) = (keys.rows(at: order), values.rows(at: order))
    try store.append(sizes: counts, keys: sortedKeys, values: sortedValues)
    centroids += WaveIndex.sums(of: sortedKeys, counts, areMeans: true)
    valueSums += WaveIndex.sums(of: sortedValues, counts, areMeans: false)
    emptyClusters += counts.indices.filter { counts[$0] == 0 }.map { clusterCount + $0 }
    sizes += counts.map(Float.init)
  }

  /// Sums or means of rows that follow one another, so many each; in Float64 on the way.
  private static func sums(of rows: Matrix, _ counts: [Int], areMeans: Bool) -> [Float] {
    let width = rows.columns
    var sums: [Float] = []
    sums.reserveCapacity(counts.count * width)
    rows.values.withUnsafeBufferPointer { values in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { total in
        var row = 0
        for count in counts {
          total.initialize(repeating: 0)
          for _ in 0..<count {
            for j in 0..<width { total[j] += Double(values[row * width + j]) }
            row += 1
          }
          let factor = areMeans && count > 0 ? 1 / Double(count) : 1
          for j in 0..<width { sums.append(Float(total[j] * factor)) }
        }
      }
    }
    return sums
  }
}

extension WaveConfiguration.Precision {
  var element: ClusterLayout.Element { self == .float32 ? .float32 : .float16 }
}
