import CWave
import Foundation
import Synchronization

/// One attention of a group of queries to the tokens of an index, of which the best clusters are exact and others
/// estimated by mean key and sum of values: one softmax over all of it.
///
/// Parts add up in an order of their own, so that results are the same bits on any number of threads. Unchecked: threads
/// write to parts of their own.
final class GroupAttention: @unchecked Sendable {
  private let index: WaveIndex
  private let queries: QueryGroup
  private let workers: Workers
  let scores: GroupScores
  /// Exact tokens that are in no cluster.
  private let others: [ClusterVectors]
  /// Finds the clusters that are retrieved.
  private let ranking: ClusterRanking
  /// What is exact, and becomes all of it.
  private let own: PartialSlots
  private(set) var retrieved: [Int] = []
  private(set) var promoted: [Int] = []
  /// Of both.
  private var retrieval: GroupRetrieval?
  private var promotion: GroupRetrieval?
  /// One a piece, and one of near tokens.
  private var estimates: PartialSlots?
  private let nextEstimate = Atomic(0)
  /// The estimated clusters, rising; nil is all that were not dropped.
  private var estimated: [Int32]?
  /// Their weights where they are not all.
  private var estimatedWeights: [Float] = []
  /// What is dropped of each query, beside its largest score; empty where nothing is.
  private var droppedWeights: [Float] = []

  init(
    _ index: WaveIndex, _ queries: QueryGroup, near: NearTokens? = nil, others: [ClusterVectors] = [],
    _ workers: Workers
  ) {
    self.index = index
    self.queries = queries
    self.workers = workers
    self.others = others
    scores = GroupScores(index, queries, near: near)
    own = PartialSlots(1, queries: queries.count, width: index.store.layout.valueWidth)
    let clusters = scores.clusters
    let wanted = min(clusters, GroupAttention.wanted(index.configuration.retrieved, of: clusters))
    ranking = ClusterRanking(
      scores.ranks, sizes: scores.sizes, count: clusters, wanted: wanted, length: GroupScores.piece)
  }

  private var width: Int { index.store.layout.valueWidth }
  private var configuration: WaveConfiguration { index.configuration }

