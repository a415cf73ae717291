import Metrics
import Testing

/// Worked by hand.
@Suite struct ContinuousScoreTests {
  private func score(_ metric: some Metric, _ f: [Double], _ o: [Double], weights: [Double]? = nil) throws -> Outcome {
    var sums = metric.emptySums
    try metric.accumulate(Samples.pairs(f, o, weights: weights), into: &sums)
    return try metric.outcome(of: sums)
  }

  // Errors 1, -1, 3, 1: sum 4, squares 12, absolute 6.
  private let forecasts = [3.0, 1, 6, 5]
  private let observations = [2.0, 2, 3, 4]

  @Test func errorsOfOppositeSignCancelInTheMeanErrorOnly() throws {
    #expect(try score(MeanError(), forecasts, observations) == .value(1))
    #expect(try score(MeanAbsoluteError(), forecasts, observations) == .value(1.5))
    #expect(try score(MeanSquaredError(), forecasts, observations) == .value(3))
    #expect(try score(RootMeanSquaredError(), forecasts, observations) == .value(3.0.squareRoot()))
  }

  @Test func theStandardDeviationOfTheErrorLeavesTheBiasOut() throws {
    // Around the mean error of 1: 0, -2, 2, 0, so the mean square is 2 and 3 = 1² + 2.
    #expect(try score(ErrorStandardDeviation(), forecasts, observations) == .value(2.0.squareRoot()))
    #expect(try score(ErrorStandardDeviation(), [4, 5, 6], [1, 2, 3]) == .value(0))
    #expect(try score(ErrorStandardDeviation(), [4], [1]) == .value(0))
  }

  @Test func extremesOfTheErrorKeepTheirSign() throws {
    #expect(try score(LeastError(), forecasts, observations) == .value(-1))
    #expect(try score(GreatestError(), forecasts, observations) == .value(3))
    #expect(try score(GreatestError(), [1, 2], [5, 4]) == .value(-2))
  }

  @Test func means() throws {
    #expect(try score(MeanForecast(), forecasts, observations) == .value(3.75))
    #expect(try score(MeanObservation(), forecasts, observations) == .value(2.75))
    #expect(try score(PairCount(), forecasts, observations) == .value(4))
  }

  @Test func weightsCountInMeansButNotInCountsAndExtremes() throws {
    let weights = [1.0, 1, 0, 2]
    #expect(try score(MeanError(), forecasts, observations, weights: weights) == .value(0.5))
    #expect(try score(MeanSquaredError(), forecasts, observations, weights: weights) == .value(1))
    #expect(try score(PairCount(), forecasts, observations, weights: weights) == .value(3))
    #expect(try score(GreatestError(), forecasts, observations, weights: weights) == .value(1))
  }

  @Test func correlationSeesAStraightLineOnly() throws {
    #expect(agree(try score(Correlation(), [2, 4, 6], [10, 20, 30]), .value(1), to: 1e-15))
    #expect(agree(try score(Correlation(), [3, 2, 1], [10, 20, 30]), .value(-1), to: 1e-15))
    // f around its mean -1, 0, 1; o around its mean -2, 1, 1: 3 / √(2 · 6).
    let r = try score(Correlation(), [1, 2, 3], [0, 3, 3])
    #expect(agree(r, .value(3 / 12.0.squareRoot()), to: 1e-15))
  }

  @Test func klingGuptaSeesCorrelationVariabilityAndMean() throws {
    // Twice the observation: r = 1, s_f / s_o = 2, the means' ratio 2.
    #expect(agree(try score(KlingGuptaEfficiency(), [2, 4, 6], [1, 2, 3]), .value(1 - 2.0.squareRoot()), to: 1e-15))
    #expect(agree(try score(KlingGuptaEfficiency(), [1, 2, 3], [1, 2, 3]), .value(1), to: 1e-15))
    #expect(try score(KlingGuptaEfficiency(), [1, 2], [-1, 1]) == .undefined("the mean observation is 0"))
  }

