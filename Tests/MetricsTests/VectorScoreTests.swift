import Foundation
import Metrics
import Testing

@Suite struct VectorScoreTests {
  private static let (count, members, dimension) = (3, 4, 3)

  private static let vectors: VectorPairs = {
    var (observations, members): ([Double], [Double]) = ([], [])
    for v in 0..<count {
      for q in 0..<dimension { observations.append(Double((3 * v + 4 * q * q + 1) % 9) / 2) }
      for k in 0..<Self.members {
        for q in 0..<dimension {
          let whole: Int = 7 * v + 3 * k * k + 5 * q + v * q * k
          members.append(Double(whole % 11) / 2)
        }
      }
    }
    return VectorPairs(
      dimension: dimension, memberCount: Self.members, observations: observations, members: members)
  }()

  private func sums(_ vectors: VectorPairs) -> VectorScoreSums {
    var sums = VectorScoreSums()
    VectorScores().accumulate(vectors, into: &sums)
    return sums
  }

  /// `es_ensemble` (and its estimator `fair`) and `vs_ensemble(p=0.5)` of scoringrules 0.10.0.
  @Test func theScoresAgreeWithScoringRules() {
    let sums = sums(Self.vectors)
    #expect(agree(sums.energyScore, .value(1.6973814875227122), to: 1e-14))
    #expect(agree(sums.fairEnergyScore, .value(1.206284453902514), to: 1e-14))
    #expect(agree(sums.variogramScore, .value(1.1864198858678958), to: 1e-14))
  }

  @Test func theEnergyScoreOfOneValueIsTheCRPS() throws {
    let pairs = Samples.rain
    let vectors = try #require(VectorPairs(components: [pairs]))
    var moments = EnsembleSums()
    EnsembleMoments().accumulate(pairs, into: &moments)
    let sums = sums(vectors)
    #expect(agree(sums.energyScore, EmpiricalCRPS().value(of: moments), to: 1e-12))
    #expect(agree(sums.fairEnergyScore, FairCRPS().value(of: moments), to: 1e-12))
    #expect(sums.variogramScore == .value(0))
  }

  @Test func theStationsOfAForecastAreOneVector() throws {
    // Members (0, 4) and (3, 0), observed (0, 0): distances 4 and 3, apart by 5.
    let pairs = Samples.ensemble([[0, 3], [9, 9], [4, 0]], [0, 7, 0], weights: [1, 0, 2])
    let vector = try #require(VectorPairs(stationsOf: pairs))
    #expect((vector.count, vector.dimension) == (1, 2))
    let sums = sums(vector)
    #expect(sums.energyScore == .value(3.5 - 1.25))
    #expect(sums.fairEnergyScore == .value(1))
    // (0 - (2 + √3)/2)², both ways round.
    let root = (2 + 3.0.squareRoot()) / 2
    #expect(agree(sums.variogramScore, .value(2 * root * root), to: 1e-15))
    #expect(VectorPairs(stationsOf: Samples.pairs([], [])) == nil)
  }

  @Test func componentsOfOtherStationsAreNoVectors() {
    let (u, v) = (Samples.pairs([1, 2], [0, 0]), Samples.pairs([1], [0]))
    #expect(VectorPairs(components: [u, v]) == nil)
    #expect(VectorPairs(components: []) == nil)
    let wind = VectorPairs(components: [Samples.pairs([3, 0], [0, 0]), Samples.pairs([4, 1], [0, 0])])
    #expect(wind.map { sums($0).energyScore } == .value(3))
    #expect(wind.map { sums($0).fairEnergyScore } == .undefined("no vector has two members or more"))
  }

  @Test func missingMembersAreLeftOutAndCounted() {
    let vectors = VectorPairs(
      dimension: 2, memberCount: 2, observations: [0, 0, 1, 1, .nan, .nan],
      members: [3, 4, .nan, 0, .nan, 1, 1, .nan, 0, 0, 0, 0], weights: [1, 1, 0])
    let sums = sums(vectors)
    #expect((sums.n, sums.manyN, sums.emptyVectors) == (1, 0, 1))
    #expect(sums.energyScore == .value(5))
    #expect(VectorScoreSums().energyScore == .undefined("no pairs"))
  }

  @Test func sumsMergeAndAreStoredWithoutLoss() throws {
    var parts = VectorScoreSums()
    let (d, m) = (Self.dimension, Self.members)
    for v in (0..<Self.count).reversed() {
      parts.merge(
        sums(
          VectorPairs(
            dimension: d, memberCount: m, observations: Array(Self.vectors.observations[v * d..<(v + 1) * d]),
            members: Array(Self.vectors.members[v * m * d..<(v + 1) * m * d]))))
    }
    #expect(agree(parts.energyScore, sums(Self.vectors).energyScore, to: 1e-14))
    #expect(agree(parts.variogramScore, sums(Self.vectors).variogramScore, to: 1e-14))
    #expect(VectorScoreSums(numbers: parts.numbers) == parts)
    #expect(try JSONDecoder().decode(VectorScoreSums.self, from: JSONEncoder().encode(parts)) == parts)
    #expect(VectorScoreSums(numbers: [0]) == nil)
  }
}
