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
    var index = WaveIndex(configuration, keyWidth: sample.keys.columns, valueWidth: sample.values.columns)
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

  @Test func appendedTokensMakeTheIndexThatIsMadeAtOnceOfTheSameSegments() throws {
    let sample = WaveSample(tokens: 3072, queries: 1, width: 16)
    let configuration = Self.configuration(segment: 1024)
    let (whole, _) = try Self.index(sample, configuration)
    var grown = WaveIndex(configuration, keyWidth: 16, valueWidth: 16)
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

  /// s e^(q . mean) is never more than the sum of e^(q . key): Jensen's inequality.
  @Test(arguments: WaveConfiguration.Precision.allCases)
  func theEstimateOfAClustersMassIsALowerBound(precision: WaveConfiguration.Precision) throws {
    let sample = WaveSample(tokens: 1500, queries: 6, width: 24)
    let (index, _) = try Self.index(sample, Self.configuration(precision: precision))
    let stored = try Self.stored(index)
    for (cluster, vectors) in stored where vectors.count > 0 {
      let keys = Matrix(rows: vectors.count, columns: 24, values: vectors.keys)
      let mean = Matrix(rows: 1, columns: 24, values: Array(index.centroids[cluster * 24..<(cluster + 1) * 24]))
      for q in 0..<6 {
        let exact = (0..<vectors.count).reduce(0.0) {
          $0 + exp(WaveSample.score(sample.queries, q, keys, $1, sample.scale))
        }
        let estimate =
          Double(vectors.count) * exp(WaveSample.score(sample.queries, q, mean, 0, sample.scale))
        #expect(estimate <= exact * (1 + 1e-5))
      }
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
      }
    }
  }
}
