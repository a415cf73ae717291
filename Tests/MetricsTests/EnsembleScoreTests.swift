import Testing

@testable import Metrics

/// Worked by hand, and the golden numbers of the definitions.
@Suite struct EnsembleScoreTests {
  private func score(
    _ metric: some Metric, _ ensembles: [[Double]], _ observations: [Double], weights: [Double]? = nil
  ) throws -> Outcome {
    var sums = metric.emptySums
    try metric.accumulate(Samples.ensemble(ensembles, observations, weights: weights), into: &sums)
    return try metric.outcome(of: sums)
  }

  @Test func fourMembersAroundThree() throws {
    // Distances 2, 1, 1, 4: mean 2. Differences of pairs 1, 3, 6, 2, 5, 3: sum 20.
    // ecdf 2 - 20/16, fair 2 - 20/12.
    #expect(try score(EmpiricalCRPS(), [[1, 2, 4, 7]], [3]) == .value(0.75))
    #expect(agree(try score(FairCRPS(), [[1, 2, 4, 7]], [3]), .value(1.0 / 3), to: 1e-15))
    #expect(try score(EmpiricalCRPS(), [[7, 1, 4, 2]], [3]) == .value(0.75))
  }

  @Test func oneMemberScoresItsAbsoluteErrorAndHasNoFairScore() throws {
    #expect(try score(EmpiricalCRPS(), [[5], [1]], [3, 0]) == .value(1.5))
    #expect(try score(FairCRPS(), [[5], [1]], [3, 0]) == .undefined("no pair has two members or more"))
    #expect(try score(EnsembleSpread(), [[5]], [3]) == .undefined("no pair has two members or more"))
  }

  @Test func aDeterministicForecastScoresItsMeanAbsoluteError() throws {
    let metric = EmpiricalCRPS()
    var sums = EnsembleSums()
    metric.statistic.accumulate(Samples.pairs([5, 1], [3, 0]), into: &sums)
    #expect(metric.value(of: sums) == .value(1.5))
  }

  @Test func aMissingMemberIsLeftOutOfItsPairAndCounted() throws {
    var sums = EnsembleSums()
    EnsembleMoments().accumulate(
      Samples.ensemble([[1, .nan, 4], [.nan, 6, .nan], [0, 1, 2]], [2, 5, 1]), into: &sums)
    #expect(sums.missingMembers == 3)
    #expect((sums.fewestMembers, sums.mostMembers) == (1, 3))
    #expect((sums.n, sums.manyN) == (3, 2))
    // 1.5 - 3/4, then 1, then 2/3 - 4/9.
    #expect(agree(EmpiricalCRPS().value(of: sums), .value((0.75 + 1 + 2.0 / 9) / 3), to: 1e-15))
    // The pair of one member is left out: 1.5 - 3/2, then 2/3 - 4/6.
    #expect(agree(FairCRPS().value(of: sums), .value(0), to: 0, floor: 1))
    #expect(FairCRPS().count(of: sums) == 2)
    #expect(EmpiricalCRPS().count(of: sums) == 3)
  }

  @Test func aPairWithoutMembersIsNoPair() throws {
    let pairs = Samples.pairs([.nan], [1], members: [.nan, .nan], memberCount: 2)
    var sums = EnsembleSums()
    EnsembleMoments().accumulate(pairs, into: &sums)
    #expect((sums.n, sums.emptyPairs) == (0, 1))
    for outcome in [EmpiricalCRPS().value(of: sums), FairCRPS().value(of: sums), EnsembleSpread().value(of: sums)] {
      #expect(outcome == .undefined("no pair has a member that is not missing"))
    }
  }

