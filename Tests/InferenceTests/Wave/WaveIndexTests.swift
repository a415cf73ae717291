import Foundation
import Testing

@testable import Inference

@Suite struct WaveIndexTests {
  static func configuration(
    segment: Int = 256, precision: WaveConfiguration.Precision = .float32, retrieved: Double = 0.05,
    estimation: WaveConfiguration.Estimation = .all
  ) -> WaveConfiguration {
    var configuration = WaveConfiguration()
    configuration.segment = segment
    configuration.precision = precision
    configuration.retrieved = retrieved
    configuration.estimation = estimation
    return configuration
  }

  static func index(
    _ sample: WaveSample, _ configuration: WaveConfiguration, threads: Int = 1
  ) throws -> (index: WaveIndex, clusters: [Int32]) {
    var index = try WaveIndex(configuration, keyWidth: sample.keys.columns, valueWidth: sample.values.columns)
    let clusters = try index.append(keys: sample.keys, values: sample.values, threads: threads)
    return (index, clusters)
  }

  /// What the store has of each cluster.
  static func stored(_ index: WaveIndex) throws -> [Int: (keys: [Float], values: [Float], count: Int)] {
    var stored: [Int: (keys: [Float], values: [Float], count: Int)] = [:]
    let layout = index.store.layout
    try index.store.visit(Array(0..<index.clusterCount), meanwhile: {}) { cluster, vectors in
      func numbers(_ source: UnsafeRawPointer, _ count: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: count)
        vectors.element.load(source, count: count, into: &numbers)
        return numbers
      }
      #expect(stored[cluster] == nil)
      stored[cluster] = (
        numbers(vectors.keys, vectors.count * layout.keyWidth),
        numbers(vectors.values, vectors.count * layout.valueWidth), vectors.count
      )
    }
    return stored
  }

  @Test(arguments: WaveConfiguration.Precision.allCases, WaveConfiguration.Assignment.allCases)
  func meansSumsAndSizesAreThoseOfWhatIsStored(
    precision: WaveConfiguration.Precision, assignment: WaveConfiguration.Assignment
  ) throws {
    for (tokens, d, dv) in [(1000, 16, 16), (300, 12, 5), (7, 8, 8), (1, 3, 2)] {
      let sample = WaveSample(tokens: tokens, queries: 1, width: d, valueWidth: dv)
      var configuration = Self.configuration(precision: precision)
      configuration.assignment = assignment
      let (index, clusters) = try Self.index(sample, configuration)
      #expect(index.tokenCount == tokens)
      #expect(Int(index.sizes.reduce(0, +)) == tokens)
      let stored = try Self.stored(index)
      #expect(stored.count == index.clusterCount)
      for (cluster, vectors) in stored {
        #expect(Float(vectors.count) == index.sizes[cluster])
        #expect(clusters.filter { $0 == Int32(cluster) }.count == vectors.count)
        for j in 0..<d where vectors.count > 0 {
          let mean = (0..<vectors.count).reduce(0.0) { $0 + Double(vectors.keys[$1 * d + j]) } / Double(vectors.count)
          #expect(abs(Double(index.centroids[cluster * d + j]) - mean) < 1e-6)
        }
        for j in 0..<dv {
          let sum = (0..<vectors.count).reduce(0.0) { $0 + Double(vectors.values[$1 * dv + j]) }
          #expect(abs(Double(index.valueSums[cluster * dv + j]) - sum) < 1e-5)
        }
      }
      // Every token is in the cluster that it is said to be in.
      let members = stored.mapValues { vectors in
        Set((0..<vectors.count).map { Array(vectors.keys[$0 * d..<($0 + 1) * d]) })
      }
      let keys = try precision.element.rounded(sample.keys)
      for (token, cluster) in clusters.enumerated() {
        #expect(members[Int(cluster)]?.contains(Array(keys.values[token * d..<(token + 1) * d])) == true)
      }
    }
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    let sample = WaveSample(tokens: 2000, queries: 1, width: 16)
    for assignment in WaveConfiguration.Assignment.allCases {
      var configuration = Self.configuration()
      configuration.assignment = assignment
      let (one, first) = try Self.index(sample, configuration)
      let (three, second) = try Self.index(sample, configuration, threads: 3)
      #expect(first == second)
      #expect(one.centroids == three.centroids && one.valueSums == three.valueSums && one.sizes == three.sizes)
    }
  }

  @Test(arguments: WaveConfiguration.Precision.allCases, [(16, 16), (9, 5)])
  func appendedTokensMakeTheIndexThatIsMadeAtOnceOfTheSameSegments(
    precision: WaveConfiguration.Precision, widths: (key: Int, value: Int)
  ) throws {
    let sample = WaveSample(tokens: 3072, queries: 1, width: widths.key, valueWidth: widths.value)
    let configuration = Self.configuration(segment: 1024, precision: precision)
    let (whole, _) = try Self.index(sample, configuration, threads: 2)
    var grown = try WaveIndex(configuration, keyWidth: widths.key, valueWidth: widths.value)
    for start in [0, 1024, 2048] {
      func rows(_ matrix: Matrix) -> Matrix { matrix.rows(at: Array(start..<start + 1024)) }
      try grown.append(keys: rows(sample.keys), values: rows(sample.values))
    }
    #expect(grown.clusterCount == 192)
    #expect(grown.centroids == whole.centroids && grown.valueSums == whole.valueSums && grown.sizes == whole.sizes)
    let (a, b) = (try Self.stored(grown), try Self.stored(whole))
    for cluster in 0..<192 { #expect(a[cluster]?.keys == b[cluster]?.keys && a[cluster]?.values == b[cluster]?.values) }
  }

  @Test func clustersOfDistinctDirectionsAreFound() {
    // Four directions around a mean far from 0, in an order that gives each a first centre.
    let directions: [[Float]] = [[9, 1], [9, -1], [11, 1], [11, -1]]
    var keys: [Float] = []
    for token in 0..<64 {
      let offset = Float(token % 5) * 0.01
      for number in directions[token / 16] { keys.append(number + offset) }
    }
    let found = SphericalClustering(keys, count: 64, width: 2, clusters: 4, iterations: 10)
    #expect(found.assignment == (0..<64).map { Int32($0 / 16) })
  }

  /// What the engine itself takes as a cluster's mass is never more than the sum of e^(q . key) over its members
  /// (Jensen's inequality), without those that are near.
  @Test(arguments: WaveConfiguration.Precision.allCases, [0, 300])
  func theEstimateOfAClustersMassIsALowerBound(precision: WaveConfiguration.Precision, nearCount: Int) throws {
    for (tokens, g, width, threads) in [(1500, 6, 24, 1), (1200, 1, 11, 2), (700, 18, 8, 2)] {
      let sample = try WaveSample(tokens: tokens, queries: g, width: width).stored(in: precision)
      try Self.checkLowerBound(sample, precision, near: Array(100..<100 + nearCount), threads: threads)
    }
  }

  private static func checkLowerBound(
    _ sample: WaveSample, _ precision: WaveConfiguration.Precision, near: [Int], threads: Int
  ) throws {
    let keys = sample.keys
    let (index, clusters) = try Self.index(sample, Self.configuration(precision: precision))
    try Self.scores(index, sample, keys, clusters, near: near, threads: threads) { scores in
      var members = [[Int]](repeating: [], count: index.clusterCount)
      for (token, cluster) in clusters.enumerated() where !near.contains(token) { members[Int(cluster)].append(token) }
      for cluster in 0..<index.clusterCount {
        #expect(scores.sizes[cluster] == Float(members[cluster].count))
        for q in 0..<sample.queries.rows {
          let top = Double(scores.largest[q])
          let exact = members[cluster].reduce(0.0) {
            $0 + exp(WaveSample.score(sample.queries, q, keys, $1, sample.scale) - top)
          }
          let estimate = Double(scores.mass(q, of: cluster..<cluster + 1))
          #expect(estimate <= exact * (1 + 2e-5) && (estimate > 0) == !members[cluster].isEmpty)
        }
      }
    }
  }

  /// The weights that the engine gives a group of queries.
  static func scores(
    _ index: WaveIndex, _ sample: WaveSample, _ keys: Matrix, _ clusters: [Int32], near tokens: [Int],
    threads: Int = 1, _ body: (GroupScores) throws -> Void
  ) throws {
    let near = NearTokens(
      keys: keys.rows(at: tokens), values: sample.values.rows(at: tokens), clusters: tokens.map { clusters[$0] })
    try sample.queries.values.withUnsafeBufferPointer { q in
      let scores = GroupScores(
        index,
        QueryGroup(base: q.start, count: sample.queries.rows, width: sample.queries.columns, scale: sample.scale),
        near: tokens.isEmpty ? nil : near)
      try Workers(count: threads).run(scores.phases)
      try body(scores)
    }
  }

  /// Of 200 tokens in a cluster all but one, or all but 20, are near; its mean can be told from theirs, and where
  /// hardly any stay they become exact.
  @Test(arguments: [1, 5, 20], [1, 17])
  func whatNearTokensLeaveOfALargeCluster(stay: Int, g: Int) throws {
    var sample = WaveSample(tokens: 600, queries: g, width: 16, topics: 3)
    // Far from the origin, where differences of sums lose most.
    for i in sample.keys.values.indices { sample.keys.values[i] += 3 }
    var configuration = Self.configuration(segment: 600, retrieved: 0)
    configuration.tokensPerCluster = 200
    let (index, clusters) = try Self.index(sample, configuration)
    let whole = (0..<600).filter { clusters[$0] == 0 }
    let near = Array(whole.dropLast(stay))
    let few = whole.count > 32 * stay
    try Self.scores(index, sample, sample.keys, clusters, near: near) { scores in
      #expect(scores.remnants == (few ? [0] : []))
      for q in 0..<g {
        let exact = whole.suffix(stay).reduce(0.0) {
          $0 + exp(WaveSample.score(sample.queries, q, sample.keys, $1, sample.scale) - Double(scores.largest[q]))
        }
        #expect(Double(scores.mass(q, of: 0..<1)) <= exact * (1 + 3e-4))
        #expect(stay > 1 || abs(Double(scores.mass(q, of: 0..<1)) / exact - 1) < 3e-4)
      }
    }
    let tokens = NearTokens(
      keys: sample.keys.rows(at: near), values: sample.values.rows(at: near), clusters: near.map { clusters[$0] })
    let made = try GroupAttentionTests.attend(index, sample, near: tokens)
    #expect(made.outcome.retrievedClusters == (few ? 1 : 0))
    #expect(made.outcome.exactTokens == near.count + (few ? stay : 0))
  }

  /// Nobody asks for ranks that are no numbers, but a query that is none makes all of them so.
  @Test(arguments: [0, 1, Float.infinity, .nan, -.nan])
  func ofEqualsTheFirstWithMembersAreTheBest(rank: Float) {
    for count in [1, 64, 300] {
      let (ranks, sizes) = ([Float](repeating: rank, count: count), (0..<count).map { Float($0 % 3) })
      let members = (0..<count).filter { $0 % 3 > 0 }
      for wanted in [1, 10, count] {
        let best = ClusterRanking.best(ranks, sizes: sizes, count: count, wanted: wanted)
        #expect(best == Array(members.prefix(wanted)))
      }
      let order = ClusterRanking.order(ranks, sizes: sizes, count: count)
      #expect(order.map(Int.init) == (rank > 0 ? members : []))
    }
  }

  @Test func theBestAreThoseOfASort() {
    var numbers = SeededNumbers(state: 5)
    for count in [1, 7, 500] {
      let ranks = (0..<count).map { _ in (abs(numbers.next()) * 20).rounded() / 20 }
      let sizes = (0..<count).map { Float($0 % 4) }
      for wanted in [0, 1, 3, count / 3, count, count + 5] {
        let sorted = (0..<count).filter { sizes[$0] > 0 }.sorted {
          ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] > ranks[$1]
        }
        let best = ClusterRanking.best(ranks, sizes: sizes, count: count, wanted: wanted)
        #expect(best == sorted.prefix(wanted).sorted())
        // The same in pieces.
        let pieces = ClusterRanking(ranks, sizes: sizes, count: count, wanted: wanted, length: 64)
        for piece in 0..<pieces.pieces { pieces.count(piece) }
        pieces.compare()
        for piece in (0..<pieces.pieces).reversed() { pieces.collect(piece) }
        #expect(pieces.best() == best)
        let order = ClusterRanking.order(ranks, sizes: sizes, count: count)
        #expect(order.map(Int.init) == sorted.filter { ranks[$0] > 0 })
      }
    }
  }
}
