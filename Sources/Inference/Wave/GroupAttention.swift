import CWave
import Foundation

/// One attention of a group of queries to the tokens of an index, of which the best clusters are exact and others
/// estimated by mean key and sum of values: one softmax over all of it.
///
/// Parts add up in an order of their own, so that results are the same bits on any number of threads and in whatever
/// order the store brings its clusters. Unchecked: threads write to parts of their own.
final class GroupAttention: @unchecked Sendable {
  private let index: WaveIndex
  private let queries: QueryGroup
  private let workers: Workers
  private let scores: GroupScores
  /// Exact tokens that are in no cluster.
  private let others: [ClusterVectors]
  /// The estimated clusters, rising; nil is all that were not dropped.
  private var estimated: [Int32]?
  /// Their weights where they are not all.
  private var estimatedWeights: [Float] = []
  /// What is dropped of each query, beside its largest score; empty where nothing is.
  private var droppedWeights: [Float] = []

  private static let atOnce = 2048

  init(
    _ index: WaveIndex, _ queries: QueryGroup, near: NearTokens? = nil, others: [ClusterVectors] = [],
    _ workers: Workers
  ) {
    self.index = index
    self.queries = queries
    self.workers = workers
    self.others = others
    scores = GroupScores(index, queries, near: near, workers)
  }

  private var width: Int { index.store.layout.valueWidth }
  private var configuration: WaveConfiguration { index.configuration }

  /// Adds the attention to that of `whole`.
  func add(to whole: PartialAttention) throws -> WaveOutcome {
    var outcome = WaveOutcome()
    let near = scores.columns - scores.clusters
    let outside = others.reduce(0) { $0 + $1.count }
    outcome.tokens = index.tokenCount + outside
    let own = PartialSlots(1, queries: queries.count, width: width)
    let retrieved = chooseZones()
    var promoted: [Int] = []
    let exact: PartialSlots
    if let bound = configuration.estimatedMass {
      exact = try retrieve(retrieved) { _, _ in }
      exact.add(to: own[0])
      addOthers(to: own[0])
      promoted = promotion(bound, exact: own[0])
      scores.drop(promoted)
    } else {
      exact = PartialSlots(0, queries: queries.count, width: width)
      addOthers(to: own[0])
    }
    let estimates = PartialSlots(pieces + 1, queries: queries.count, width: width)
    let last = try retrieve(configuration.estimatedMass == nil ? retrieved : promoted) { share, shares in
      for piece in stride(from: share, to: self.pieces, by: shares) { self.estimate(piece, into: estimates[piece]) }
      if share == 0 { self.scores.addNear(to: estimates[self.pieces]) }
    }
    last.add(to: own[0])
    outcome.exactLogSums = logSums(own[0], estimates[pieces])
    estimates.add(to: own[0])
    let chosen = retrieved + promoted
    outcome.retrievedClusters = chosen.count
    outcome.promotedClusters = promoted.count
    outcome.exactTokens = outside + near + exactMembers(chosen)
    outcome.estimatedMass = share(of: estimates, in: own[0])
    outcome.droppedMass = droppedShare(of: own[0])
    whole.merge(own[0])
    return outcome
  }

  /// Members of clusters that are not near anyway.
  private func exactMembers(_ clusters: [Int]) -> Int { Int(clusters.reduce(0) { $0 + scores.sizes[$1] }) }