  @Test func correlationIsUndefinedWhereASideIsConstant() throws {
    // 0.1 has no exact Float64, so its sums round: constant must still mean constant.
    let tenth = [Double](repeating: 0.1, count: 1000)
    let line = (0..<1000).map(Double.init)
    #expect(try score(Correlation(), tenth, line) == .undefined("the forecast is constant"))
    #expect(try score(Correlation(), line, tenth) == .undefined("the observation is constant"))
    #expect(try score(Correlation(), [1], [2]) == .undefined("one pair has no correlation"))
  }

  @Test func theRootIsTakenAfterTheMeanOverAllDays() throws {
    // Mean squared errors of 1 and 9 on two days: √5, and not the mean 2 of the roots 1 and 3.
    let metric = RootMeanSquaredError()
    var (first, second) = (ErrorSums(), ErrorSums())
    metric.statistic.accumulate(Samples.pairs([1, 1], [0, 2]), into: &first)
    metric.statistic.accumulate(Samples.pairs([3, 3], [0, 6]), into: &second)
    first.merge(second)
    #expect(metric.value(of: first) == .value(5.0.squareRoot()))
  }

  @Test func aBiasOfAHundredthOnSurfacePressureKeepsItsDigits() throws {
    // Errors alternate 0.01 ± 0.25 Pa, both sides by ±1024 Pa, exactly representable but for 0.01.
    let count = 100_000
    let observations = (0..<count).map { 101_325 + ($0 % 4 < 2 ? 1024.0 : -1024) }
    let forecasts = observations.enumerated().map { $1 + 0.01 + ($0.isMultiple(of: 2) ? 0.25 : -0.25) }
    // One rounding of f at 101 325 is 1.5e-11 at most, and no more is lost.
    let bias = try #require(try score(MeanError(), forecasts, observations).value)
    #expect(abs(bias - 0.01) < 2e-11)
    let deviation = try #require(try score(ErrorStandardDeviation(), forecasts, observations).value)
    #expect(abs(deviation - 0.25) < 2e-11)
    let r = try #require(try score(Correlation(), forecasts, observations).value)
    // cov = 1024², var f = 1024² + 1/16.
    #expect(abs(r - 1024 / (1024.0 * 1024 + 0.0625).squareRoot()) < 1e-14)
  }

  /// From eight pairs of weight 1 on, four are summed at a time; a pair of weight 0 behind them prevents it.
  @Test(arguments: 7...20)
  func pairsFourAtATimeArePairsOneByOne(count: Int) {
    var random = SplitMix(state: UInt64(count))
    let observations = (0..<count).map { _ in 101_325 + 2000 * random.unit() }
    let forecasts = observations.map { $0 + 4 * random.unit() - 2 }
    var (even, single) = (ErrorSums(), ErrorSums())
    ErrorMoments().accumulate(Samples.pairs(forecasts, observations), into: &even)
    ErrorMoments().accumulate(
      Samples.pairs(forecasts + [.nan], observations + [9], weights: observations.map { _ in 1 } + [0]), into: &single)
    for (i, (a, b)) in zip(even.numbers, single.numbers).enumerated() {
      #expect(abs(a - b) <= 1e-13 * abs(b), "number \(i) of \(count) pairs: \(a), not \(b)")
    }
    #expect((even.minError, even.maxError) == (single.minError, single.maxError))
    let errors = zip(forecasts, observations).map { $0 - $1 }
    #expect((even.n, even.minError, even.maxError) == (count, errors.min(), errors.max()))
  }

  @Test func aConstantErrorHasNoDeviationHoweverManyPairs() throws {
    let observations = (0..<5000).map { Double($0 % 50) * 0.5 }
    let deviation = try score(ErrorStandardDeviation(), observations.map { $0 + 0.5 }, observations)
    #expect(deviation == .value(0))
  }
}
