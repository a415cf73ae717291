import Foundation
import Testing

@testable import Inference

@Suite struct GroupAttentionTests {
  typealias Estimation = WaveConfiguration.Estimation

  static func attend(
    _ index: WaveIndex, _ sample: WaveSample, near: NearTokens? = nil, threads: Int = 1
  ) throws -> (values: [Float], outcome: WaveOutcome) {
    let whole = PartialSlots(1, queries: sample.queries.rows, width: sample.values.columns)
    let outcome = try sample.queries.values.withUnsafeBufferPointer { q in
      try GroupAttention(
        index,
        QueryGroup(base: q.start, count: sample.queries.rows, width: sample.queries.columns, scale: sample.scale),
        near: near, Workers(count: threads)
      ).add(to: whole[0])
    }
    var values = [Float](repeating: 0, count: sample.queries.rows * sample.values.columns)
    values.withUnsafeMutableBufferPointer { whole[0].finish(into: $0.start) }
    return (values, outcome)
  }

  /// Groups of few queries and of many take different roads.
  static let shapes = [(1, 900, 16, 16), (4, 600, 24, 8), (18, 500, 8, 12), (3, 20, 5, 3)]

  @Test(arguments: shapes, WaveConfiguration.Precision.allCases)
  func allRetrievedIsDenseAttention(
    shape: (g: Int, n: Int, d: Int, dv: Int), precision: WaveConfiguration.Precision
  ) throws {
    let sample = WaveSample(tokens: shape.n, queries: shape.g, width: shape.d, valueWidth: shape.dv)
    let (index, _) = try WaveIndexTests.index(
      sample, WaveIndexTests.configuration(precision: precision, retrieved: 1))
    let made = try Self.attend(index, sample)
    #expect(relative(made.values, try sample.stored(in: precision).dense()) < 1e-5)
    #expect(made.outcome.exactTokens == shape.n && made.outcome.estimatedMass == 0)
    #expect(try Self.attend(index, sample, threads: 2).values == made.values)
  }

  @Test(arguments: [(1, 16), (5, 9), (32, 16)], WaveConfiguration.Precision.allCases)
  func clustersOfEqualKeysAreEstimatedExactly(
    shape: (g: Int, d: Int), precision: WaveConfiguration.Precision
  ) throws {
    let (g, d) = shape
    var sample = WaveSample(tokens: 640, queries: g, width: d)
    // 40 keys, 16 of each; a first centre for each.
    for i in 0..<640 { for j in 0..<d { sample.keys.values[i * d + j] = sample.keys.values[i / 16 * 16 * d + j] } }
    let dense = try sample.stored(in: precision).dense()
    for retrieved in [0, 0.1] {
      let (index, _) = try WaveIndexTests.index(
        sample, WaveIndexTests.configuration(segment: 640, precision: precision, retrieved: retrieved))
      let made = try Self.attend(index, sample)
      #expect(relative(made.values, dense) < 1e-5)
      #expect((made.outcome.estimatedMass == 1) == (retrieved == 0))
      #expect(try Self.attend(index, sample, threads: 2).values == made.values)
    }
  }

  /// The definition, term by term in Float64.
  @Test(arguments: shapes, [Estimation.none, .fraction(0.25), .all])
  func isTheSoftmaxOverItsZones(shape: (g: Int, n: Int, d: Int, dv: Int), estimation: Estimation) throws {
    for precision in WaveConfiguration.Precision.allCases {
      let sample = try WaveSample(tokens: shape.n, queries: shape.g, width: shape.d, valueWidth: shape.dv)
        .stored(in: precision)
      try Self.checkZones(sample, estimation, precision)
    }
  }

