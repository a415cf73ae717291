import Fields
import Metrics
import Testing

@Suite struct SignificanceTests {
  private func time(_ day: Int) -> UTCTime { UTCTime(secondsSince1970: Int64(day) * 86_400) }

  /// Sums of errors (observations are zero) by initial time, a day apart.
  private func sums(_ errors: [[Double]], from first: Int = 0) -> [UTCTime: ErrorSums] {
    var result: [UTCTime: ErrorSums] = [:]
    for (day, errors) in errors.enumerated() {
      var sums = ErrorSums()
      ErrorMoments().accumulate(Samples.pairs(errors, errors.map { _ in 0 }), into: &sums)
      result[time(first + day)] = sums
    }
    return result
  }

  private func close(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-12 } ?? false }

  private let a = [1.5, 2.25, 0.75, 3, 1.25, 2.5]
  private let b = [1.0, 2.5, 0.25, 2, 1.5, 1.75]

  /// `scipy.stats.ttest_rel(a, b)` of scipy 1.17.1, and its `confidence_interval(0.95)`.
  @Test func theDifferenceOfMeansIsThePairedTTest() {
    let difference = ScoreDifference(of: MeanError(), sums(a.map { [$0] }), minus: sums(b.map { [$0] }))
    #expect(difference.outcome == .value(0.375))
    #expect(close(difference.confidence.lower, -0.16903901501987573))
    #expect(close(difference.confidence.upper, 0.9190390150198757))
    #expect(close(difference.pValue, 0.13661753617335823))
    #expect((difference.cases, difference.n) == (6, 6))
    #expect((difference.first, difference.second) == (.value(1.875), .value(1.5)))
  }

  /// `scipy.stats.ttest_1samp(a, 0).confidence_interval(0.95)` of scipy 1.17.1.
  @Test func theIntervalOfAMeanIsTheTTests() {
    let estimate = ScoreEstimate(of: MeanError(), sums: sums(a.map { [$0] }))
    #expect(estimate.outcome == .value(1.875))
    #expect(close(estimate.confidence.lower, 0.9852976492716516))
    #expect(close(estimate.confidence.upper, 2.7647023507283484))
    #expect((estimate.cases, estimate.n) == (6, 6))
  }

  private let uneven = [[1.0, -2], [3, 0, 1], [-1], [2, 2, -4, 1]]
  private let other = [[0.5, -1], [2, 1, 1], [-2], [2, 1, -3, 2]]

  /// The jackknife written out with numpy 2.4.6, its quantile and p-value from scipy 1.17.1.
  @Test func theJackknifeOfARootTakesEveryInitialTimeOutInTurn() {
    let difference = ScoreDifference(of: RootMeanSquaredError(), sums(uneven), minus: sums(other))
    #expect(close(difference.outcome.value, 0.31458253548295145))
    #expect(close(difference.confidence.standardError, 0.12735223067626558))
    #expect(close(difference.confidence.lower, -0.09070910050236841))
    #expect(close(difference.confidence.upper, 0.7198741714682713))
    #expect(close(difference.pValue, 0.09005028957884888))
    let estimate = ScoreEstimate(of: RootMeanSquaredError(), sums: sums(uneven))
    #expect(close(estimate.outcome.value, 2.0248456731316584))
    #expect(close(estimate.confidence.lower, 0.8826645553278305))
    #expect(close(estimate.confidence.upper, 3.1670267909354863))
  }

  @Test func limitsStopAtTheEndsOfTheRange() {
    let estimate = ScoreEstimate(of: RootMeanSquaredError(), sums: sums([[1], [9]]))
    #expect(estimate.confidence.lower == 0)
    #expect((estimate.confidence.upper ?? 0) > 20)
  }

  @Test func initialTimesOfOneSystemOnlyAreLeftOutAndCounted() {
    let difference = ScoreDifference(of: MeanError(), sums([[5], [1], [2], []]), minus: sums([[0], [1]], from: 1))
    #expect((difference.cases, difference.n) == (2, 2))
    #expect((difference.unmatchedFirst, difference.unmatchedSecond) == (1, 0))
    #expect(difference.outcome == .value(1))
  }

  @Test func oneInitialTimeGivesNoLimits() {
    let estimate = ScoreEstimate(of: MeanError(), sums: sums([[1, 2, 3]]))
    #expect(estimate.outcome == .value(2))
    #expect(estimate.confidence == .none("only one initial time"))
    let difference = ScoreDifference(of: MeanError(), sums([[1]]), minus: sums([[2]]))
    #expect(difference.outcome == .value(-1))
    #expect(difference.confidence == .none("only one initial time"))
    #expect(difference.pValue == nil)
  }

  @Test func systemsWithoutACommonInitialTimeHaveNoDifference() {
    let difference = ScoreDifference(of: MeanError(), sums([[1], [2]]), minus: sums([[2]], from: 7))
    #expect(difference.outcome == .undefined("no pairs"))
    #expect(difference.cases == 0)
    #expect(difference.confidence == .none("no score"))
    #expect(ScoreEstimate(of: MeanError(), sums: [:]).outcome == .undefined("no pairs"))
  }

  @Test func withoutVarianceThereAreNoLimits() {
    // 0.1 and 0.3 round in every merge, which must not pass for variance.
    let (tenths, thirds) = ([[Double]](repeating: [0.1], count: 11), [[Double]](repeating: [0.3], count: 11))
    let difference = ScoreDifference(of: RootMeanSquaredError(), sums(tenths), minus: sums(thirds))
    #expect(difference.confidence == .none("no variance: every initial time says the same"))
    #expect(difference.pValue == nil)
    let same = ScoreDifference(of: MeanError(), sums(uneven), minus: sums(uneven))
    #expect(same.outcome == .value(0))
    #expect(same.confidence == .none("no variance: every initial time says the same"))
  }

  @Test func aScoreThatOneInitialTimeUpholdsHasNoLimits() {
    var constant = ErrorSums()
    ErrorMoments().accumulate(Samples.pairs([1, 1], [1, 1]), into: &constant)
    var varied = ErrorSums()
    ErrorMoments().accumulate(Samples.pairs([1, 2], [0, 3]), into: &varied)
    let estimate = ScoreEstimate(of: Correlation(), sums: [time(0): constant, time(1): varied])
    #expect(estimate.confidence == .none("no score without 1970-01-02 00 UTC: the forecast is constant"))
  }

  @Test func extremesAndCountsSayWhyTheyHaveNoLimits() {
    #expect(
      ScoreEstimate(of: GreatestError(), sums: sums(uneven)).confidence
        == .none("an extreme of the sample has no confidence limits"))
    #expect(
      ScoreEstimate(of: PairCount(), sums: sums(uneven)).confidence == .none("a count has no confidence limits"))
  }

  @Test func sumsOfUnknownTypeGiveTheSame() throws {
    func erased(_ errors: [[Double]]) throws -> [UTCTime: AnySums] {
      try sums(errors).mapValues { try ErrorMoments().sums(bytes: bytes(of: $0)) }
    }
    let (first, second) = (try erased(uneven), try erased(other))
    for metric in [MeanError(), RootMeanSquaredError()] as [any Metric] {
      let estimate = try ScoreEstimate.make(metric, sums: first)
      #expect(estimate.cases == 4)
      #expect(try ScoreDifference.make(metric, first, minus: second).cases == 4)
    }
    #expect(
      try ScoreDifference.make(RootMeanSquaredError(), first, minus: second)
        == ScoreDifference(of: RootMeanSquaredError(), sums(uneven), minus: sums(other)))
    #expect(throws: MetricsError.self) { try ScoreEstimate.make(FairCRPS(), sums: first) }
  }

  private func bytes(of sums: ErrorSums) -> [UInt8] {
    sums.numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
  }

  /// Two systems of equal error, 12 independent initial times of 4 dependent pairs each: the true difference is
  /// 0, and 95 of a hundred intervals should hold it. Seeded; two standard errors of 1000 trials are 0.014.
  @Test func nineteenOfTwentyIntervalsHoldTheTruth() {
    var random = SplitMix(state: 20)
    func errors() -> [[Double]] {
      (0..<12).map { _ in
        let shared = random.unit() + random.unit() - 1
        return (0..<4).map { _ in shared + random.unit() - 0.5 }
      }
    }
    let trials = 1000
    let held = (0..<trials).count { _ in
      let difference = ScoreDifference(
        of: RootMeanSquaredError(), sums(errors()), minus: sums(errors()), method: .independent)
      guard let lower = difference.confidence.lower, let upper = difference.confidence.upper else { return false }
      return lower <= 0 && 0 <= upper
    }
    #expect((930...970).contains(held), "\(held) of \(trials)")
  }
}
