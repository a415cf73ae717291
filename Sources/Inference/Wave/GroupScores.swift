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
/// lower bound as well. Unchecked: threads write to pieces and rows of their own.
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
  let sizes: UnsafeMutablePointer<Float>
  /// Of each cluster the softmax over all means, summed over the queries that are numbers; of one query its weights.
  let ranks: UnsafeMutablePointer<Float>
  /// Clusters of which near tokens leave so few that a mean without them can't be told from their keys' sum in Float32.
  private(set) var remnants: [Int] = []
  private let index: WaveIndex
  private let near: NearTokens?
  /// Of each piece and query the greatest score, and the sum of the weights.
  private let tops: UnsafeMutablePointer<Float>
  private let sums: UnsafeMutablePointer<Float>
  /// Clusters of near tokens, and of each near token the place of its cluster among them.
  private var left: [Int] = []
  private var places: [Int32] = []
  private let base: UnsafeMutablePointer<Float>

  /// Columns of a piece.
  static let piece = 1024
  /// Where less than one in so many members of a cluster stays, it is a remnant.
  static let remnant: Float = 32

  init(_ index: WaveIndex, _ queries: QueryGroup, near: NearTokens?) {
    self.index = index
    self.queries = queries
    self.near = near
    clusters = index.clusterCount
    columns = index.clusterCount + (near?.clusters.count ?? 0)
    let (group, pieces) = (queries.count, GroupScores.pieces(of: clusters) + GroupScores.pieces(of: columns - clusters))
    let ranked = group > 1 ? clusters : 0
    base = .allocate(capacity: max(1, group * (columns + 2 * pieces + 1) + columns + ranked))
    weights = base
    largest = weights + group * columns
    tops = largest + group
    sums = tops + group * pieces
    sizes = sums + group * pieces
    ranks = group > 1 ? sizes + columns : weights
    index.sizes.withUnsafeBufferPointer { wave_copy($0.start, clusters, sizes) }
    (sizes + clusters).update(repeating: 1, count: columns - clusters)
  }

  deinit { base.deallocate() }

  private static func pieces(of count: Int) -> Int { (count + piece - 1) / piece }

  /// Pieces of the clusters; those of near tokens follow.
  private var clusterPieces: Int { GroupScores.pieces(of: clusters) }
  private var pieces: Int { clusterPieces + GroupScores.pieces(of: columns - clusters) }

  private func range(_ piece: Int) -> Range<Int> {
    let (start, end) = piece < clusterPieces ? (0, clusters) : (clusters, columns)
    let first = start + (piece < clusterPieces ? piece : piece - clusterPieces) * GroupScores.piece
    return first..<min(first + GroupScores.piece, end)
  }

  /// What makes the weights and ranks.
  var phases: [Phase] {
    var phases = [Phase(pieces) { self.score($0) }]
    if near != nil {
      phases.append(.alone { self.countNear() })
      phases.append(Phase(queries.count) { self.leave($0) })
    }
    phases.append(Phase(pieces) { self.findGreatest($0) })
    phases.append(Phase(pieces) { self.weigh($0) })
    if queries.count > 1 { phases.append(Phase(clusterPieces) { self.rank($0) }) }
    return phases
  }

  /// What makes the ranks of those clusters that have not been dropped.
  var rankingPhases: [Phase] {
    guard queries.count > 1 else { return [] }
    return [Phase(clusterPieces) { self.sum($0) }, Phase(clusterPieces) { self.rank($0) }]
  }

  private func score(_ piece: Int) {
    let (part, width) = (range(piece), queries.width)
    func score(_ keys: [Float], from first: Int) {
      keys.withUnsafeBufferPointer {
        queries.score(
          $0.start + (part.lowerBound - first) * width, count: part.count, element: .float32,
          into: weights + part.lowerBound, stride: columns)
      }
    }
    guard piece < clusterPieces else { return score(near?.keys.values ?? [], from: clusters) }
    score(index.centroids, from: 0)
    for column in part where sizes[column] == 0 {
      for q in 0..<queries.count { weights[q * columns + column] = -.infinity }
    }
  }

  /// Takes near tokens out of the sizes of their clusters.
  private func countNear() {
    guard let near else { return }
    var placeOf = [Int32](repeating: -1, count: clusters)
    for cluster in near.clusters.map(Int.init) {
      if placeOf[cluster] < 0 {
        placeOf[cluster] = Int32(left.count)
        left.append(cluster)
      }
      places.append(placeOf[cluster])
      sizes[cluster] -= 1
    }
    remnants = left.filter { sizes[$0] > 0 && sizes[$0] * GroupScores.remnant < index.sizes[$0] }
  }

  /// Takes near tokens out of the means of their clusters.
  private func leave(_ query: Int) {
    guard near != nil else { return }
    let row = weights + query * columns
    var sums = left.map { Double(row[$0]) * Double(index.sizes[$0]) }
    for (token, place) in places.enumerated() { sums[Int(place)] -= Double(row[clusters + token]) }
    for (cluster, sum) in zip(left, sums) {
      row[cluster] = sizes[cluster] > 0 ? Float(sum / Double(sizes[cluster])) : -.infinity
    }
  }

  private func findGreatest(_ piece: Int) {
    let part = range(piece)
    for q in 0..<queries.count {
      tops[piece * queries.count + q] = wave_greatest(weights + q * columns + part.lowerBound, part.count)
    }
  }

  private func weigh(_ piece: Int) {
    let (part, group) = (range(piece), queries.count)
    for q in 0..<group {
      var top = -Float.infinity
      for other in 0..<pieces {
        let here = tops[other * group + q]
        top = here > top || here.isNaN ? here : top
        if top.isNaN { break }
      }
      if piece == 0 { largest[q] = top < .infinity ? top : 0 }
      sums[piece * group + q] = wave_powers(weights + q * columns + part.lowerBound, part.count, top)
    }
  }

  private func sum(_ piece: Int) {
    let part = range(piece)
    for q in 0..<queries.count {
      sums[piece * queries.count + q] = wave_dot(weights + q * columns + part.lowerBound, nil, part.count)
    }
  }

  private func rank(_ piece: Int) {
    let (part, group) = (range(piece), queries.count)
    (ranks + part.lowerBound).update(repeating: 0, count: part.count)
    for q in 0..<group {
      let sum = (0..<clusterPieces).reduce(Float(0)) { $0 + sums[$1 * group + q] }
      // A query that is no number has no say in what the others get.
      guard sum > 0 else { continue }
      let (row, share) = (weights + q * columns, 1 / sum)
      for cluster in part { ranks[cluster] += share * row[cluster] }
    }
  }

  /// The mass of all clusters and near tokens that have not been dropped, of a query.
  func mass(_ query: Int, of part: Range<Int>) -> Float {
    wave_dot(weights + query * columns + part.lowerBound, sizes + part.lowerBound, part.count)
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
