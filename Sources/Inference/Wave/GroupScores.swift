import CWave

/// Tokens of an index that a group attends to exactly, whatever becomes of their clusters.
struct NearTokens: Sendable {
  let keys: Matrix
  let values: Matrix
  /// The cluster of each.
  let clusters: [Int32]
}

/// What a group of queries gives to each cluster of an index and to near tokens: e to the power of the score of the mean
/// key, less the query's greatest.
///
/// Near tokens leave their clusters: the mean is that of the members that stay, so that the estimate of what stays is a
/// lower bound as well. Unchecked: threads write to rows of their own.
final class GroupScores: @unchecked Sendable {
  let queries: QueryGroup
  let clusters: Int
  /// Columns of a row: clusters, then near tokens.
  let columns: Int
  /// A row a query.
  let weights: UnsafeMutablePointer<Float>
  /// Of each query.
  let largest: UnsafeMutablePointer<Float>
  /// How many tokens a column stands for.
  private(set) var sizes: [Float]
  private let near: NearTokens?

  private static let atOnce = 2048

  init(_ index: WaveIndex, _ queries: QueryGroup, near: NearTokens?, _ workers: Workers) {
    self.queries = queries
    self.near = near
    clusters = index.clusterCount
    columns = index.clusterCount + (near?.clusters.count ?? 0)
    weights = .allocate(capacity: max(1, queries.count * columns))
    largest = .allocate(capacity: max(1, queries.count))
    largest.initialize(repeating: -.infinity, count: queries.count)
    sizes = index.sizes
    score(index, workers)
    if let near { leave(near, index, workers) }
    let sizes = sizes
    workers.run(queries.count) { q in
      let row = self.weights + q * self.columns
      for cluster in index.emptyClusters { row[cluster] = -.infinity }
      var total: Float = 0
      _ = wave_weigh(row, sizes, self.columns, self.largest + q, &total)
    }
  }

  deinit {
    weights.deallocate()
    largest.deallocate()
  }

  private func score(_ index: WaveIndex, _ workers: Workers) {
    guard clusters > 0 else { return }
    let width = queries.width
    index.centroids.withUnsafeBufferPointer { centroids in
      let source = SharedConstant(base: centroids.start)
      workers.run(over: clusters, by: GroupScores.atOnce) { part in
        self.queries.score(
          source.base + part.lowerBound * width, count: part.count, element: .float32,
          into: self.weights + part.lowerBound, stride: self.columns)
      }
    }
    near?.keys.values.withUnsafeBufferPointer { keys in
      queries.score(
        keys.start, count: columns - clusters, element: .float32, into: weights + clusters, stride: columns)
    }
  }

  /// Takes near tokens out of the sizes and means of their clusters.
  private func leave(_ near: NearTokens, _ index: WaveIndex, _ workers: Workers) {
    let left = Set(near.clusters).map(Int.init).sorted()
    for cluster in near.clusters { sizes[Int(cluster)] -= 1 }
    sizes += [Float](repeating: 1, count: near.clusters.count)
    let (before, after) = (index.sizes, sizes)
    workers.run(queries.count) { q in
      let row = self.weights + q * self.columns
      for cluster in left { row[cluster] *= before[cluster] }
      near.clusters.withUnsafeBufferPointer { clusters in
        for token in 0..<clusters.count { row[Int(clusters[token])] -= row[self.clusters + token] }
      }
      for cluster in left { row[cluster] = after[cluster] > 0 ? row[cluster] / after[cluster] : -.infinity }
    }
  }

  /// Calls `body` with a rank for each cluster: the softmax over all means, summed over the queries.
  func withRanks<R>(_ body: (UnsafePointer<Float>) -> R) -> R {
    guard queries.count > 1 else { return body(weights) }
    let shares = (0..<queries.count).map { 1 / wave_dot(weights + $0 * columns, nil, clusters) }
    var ranks = [Float](repeating: 0, count: columns)
    wave_accumulate(shares, queries.count, 1, weights, queries.count, columns, wave_float32, &ranks)
    return ranks.withUnsafeBufferPointer { body($0.start) }
  }

  /// The mass of all clusters and near tokens that have not been dropped, of a query.
  func mass(_ query: Int, of part: Range<Int>) -> Float {
    guard !part.isEmpty else { return 0 }
    return sizes.withUnsafeBufferPointer {
      wave_dot(weights + query * columns + part.lowerBound, $0.start + part.lowerBound, part.count)
    }
  }

  /// Makes the weights of clusters 0, and those of near tokens that belong to them: they are attended to elsewhere.
  func drop(_ dropped: [Int]) {
    for q in 0..<queries.count {
      let row = weights + q * columns
      for cluster in dropped { row[cluster] = 0 }
    }
    guard let near else { return }
    let dropped = Set(dropped.map(Int32.init))
    for (token, cluster) in near.clusters.enumerated() where dropped.contains(cluster) {
      for q in 0..<queries.count { weights[q * columns + clusters + token] = 0 }
      sizes[clusters + token] = 0
    }
  }

  /// Attention to the near tokens; their clusters must have their last weights, which their sums of values are
  /// mended with.
  func addNear(to part: PartialAttention) {
    guard let near else { return }
    let count = columns - clusters
    for q in 0..<queries.count {
      let row = weights + q * columns
      part.largest[q] = largest[q]
      part.totals[q] = wave_dot(row + clusters, nil, count)
      near.clusters.withUnsafeBufferPointer { members in
        for token in 0..<count { row[clusters + token] -= row[Int(members[token])] }
      }
    }
    near.values.values.withUnsafeBufferPointer {
      part.accumulate(weights + clusters, stride: columns, $0.start, count: count, element: .float32)
    }
  }
}
