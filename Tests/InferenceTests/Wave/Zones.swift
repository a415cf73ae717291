import Foundation

@testable import Inference

/// The zones of a group of queries and attention over them, in Float64 straight from the definition.
struct Zones {
  let sample: WaveSample
  private(set) var retrieved: [Int] = []
  private(set) var estimated: [Int] = []
  let isAnyDropped: Bool
  /// Each in one zone.
  private(set) var exactTokens: Set<Int>
  /// The tokens of each cluster that are not near.
  private let members: [[Int]]
  private let means: [Matrix]

  /// - Parameter clusters: the cluster of each token.
  init(
    _ sample: WaveSample, _ clusters: [Int32], count: Int, retrieved part: Double,
    _ estimation: WaveConfiguration.Estimation, near: [Int] = []
  ) {
    self.sample = sample
    exactTokens = Set(near)
    var members = [[Int]](repeating: [], count: count)
    for (token, cluster) in clusters.enumerated() where !exactTokens.contains(token) {
      members[Int(cluster)].append(token)
    }
    self.members = members
    let chosen = (0..<count).filter { !members[$0].isEmpty }
    let means = members.map { Zones.mean(sample.keys, $0) }
    self.means = means
    var ranks: [Int: Double] = [:]
    for q in 0..<sample.queries.rows {
      let powers = chosen.map { exp(WaveSample.score(sample.queries, q, means[$0], 0, sample.scale)) }
      for (cluster, power) in zip(chosen, powers) { ranks[cluster, default: 0] += power / powers.reduce(0, +) }
    }
    let order = chosen.sorted { (ranks[$0] ?? 0) > (ranks[$1] ?? 0) }
    func whole(_ fraction: Double) -> Int { Int((fraction * Double(count)).rounded()) }
    let wanted = max(1, whole(part))
    retrieved = Array(order.prefix(wanted))
    let rest = order.dropFirst(wanted)
    switch estimation {
    case .none: break
    case .fraction(let fraction): estimated = Array(rest.prefix(whole(fraction)))
    case .all: estimated = Array(rest)
    }
    isAnyDropped = rest.count > estimated.count
    for cluster in retrieved { exactTokens.formUnion(members[cluster]) }
  }

  private static func mean(_ keys: Matrix, _ tokens: [Int]) -> Matrix {
    var mean = Matrix(rows: 1, columns: keys.columns)
    for j in 0..<keys.columns {
      let sum = tokens.reduce(0.0) { $0 + Double(keys.values[$1 * keys.columns + j]) }
      mean.values[j] = Float(sum / Double(max(1, tokens.count)))
    }
    return mean
  }

  func attention() -> (
    values: [Double], estimatedMass: Double, droppedMass: Double, exactLogSums: [Double]
  ) {
    var exactLogSums: [Double] = []
    var (values, estimatedMass, droppedMass): ([Double], Double, Double) = ([], 0, 0)
    let dropped = Set(members.indices).subtracting(retrieved).subtracting(estimated)
    let width = sample.values.columns
    func value(_ token: Int, _ j: Int) -> Double { Double(sample.values.values[token * width + j]) }
    for q in 0..<sample.queries.rows {
      var weights: [Int: Double] = [:]
      for token in exactTokens {
        weights[token] = exp(WaveSample.score(sample.queries, q, sample.keys, token, sample.scale))
      }
      let exact = weights.values.reduce(0, +)
      exactLogSums.append(log(exact))
      for cluster in estimated {
        let power = exp(WaveSample.score(sample.queries, q, means[cluster], 0, sample.scale))
        for token in members[cluster] { weights[token] = power }
      }
      let total = weights.values.reduce(0, +)
      estimatedMass = max(estimatedMass, 1 - exact / total)
      let lost = dropped.reduce(0.0) { sum, cluster in
        guard !members[cluster].isEmpty else { return sum }
        let power = exp(WaveSample.score(sample.queries, q, means[cluster], 0, sample.scale))
        return sum + Double(members[cluster].count) * power
      }
      droppedMass = max(droppedMass, lost / (total + lost))
      let tokens = weights.map { ($0.key, $0.value / total) }
      for j in 0..<width { values.append(tokens.reduce(0.0) { $0 + $1.1 * value($1.0, j) }) }
    }
    return (values, estimatedMass, droppedMass, exactLogSums)
  }
}