  private func addOthers(to part: PartialAttention) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: PartialAttention.scratch(queries)) { scratch in
      for other in others { part.add(queries, other, scratch: scratch.start) }
    }
  }

  /// Of each query, the logarithm of the sum of both parts' weights.
  private func logSums(_ a: PartialAttention, _ b: PartialAttention) -> [Float] {
    (0..<queries.count).map { q in
      let top = max(a.largest[q], b.largest[q])
      guard top > -.infinity else { return top }
      return top + log(a.totals[q] * exp(a.largest[q] - top) + b.totals[q] * exp(b.largest[q] - top))
    }
  }

  /// The greatest part of a query's mass that is estimated.
  private func share(of estimates: PartialSlots, in whole: PartialAttention) -> Float {
    (0..<queries.count).map { q in
      let mass = (0..<pieces).reduce(Float(0)) { $0 + estimates[$1].totals[q] }
      let factor = exponential(Lanes(repeating: scores.largest[q] - whole.largest[q]))[0]
      return mass > 0 ? mass * factor / whole.totals[q] : 0
    }.max() ?? 0
  }

  /// The greatest part of a query's mass, with what is dropped, that is dropped.
  private func droppedShare(of whole: PartialAttention) -> Float {
    droppedWeights.indices.map { q in
      let mass = droppedWeights[q] * expScale(scores.largest[q] - whole.largest[q])
      return mass > 0 ? mass / (whole.totals[q] + mass) : 0
    }.max() ?? 0
  }

  // MARK: - Zones

  /// The clusters that are retrieved, rising; sets which are estimated.
  private func chooseZones() -> [Int] {
    let clusters = scores.clusters
    func part(_ fraction: Double) -> Int { Int((fraction * Double(clusters)).rounded()) }
    let wanted = configuration.retrieved > 0 ? max(1, part(configuration.retrieved)) : 0
    var estimation = configuration.estimation
    if configuration.estimatedMass != nil { estimation = .all }
    let (retrieved, kept) = scores.withRanks { ranks in
      scores.sizes.withUnsafeBufferPointer { sizes -> ([Int], [Int]?) in
        func best(_ wanted: Int) -> [Int] {
          sizes.isEmpty
            ? [] : ClusterRanking.best(ranks, sizes: sizes.start, count: clusters, wanted: min(wanted, clusters))
        }
        let retrieved = best(wanted)
        switch estimation {
        case .all: return (retrieved, nil)
        case .none: return (retrieved, [])
        case .fraction(let fraction):
          let known = Set(retrieved)
          return (retrieved, best(wanted + part(fraction)).filter { !known.contains($0) })
        }
      }
    }
    scores.drop(retrieved)
    if let kept { keep(kept) }
    return retrieved
  }

  /// Drops all clusters but some.
  private func keep(_ kept: [Int]) {
    estimated = kept.map(Int32.init)
    estimatedWeights = [Float](repeating: 0, count: queries.count * kept.count)
    let (clusters, columns) = (scores.clusters, scores.columns)
    droppedWeights = [Float](repeating: 0, count: queries.count)
    for q in 0..<queries.count {
      let row = scores.weights + q * columns
      let all = scores.mass(q, of: 0..<clusters)
      for (place, cluster) in kept.enumerated() { estimatedWeights[q * kept.count + place] = row[cluster] }
      row.update(repeating: 0, count: clusters)
      for (place, cluster) in kept.enumerated() { row[cluster] = estimatedWeights[q * kept.count + place] }
      droppedWeights[q] = max(0, all - scores.mass(q, of: 0..<clusters))
    }
  }

  /// The best clusters, so many that what stays estimated of each query's mass is small enough; of each its estimate
  /// counts, which is the least that it can have.
  private func promotion(_ bound: Float, exact: PartialAttention) -> [Int] {
    let clusters = scores.clusters
    let allowed = (0..<queries.count).map { q -> Double in
      let factor = exact.totals[q] > 0 ? expScale(exact.largest[q] - scores.largest[q]) : 0
      return Double(bound * (scores.mass(q, of: 0..<scores.columns) + exact.totals[q] * factor))
    }
    guard allowed.indices.contains(where: { Double(scores.mass($0, of: 0..<clusters)) > allowed[$0] }) else {
      return []
    }
    let order = scores.withRanks { ranks in
      (0..<clusters).filter { scores.sizes[$0] > 0 && ranks[$0] > 0 }.sorted {
        ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] > ranks[$1]
      }
    }
    func estimate(_ query: Int, _ cluster: Int) -> Double {
      Double(scores.sizes[cluster]) * Double(scores.weights[query * scores.columns + cluster])
    }
    // From the last one on, as many stay as may.
    var (rest, end) = ([Double](repeating: 0, count: queries.count), order.count)
    while end > 0, rest.indices.allSatisfy({ rest[$0] + estimate($0, order[end - 1]) <= allowed[$0] }) {
      end -= 1
      for q in rest.indices { rest[q] += estimate(q, order[end]) }
    }
    return order[..<end].sorted()
  }

  /// e to the power of x, as far as Float32 goes.
  private func expScale(_ x: Float) -> Float { exponential(Lanes(repeating: x))[0] }

  // MARK: - Estimation

  private var pieces: Int {
    let count = estimated?.count ?? scores.clusters
    return (count + GroupAttention.atOnce - 1) / GroupAttention.atOnce
  }

  private func estimate(_ piece: Int, into part: PartialAttention) {
    let start = piece * GroupAttention.atOnce
    let end = min(start + GroupAttention.atOnce, estimated?.count ?? scores.clusters)
    part.largest.update(from: scores.largest, count: queries.count)
    index.valueSums.withUnsafeBufferPointer { sums in
      guard let estimated else {
        for q in 0..<queries.count { part.totals[q] = scores.mass(q, of: start..<end) }
        return part.accumulate(
          scores.weights + start, stride: scores.columns, sums.start + start * width, count: end - start,
          element: .float32)
      }
      let sizes = estimated[start..<end].map { scores.sizes[Int($0)] }
      estimatedWeights.withUnsafeBufferPointer { weights in
        let base = weights.start + start
        for q in 0..<queries.count { part.totals[q] = wave_dot(base + q * estimated.count, sizes, end - start) }
        estimated.withUnsafeBufferPointer { rows in
          wave_accumulate_rows(
            base, estimated.count, queries.count, sums.start, rows.start + start, end - start, width, part.weighted)
        }
      }
    }
  }

  // MARK: - Retrieval

  /// Attention to the tokens of some clusters. Threads take shares of them, and call `meanwhile` each with the number
  /// of its share and of all.
  private func retrieve(
    _ clusters: [Int], meanwhile: @Sendable (Int, Int) -> Void
  ) throws -> PartialSlots {
    let shares = max(1, min(workers.count, clusters.count))
    guard queries.count < QueryGroup.many else { return try gather(clusters, shares, meanwhile) }
    let slots = PartialSlots(clusters.count, queries: queries.count, width: width)
    try workers.runThrowing(shares) { share in
      let part = share * clusters.count / shares..<(share + 1) * clusters.count / shares
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: PartialAttention.scratch(self.queries)) { scratch in
        try self.index.store.visit(Array(clusters[part]), meanwhile: { meanwhile(share, shares) }) { cluster, vectors in
          slots[clusters.place(of: cluster)].add(self.queries, vectors, scratch: scratch.start)
        }
      }
    }
    return slots
  }

  /// The same with all tokens brought together first, for products of larger matrices.
  private func gather(
    _ clusters: [Int], _ shares: Int, _ meanwhile: @Sendable (Int, Int) -> Void
  ) throws -> PartialSlots {
    let slots = PartialSlots(1, queries: queries.count, width: width)
    var offsets = [0]
    for cluster in clusters { offsets.append(offsets[offsets.count - 1] + Int(index.sizes[cluster])) }
    let (starts, count) = (offsets, offsets[clusters.count])
    let (keyWidth, valueWidth) = (queries.width, width)
    try withUnsafeTemporaryAllocation(
      of: Float.self, capacity: max(1, count * (keyWidth + valueWidth) + PartialAttention.scratch(queries))
    ) { memory in
      let (keys, values) = (Shared(base: memory.start), Shared(base: memory.start + count * keyWidth))
      try workers.runThrowing(shares) { share in
        let part = share * clusters.count / shares..<(share + 1) * clusters.count / shares
        try self.index.store.visit(Array(clusters[part]), meanwhile: { meanwhile(share, shares) }) { cluster, vectors in
          let row = starts[clusters.place(of: cluster)]
          vectors.element.load(vectors.keys, count: vectors.count * keyWidth, into: keys.base + row * keyWidth)
          vectors.element.load(vectors.values, count: vectors.count * valueWidth, into: values.base + row * valueWidth)
        }
      }
      slots[0].add(
        queries, ClusterVectors(count: count, keys: keys.base, values: values.base, element: .float32),
        scratch: values.base + count * valueWidth)
    }
    return slots
  }
}

extension [Int] {
  /// The place of a number that is among these, which rise.
  fileprivate func place(of number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
