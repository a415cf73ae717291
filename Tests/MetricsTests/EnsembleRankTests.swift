import Metrics
import Testing

/// The decomposition of the CRPS, rank histograms and threshold-weighted scores, worked by hand.
@Suite struct EnsembleRankTests {
  private func sums<S: Statistic>(_ statistic: S, _ pairs: MatchedPairs) -> S.Result {
    var sums = S.Result()
    statistic.accumulate(pairs, into: &sums)
    return sums
  }

  @Test func onePairBetweenItsMembers() {
    // Bins of 1, 2, 4, 7 around 3: 1 below, then 1 of 2 below and 1 above, then 3 above.
    // ō is 1, 1/2, 0 against 1/4, 1/2, 3/4: 1 × 9/16 + 0 + 3 × 9/16, and the potential 2 × 1/4.
    let sums = sums(CRPSDecomposition(), Samples.onePair)
    #expect(CRPSReliability().value(of: sums) == .value(2.25 - 2))
    #expect(PotentialCRPS().value(of: sums) == .value(0.5))
    #expect(CRPSUncertainty().value(of: sums) == .value(0))
    #expect(CRPSSkillScore().value(of: sums) == .undefined("the observation is constant"))
  }

  @Test func observationsOutsideTheEnsemble() {
    // Members 0 and 1; observations -2, 0.5, 3 and 3. CRPS 2.25, .25, 2.25, 2.25: mean 1.75.
    let pairs = Samples.ensemble([[0, 1], [1, 0], [0, 1], [0, 1]], [-2, 0.5, 3, 3])
    let sums = sums(CRPSDecomposition(), pairs)
    // Widths 2, 1, 2; how often below 1/4, (0 + .5 + 0 + ... β: 1 + .5)/4 = 3/8, 1 - 1/2.
    let reliability = 2 * 0.0625 + (0.375 - 0.5) * (0.375 - 0.5) + 2 * 0.25
    let potential = 2 * 0.1875 + 0.375 * 0.625 + 2 * 0.25
    #expect(agree(CRPSReliability().value(of: sums), .value(reliability), to: 1e-15))
    #expect(agree(PotentialCRPS().value(of: sums), .value(potential), to: 1e-15))
    #expect(
      agree(.value(reliability + potential), EmpiricalCRPS().value(of: self.sums(EnsembleMoments(), pairs)), to: 1e-15))
    // Distances of the observations: 2.5, 5, 5, 2.5, 2.5, 0, twice each of 16, halved.
    #expect(agree(CRPSUncertainty().value(of: sums), .value(17.5 / 16), to: 1e-15))
    #expect(agree(CRPSResolution().value(of: sums), .value(17.5 / 16 - potential), to: 1e-15))
  }

  @Test func thePartsMakeTheScoreAtEveryEnsembleSize() {
    for pairs in [Samples.rain, Samples.pressure] {
      let parts = sums(CRPSDecomposition(), pairs)
      let score = EmpiricalCRPS().value(of: sums(EnsembleMoments(), pairs))
      let (reliability, potential) = (CRPSReliability().value(of: parts), PotentialCRPS().value(of: parts))
      #expect(agree(.value((reliability.value ?? .nan) + (potential.value ?? .nan)), score, to: 1e-12))
    }
  }

  @Test func tooManyObservedValuesAreNotKeptInWhateverOrder() {
    let few = Samples.pairs([0, 0], [1, 2])
    let count = 65_537
    let many = Samples.pairs([Double](repeating: 0, count: count), (0..<count).map { Double($0) })
    let (a, b) = (sums(CRPSDecomposition(), few), sums(CRPSDecomposition(), many))
    var (ab, ba) = (a, b)
    ab.merge(b)
    ba.merge(a)
    #expect(ab == ba)
    let reason = Outcome.undefined("more than 65 536 different observed values, which are not kept")
    #expect(CRPSUncertainty().value(of: ab) == reason)
    #expect(CRPSResolution().value(of: ab) == reason)
    #expect(CRPSReliability().value(of: ab).value != nil)
    #expect(CRPSDecompositionSums(numbers: ab.numbers) == ab)
  }

  @Test func ranksCountTheMembersBelow() {
    let pairs = Samples.ensemble(
      [[1, 2, 3], [3, 1, 2], [2, 3, 1], [1, .nan, 3]], [0, 2.5, 9, 2], weights: [1, 2, 1, 1])
    let sums = sums(RankHistogram(), pairs)
    #expect(sums.histograms == [3: [1, 0, 2, 1], 2: [0, 1, 0]])
    // Of three: |.25 - .25| + .25 + .25 + 0 = .5 with weight 4; of two: 2/3 + 1/3 + 1/3 with weight 1.
    #expect(agree(RankReliabilityIndex().value(of: sums), .value((4 * 0.5 + 4.0 / 3) / 5), to: 1e-15))
    // Σ (N_k - 1)² / 3 × 4 / 4 = 2/3; of two: (1/9 + 4/9 + 1/9) × 3 / 2 = 1.
    #expect(agree(RankFlatness().value(of: sums), .value((4 * 2.0 / 3 + 1) / 5), to: 1e-15))
    #expect(agree(RankOutliers().value(of: sums), .value((4 * 0.0 - 2.0 / 3) / 5), to: 1e-15))
  }

  @Test func tiesAreDrawnEvenlyAndTheSameEveryTime() {
    let count = 6000
    let pairs = Samples.pairs(
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count),
      members: [Double](repeating: 0, count: 5 * count), memberCount: 5, stations: (0..<Int32(count)).map { $0 })
    let whole = sums(RankHistogram(), pairs)
    let counts = whole.histograms[5] ?? []
    // A thousand each; five standard deviations are 144.
    #expect(counts.count == 6 && counts.allSatisfy { abs($0 - 1000) < 144 }, "\(counts)")
    var backwards = RankSums()
    for i in (0..<count).reversed() { RankHistogram().accumulate(pairs, in: i..<i + 1, into: &backwards) }
    #expect(backwards == whole)
  }

  @Test func aReliableEnsembleIsFlatAsChanceHasIt() {
    var random = SplitMix(state: 9)
    let ensembles = (0..<4000).map { _ in (0..<9).map { _ in random.unit() } }
    let sums = sums(RankHistogram(), Samples.ensemble(ensembles, ensembles.map { _ in random.unit() }))
    // Chi-square of 9 degrees of freedom over 9: 99.9 % are below 3.1.
    let flatness = RankFlatness().value(of: sums).value ?? .nan
    #expect(flatness > 0.1 && flatness < 3.1)
  }

  @Test func whatIsBelowTheThresholdIsNotSeen() {
    let threshold = Threshold(.atLeast, 3)
    // Members 3, 3, 4, 7 around 3 after chaining: 5/4 - (0 + 1 + 4 + 1 + 4 + 3)/16.
    let upper = sums(ThresholdWeightedMoments(threshold), Samples.onePair)
    #expect(ThresholdWeightedCRPS(threshold).value(of: upper) == .value(1.25 - 13.0 / 16))
    #expect(agree(FairThresholdWeightedCRPS(threshold).value(of: upper), .value(1.25 - 13.0 / 12), to: 1e-15))
  }

  @Test func theTwoSidesOfAThresholdAddToTheWhole() {
    let upper = ThresholdWeightedCRPS(Threshold(.above, 2)).value(
      of: sums(ThresholdWeightedMoments(Threshold(.above, 2)), Samples.rain))
    let lower = ThresholdWeightedCRPS(Threshold(.atMost, 2)).value(
      of: sums(ThresholdWeightedMoments(Threshold(.atMost, 2)), Samples.rain))
    let whole = EmpiricalCRPS().value(of: sums(EnsembleMoments(), Samples.rain))
    #expect(agree(.value((upper.value ?? .nan) + (lower.value ?? .nan)), whole, to: 1e-12))
  }

  @Test func damagedSumsAreRefused() {
    let ranks = sums(RankHistogram(), Samples.rain)
    #expect(RankSums(numbers: ranks.numbers) == ranks)
    for damaged in [[], [0, 1], [0, 1, 2, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 1]] {
      #expect(RankSums(numbers: damaged.map(Double.init)) == nil)
    }
    let parts = sums(CRPSDecomposition(), Samples.rain)
    #expect(CRPSDecompositionSums(numbers: parts.numbers) == parts)
    #expect(CRPSDecompositionSums(numbers: parts.numbers.dropLast()) == nil)
    #expect(CRPSDecompositionSums(numbers: [0, 2, 0, 0]) == nil)
    #expect(CRPSDecompositionSums(numbers: [0, 0, 5, 1, 1]) == nil)
  }
}