  private static func checkZones(
    _ sample: WaveSample, _ estimation: Estimation, _ precision: WaveConfiguration.Precision
  ) throws {
    let (index, clusters) = try WaveIndexTests.index(
      sample, WaveIndexTests.configuration(precision: precision, retrieved: 0.1, estimation: estimation))
    let zones = Zones(sample, clusters, count: index.clusterCount, retrieved: 0.1, estimation)
    let made = try Self.attend(index, sample)
    #expect(relative(made.values, zones.attention().values) < 2e-5)
    #expect(made.outcome.retrievedClusters == zones.retrieved.count)
    #expect(made.outcome.exactTokens == zones.exactTokens.count)
    #expect(abs(Double(made.outcome.estimatedMass) - zones.attention().estimatedMass) < 1e-4)
    #expect((made.outcome.droppedMass > 0) == zones.isAnyDropped)
    #expect(abs(Double(made.outcome.droppedMass) - zones.attention().droppedMass) < 1e-4)
    #expect(made.outcome.exactLogSums.count == sample.queries.rows)
    #expect(
      zip(made.outcome.exactLogSums, zones.attention().exactLogSums).allSatisfy { abs(Double($0) - $1) < 1e-4 })
    #expect(try Self.attend(index, sample, threads: 2).values == made.values)
  }

  /// Near tokens are exact and in no other zone: their clusters have the means and sums of the others.
  @Test(arguments: [1, 5, 17], [Estimation.none, .fraction(0.25), .all])
  func nearTokensLeaveTheirClusters(g: Int, estimation: Estimation) throws {
    let precision = g == 5 ? WaveConfiguration.Precision.float16 : .float32
    let sample = try WaveSample(tokens: 400, queries: g, width: 16).stored(in: precision)
    let (index, clusters) = try WaveIndexTests.index(
      sample, WaveIndexTests.configuration(precision: precision, retrieved: 0.1, estimation: estimation))
    let tokens = Array(100..<180)
    let near = NearTokens(
      keys: sample.keys.rows(at: tokens), values: sample.values.rows(at: tokens), clusters: tokens.map { clusters[$0] })
    let zones = Zones(sample, clusters, count: index.clusterCount, retrieved: 0.1, estimation, near: tokens)
    let made = try Self.attend(index, sample, near: near)
    #expect(relative(made.values, zones.attention().values) < 2e-5)
    #expect(made.outcome.exactTokens == zones.exactTokens.count)
    #expect(try Self.attend(index, sample, near: near, threads: 2).values == made.values)
  }

  @Test func withAllNearNothingIsEstimated() throws {
    for g in [2, 40] {
      let sample = WaveSample(tokens: 300, queries: g, width: 8)
      let (index, clusters) = try WaveIndexTests.index(sample, WaveIndexTests.configuration(retrieved: 0.1))
      let near = NearTokens(keys: sample.keys, values: sample.values, clusters: clusters)
      let made = try Self.attend(index, sample, near: near)
      #expect(relative(made.values, sample.dense()) < 1e-5)
      #expect(made.outcome.estimatedMass == 0 && made.outcome.exactTokens == 300)
    }
  }

  @Test(arguments: [1, 6, 24], [Float(0.3), 0.05, 0.001, 0])
  func theBoundOnTheEstimatedMassHoldsForEveryQuery(g: Int, bound: Float) throws {
    let sample = WaveSample(tokens: 1500, queries: g, width: 24)
    var configuration = WaveIndexTests.configuration(retrieved: 0.01)
    let free = try Self.attend(try WaveIndexTests.index(sample, configuration).index, sample)
    configuration.estimatedMass = bound
    let (index, clusters) = try WaveIndexTests.index(sample, configuration)
    let made = try Self.attend(index, sample)
    #expect(made.outcome.estimatedMass <= bound * 1.0001)
    #expect(try Self.estimatedMass(index, clusters, sample) <= Double(bound) * 1.0001 + 1e-7)
    #expect(free.outcome.estimatedMass > 0.05)
    #expect(made.outcome.promotedClusters > 0 || free.outcome.estimatedMass <= bound)
    #expect(made.outcome.droppedMass == 0)
    let dense = sample.dense()
    #expect(relative(made.values, dense) <= relative(free.values, dense) + 1e-6)
    #expect(try Self.attend(index, sample, threads: 2).values == made.values)
  }

  /// The greatest part of a query's mass that is estimated, in Float64 from the clusters that were chosen.
  static func estimatedMass(_ index: WaveIndex, _ clusters: [Int32], _ sample: WaveSample) throws -> Double {
    let whole = PartialSlots(1, queries: sample.queries.rows, width: sample.values.columns)
    let exact = try sample.queries.values.withUnsafeBufferPointer { q in
      let attention = GroupAttention(
        index,
        QueryGroup(base: q.start, count: sample.queries.rows, width: sample.queries.columns, scale: sample.scale),
        Workers(count: 1))
      _ = try attention.add(to: whole[0])
      return Set(attention.retrieved + attention.promoted)
    }
    var members = [[Int]](repeating: [], count: index.clusterCount)
    for (token, cluster) in clusters.enumerated() { members[Int(cluster)].append(token) }
    let width = sample.keys.columns
    return (0..<sample.queries.rows).map { q in
      func power(_ keys: Matrix, _ row: Int) -> Double {
        exp(WaveSample.score(sample.queries, q, keys, row, sample.scale))
      }
      var (known, estimated) = (0.0, 0.0)
      for (cluster, tokens) in members.enumerated() where !tokens.isEmpty {
        if exact.contains(cluster) {
          for token in tokens { known += power(sample.keys, token) }
        } else {
          let mean = Matrix(
            rows: 1, columns: width,
            values: (0..<width).map { j in
              Float(tokens.reduce(0.0) { $0 + Double(sample.keys.values[$1 * width + j]) } / Double(tokens.count))
            })
          estimated += Double(tokens.count) * power(mean, 0)
        }
      }
      return estimated / (known + estimated)
    }.max() ?? 0
  }

  @Test(arguments: [(1, 8), (3, 8), (20, 5)], WaveConfiguration.Precision.allCases)
  func emptyClustersAreNeverChosen(shape: (g: Int, d: Int), precision: WaveConfiguration.Precision) throws {
    // Three different keys and many more clusters: most are empty.
    var sample = WaveSample(tokens: 160, queries: shape.g, width: shape.d)
    for i in 0..<160 {
      for j in 0..<shape.d { sample.keys.values[i * shape.d + j] = sample.keys.values[i % 3 * shape.d + j] }
    }
    sample = try sample.stored(in: precision)
    var configuration = WaveIndexTests.configuration(precision: precision, retrieved: 1)
    configuration.tokensPerCluster = 4
    for (retrieved, estimation) in [(1.0, Estimation.none), (0.05, .fraction(1)), (0, .all), (0.05, .all)] {
      (configuration.retrieved, configuration.estimation) = (retrieved, estimation)
      let (index, _) = try WaveIndexTests.index(sample, configuration)
      #expect(index.emptyClusters.count > 30 && index.clusterCount == 40)
      let made = try Self.attend(index, sample)
      #expect(made.outcome.retrievedClusters <= 40 - index.emptyClusters.count)
      #expect(relative(made.values, sample.dense()) < 1e-5)
      #expect(try Self.attend(index, sample, threads: 2).values == made.values)
    }
  }

  @Test(arguments: [WaveConfiguration.Estimation.none, .all], [nil, Float(0.05)])
  func aQueryThatIsNoNumberGivesNone(estimation: Estimation, bound: Float?) throws {
    for bad in [Float.nan, .infinity] {
      var sample = WaveSample(tokens: 400, queries: 3, width: 8)
      var configuration = WaveIndexTests.configuration(retrieved: 0.1, estimation: estimation)
      configuration.estimatedMass = bound
      let (index, _) = try WaveIndexTests.index(sample, configuration)
      sample.queries.values[8] = bad
      let (made, outcome) = try Self.attend(index, sample)
      #expect(made[8..<16].allSatisfy { $0.isNaN })
      #expect((made[..<8] + made[16...]).allSatisfy { $0.isFinite })
      // The others are bounded as if it were not there.
      if let bound { #expect(outcome.estimatedMass <= bound * 1.0001 && outcome.promotedClusters > 0) }
      sample.queries = sample.queries.rows(at: [0, 2])
      let others = try Self.attend(index, sample)
      #expect(relative(Array(made[..<8] + made[16...]), others.values.map(Double.init)) < 1e-6)
      #expect(others.outcome.promotedClusters == outcome.promotedClusters)
    }
  }

  @Test func anIndexOfNothingGivesNothing() throws {
    let sample = WaveSample(tokens: 5, queries: 2, width: 8)
    let made = try Self.attend(WaveIndex(WaveConfiguration(), keyWidth: 8, valueWidth: 8), sample)
    #expect(made.values.allSatisfy { $0 == 0 })
  }
}
