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

  private struct Scores {
    var energy = EnergySums()
    var variogram = VariogramSums()

    var energyScore: Outcome { energy.score }
    var fairEnergyScore: Outcome { energy.fairScore }
    var variogramScore: Outcome { variogram.score }
  }

  private func sums(_ vectors: VectorPairs) -> Scores {
    var scores = Scores()
    scores.energy.add(vectors, pairsPerVector: 1)
    scores.variogram.add(vectors, pairsPerVector: 1)
    return scores
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
    #expect((sums.energy.n, sums.energy.manyN, sums.energy.emptyVectors) == (1, 0, 1))
    #expect((sums.variogram.n, sums.variogram.emptyVectors) == (1, 1))
    #expect(sums.energyScore == .value(5))
    #expect(EnergySums().score == .undefined("no pairs"))
    #expect(VariogramSums().score == .undefined("no pairs"))
  }

  @Test func vectorsMergeInAnyOrder() throws {
    var (energy, variogram) = (EnergySums(), VariogramSums())
    let (d, m) = (Self.dimension, Self.members)
    for v in (0..<Self.count).reversed() {
      let part = sums(
        VectorPairs(
          dimension: d, memberCount: m, observations: Array(Self.vectors.observations[v * d..<(v + 1) * d]),
          members: Array(Self.vectors.members[v * m * d..<(v + 1) * m * d])))
      energy.merge(part.energy)
      variogram.merge(part.variogram)
    }
    #expect(agree(energy.score, sums(Self.vectors).energyScore, to: 1e-14))
    #expect(agree(energy.fairScore, sums(Self.vectors).fairEnergyScore, to: 1e-14))
    #expect(agree(variogram.score, sums(Self.vectors).variogramScore, to: 1e-14))
  }

  /// Two forecasts at two and at three stations: each is one vector, and the score their plain mean.
  @Test func forecastsCountOnceHoweverManyStationsTheyHave() throws {
    let few = Samples.ensemble([[0, 3], [4, 0]], [0, 0])
    let many = Samples.ensemble([[1, 1], [2, 2], [5, 5]], [1, 0, 4])
    var sums = StationEnergyScore().statistic.emptySums()
    for pairs in [few, many] { try StationEnergy().accumulate(pairs, into: &sums) }
    #expect(try StationEnergyScore().outcome(of: sums) == .value((3.5 - 1.25 + 5.0.squareRoot()) / 2))
    #expect(try FairStationEnergyScore().outcome(of: sums) == .value((1 + 5.0.squareRoot()) / 2))
    #expect(sums.n == 5)
  }

  /// `es_ensemble` and its estimator `fair` of scoringrules 0.10.0 for the members (1, 0), (3, 2), observed (2, 4), and
  /// (0, 0), (0, 1), observed (0, 0): 2.4724800203721777, 1.76537323918563 and 0.25, 0.
  @Test func theEnergyScoreOfAWindIsOfItsComponents() {
    var pairs = Samples.ensemble([[1, 3], [0, 0]], [2, 0])
    pairs.northwardMembers = [0, 2, 0, 1]
    pairs.columns = [.secondForecast: [1, 0.5], .secondObservation: [4, 0]]
    var sums = EnergySums()
    WindEnergy().accumulate(pairs, into: &sums)
    #expect(agree(sums.score, .value((2.4724800203721777 + 0.25) / 2), to: 1e-14))
    #expect(agree(sums.fairScore, .value(1.76537323918563 / 2), to: 1e-14))
    pairs.members = []
    var single = EnergySums()
    WindEnergy().accumulate(pairs, into: &single)
    // (2, 1) less (2, 4), and (0, 0.5).
    #expect(agree(single.score, .value((3 + 0.5) / 2), to: 1e-15))
    pairs.columns = [:]
    var none = EnergySums()
    WindEnergy().accumulate(pairs, into: &none)
    #expect(none.emptyVectors == 2)
  }
}