  /// Adds the attention to that of `whole`.
  func add(to whole: PartialAttention) throws -> WaveOutcome {
    var phases = scores.phases
    phases.append(Phase(ranking.pieces) { self.ranking.count($0) })
    phases.append(.alone { self.ranking.compare() })
    phases.append(Phase(ranking.pieces) { self.ranking.collect($0) })
    phases.append(.alone { self.chooseZones() })
    if let bound = configuration.estimatedMass {
      phases += retrievalPhases { $0.retrieval }
      phases += scores.rankingPhases
      phases.append(.alone { self.promote(bound) })
      phases += retrievalPhases { $0.promotion }
    } else {
      phases += retrievalPhases { $0.retrieval }
    }
    try workers.run(phases)
    (promotion ?? retrieval)?.slots.add(to: own[0])
    guard let estimates else { return WaveOutcome() }
    var outcome = WaveOutcome()
    let near = scores.columns - scores.clusters
    let outside = others.reduce(0) { $0 + $1.count }
    outcome.tokens = index.tokenCount + outside
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

  private static func part(_ fraction: Double, of clusters: Int) -> Int {
    Int((fraction * Double(clusters)).rounded())
  }

  private static func wanted(_ retrieved: Double, of clusters: Int) -> Int {
    retrieved > 0 ? max(1, part(retrieved, of: clusters)) : 0
  }

  /// Sets the clusters that are retrieved, rising, and which are estimated.
  private func chooseZones() {
    let clusters = scores.clusters
    retrieved = ranking.best()
    if !scores.remnants.isEmpty { retrieved = Set(retrieved).union(scores.remnants).sorted() }
    var kept: [Int]?
    switch configuration.estimatedMass == nil ? configuration.estimation : .all {
    case .all: break
    case .none: kept = []
    case .fraction(let fraction):
      let wanted = GroupAttention.wanted(configuration.retrieved, of: clusters)
      let best = ClusterRanking.best(
        scores.ranks, sizes: scores.sizes, count: clusters,
        wanted: min(clusters, wanted + GroupAttention.part(fraction, of: clusters)))
      let known = Set(retrieved)
      kept = best.filter { !known.contains($0) }
    }
    scores.drop(retrieved)
    if let kept { keep(kept) }
    if configuration.estimatedMass == nil { beginEstimates() }
    retrieval = GroupRetrieval(retrieved, index, queries, workers)
    addOthers(to: own[0])
  }

  private func beginEstimates() {
    estimates = PartialSlots(pieces + 1, queries: queries.count, width: width)
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

  /// Has the best clusters become exact, so many that what stays estimated of each query's mass is small enough; of each
  /// its estimate counts, which is the least that it can have.
  private func promote(_ bound: Float) {
    retrieval?.slots.add(to: own[0])
    promoted = promotedClusters(bound, exact: own[0])
    scores.drop(promoted)
    beginEstimates()
    promotion = GroupRetrieval(promoted, index, queries, workers)
  }

  private func promotedClusters(_ bound: Float, exact: PartialAttention) -> [Int] {
    let clusters = scores.clusters
    let allowed = (0..<queries.count).map { q -> Double in
      let factor = exact.totals[q] > 0 ? expScale(exact.largest[q] - scores.largest[q]) : 0
      return Double(bound * (scores.mass(q, of: 0..<scores.columns) + exact.totals[q] * factor))
    }
    guard allowed.indices.contains(where: { Double(scores.mass($0, of: 0..<clusters)) > allowed[$0] }) else {
      return []
    }
    let order = ClusterRanking.order(scores.ranks, sizes: scores.sizes, count: clusters)
    func estimate(_ query: Int, _ cluster: Int32) -> Double {
      Double(scores.sizes[Int(cluster)]) * Double(scores.weights[query * scores.columns + Int(cluster)])
    }
    // From the last one on, as many stay as may; nothing bounds a query that is no number.
    let bounded = allowed.indices.filter { !allowed[$0].isNaN }
    var (rest, end) = ([Double](repeating: 0, count: queries.count), order.count)
    while end > 0, bounded.allSatisfy({ rest[$0] + estimate($0, order[end - 1]) <= allowed[$0] }) {
      end -= 1
      for q in bounded { rest[q] += estimate(q, order[end]) }
    }
    return order[..<end].map(Int.init).sorted()
  }

  /// e to the power of x, as far as Float32 goes.
  private func expScale(_ x: Float) -> Float { exponential(Lanes(repeating: x))[0] }

  // MARK: - Estimation

  private var pieces: Int {
    ((estimated?.count ?? scores.clusters) + GroupScores.piece - 1) / GroupScores.piece
  }

  private func estimate(_ piece: Int, into part: PartialAttention) {
    let start = piece * GroupScores.piece
    let end = min(start + GroupScores.piece, estimated?.count ?? scores.clusters)
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

  /// What is estimated and nobody has begun yet.
  private func estimateTheRest() {
    guard let estimates else { return }
    while true {
      let piece = nextEstimate.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece <= pieces else { return }
      if piece < pieces { estimate(piece, into: estimates[piece]) } else { scores.addNear(to: estimates[piece]) }
    }
  }

  /// Reads clusters, and estimates others while the disk works.
  private func retrievalPhases(
    _ retrieval: @escaping @Sendable (GroupAttention) -> GroupRetrieval?
  ) -> [Phase] {
    [
      Phase({ retrieval(self)?.shares ?? 0 }) { try retrieval(self)?.visit($0) { self.estimateTheRest() } },
      Phase({ retrieval(self)?.gatheredPieces ?? 0 }) { retrieval(self)?.attendToGathered($0) },
    ]
  }
}