  @Test func spreadIsTheRootOfTheMeanVariance() throws {
    // Variances 2 and 8 with m - 1: √5, and not the mean of √2 and √8.
    let ensembles = [[1.0, 3], [0, 4]]
    #expect(agree(try score(EnsembleSpread(), ensembles, [0, 0]), .value(5.0.squareRoot()), to: 1e-15))
    #expect(
      agree(try score(EnsembleSpread(), ensembles, [0, 0], weights: [3, 1]), .value(3.5.squareRoot()), to: 1e-15))
  }

  @Test func theTwoSpreadSkillRatiosDiffer() throws {
    // Means 2, 2; errors of the mean 2 and 4, squares 4 and 16: mean 10. Mean variance 5, over m 2.5.
    let (ensembles, observations) = ([[1.0, 3], [0, 4]], [0.0, 6])
    #expect(
      agree(try score(UnbiasedSpreadSkill(), ensembles, observations), .value((5 / 7.5).squareRoot()), to: 1e-15))
    #expect(agree(try score(FortinSpreadSkill(), ensembles, observations), .value((7.5 / 10).squareRoot()), to: 1e-15))
  }

  @Test func spreadSkillIsUndefinedWhereTheErrorIsOnlyNoise() throws {
    #expect(
      try score(UnbiasedSpreadSkill(), [[1, 3]], [2])
        == .undefined("the error of the mean is no larger than its sampling noise"))
    #expect(try score(FortinSpreadSkill(), [[1, 3]], [2]) == .undefined("the ensemble mean has no error"))
  }

  @Test func anEnsembleOfEqualMembersHasExactlyNoSpread() throws {
    let tenth = [Double](repeating: 0.1, count: 37)
    #expect(try score(EnsembleSpread(), [tenth], [7.3]) == .value(0))
    let (distance, crps) = (abs(0.1 - 7.3), try score(FairCRPS(), [tenth], [7.3]))
    #expect(agree(crps, .value(distance), to: 1e-15))
  }

  /// Eleven pairs: some are taken four at a time, the rest one by one; a missing or an infinite member changes which.
  @Test(arguments: [2, 3, 7, 8, 9, 11, 12, 13, 16, 17, 24, 29, 50, 64, 255, 256, 257])
  func pairsAtOnceArePairsOneByOne(memberCount: Int) throws {
    var random = SplitMix(state: UInt64(memberCount))
    let whole = (0..<11).map { _ in (0..<memberCount).map { _ in (random.unit() * 40).rounded() / 4 } }
    let observations = [3, -7, 99] + (3..<11).map { _ in (random.unit() * 40).rounded() / 4 }
    for member in [nil, Double.nan, .infinity, -.infinity] {
      var ensembles = whole
      if let member { ensembles[5][1] = member }
      let pairs = Samples.ensemble(ensembles, observations, weights: (0..<11).map { $0 == 8 ? 0 : 1.5 })
      expectTheSameOneByOne(EnsembleMoments(), pairs)
      expectTheSameOneByOne(CRPSDecomposition(), pairs)
      expectTheSameOneByOne(RankHistogram(), pairs)
      for comparison in Threshold.Comparison.allCases {
        expectTheSameOneByOne(ThresholdWeightedMoments(Threshold(comparison, 5)), pairs)
        expectTheSameOneByOne(ProbabilityTable(Threshold(comparison, 5)), pairs)
      }
    }
  }

  private func expectTheSameOneByOne<S: Statistic>(_ statistic: S, _ pairs: MatchedPairs) {
    var (together, single) = (S.Result(), S.Result())
    statistic.accumulate(pairs, into: &together)
    for i in 0..<pairs.count { statistic.accumulate(pairs, in: i..<i + 1, into: &single) }
    #expect(together.numbers.count == single.numbers.count)
    for (i, (a, b)) in zip(together.numbers, single.numbers).enumerated() {
      #expect(
        a == b || a.isNaN && b.isNaN || abs(a - b) <= 1e-13 * abs(b),
        "number \(i) of \(statistic.key), \(pairs.memberCount) members: \(a), not \(b)")
    }
  }

  /// Numbers at random, many of them equal, and every place for the step from 0 to 1 turned round.
  @Test(arguments: 1...130)
  func aNetworkSortsEachLaneByItself(size: Int) {
    let network = SortingNetwork(size: size)
    var random = SplitMix(state: UInt64(size))
    let infinite = [Lanes](repeating: Lanes(repeating: .infinity), count: network.capacity - size)
    let kinds: [(Int, Int) -> Double] = [
      { _, _ in random.unit() }, { _, _ in (random.unit() * 4).rounded() }, { step, k in k < step ? 1 : 0 },
    ]
    for kind in kinds {
      for trial in 0..<8 {
        let columns = (0..<4).map { lane in (0..<size).map { kind((4 * trial + lane) * size / 31, $0) } }
        var values =
          (0..<size).map { k in Lanes(columns[0][k], columns[1][k], columns[2][k], columns[3][k]) } + infinite
        values.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { network.sort(start) } }
        for lane in 0..<4 { #expect(values.prefix(size).map { $0[lane] } == columns[lane].sorted(), "lane \(lane)") }
        #expect(Array(values.dropFirst(size)) == infinite)
      }
    }
  }

  /// Values of 0 and 1 in every order: a network that sorts them sorts everything.
  @Test(arguments: 2...13)
  func aNetworkSortsEveryOrder(size: Int) {
    let network = SortingNetwork(size: size)
    var unsorted = 0
    for bits in 0..<1 << size {
      var values = (0..<network.capacity).map { Lanes(repeating: $0 < size ? Double(bits >> $0 & 1) : .infinity) }
      values.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { network.sort(start) } }
      let zeros = size - bits.nonzeroBitCount
      if (0..<size).contains(where: { values[$0][0] != ($0 < zeros ? 0 : 1) }) { unsorted += 1 }
    }
    #expect(unsorted == 0)
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7, 8, 50, 101, 299, 300, 301])
  func theFastFormsAreTheDoubleSum(memberCount: Int) throws {
    var random = SplitMix(state: UInt64(memberCount))
    let ensembles = (0..<5).map { _ in (0..<memberCount).map { _ in (random.unit() * 40).rounded() / 4 } }
    let observations = (0..<5).map { _ in random.unit() * 10 }
    let m = Double(memberCount)
    var (empirical, fair, variance) = (0.0, 0.0, 0.0)
    for (x, o) in zip(ensembles, observations) {
      let distance = x.reduce(0) { $0 + abs($1 - o) } / m
      let differences = x.reduce(0) { sum, a in x.reduce(sum) { $0 + abs(a - $1) } }
      empirical += (distance - differences / (2 * m * m)) / 5
      fair += (distance - differences / (2 * m * (m - 1))) / 5
      let mean = x.reduce(0, +) / m
      variance += x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (m - 1) / 5
    }
    #expect(agree(try score(EmpiricalCRPS(), ensembles, observations), .value(empirical), to: 1e-13))
    #expect(agree(try score(FairCRPS(), ensembles, observations), .value(fair), to: 1e-13))
    #expect(agree(try score(EnsembleSpread(), ensembles, observations), .value(variance.squareRoot()), to: 1e-13))
  }
}
