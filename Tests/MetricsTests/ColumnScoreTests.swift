import Fields
@testable import Metrics
import Testing

/// Scores that need more of a pair than forecast and observation.
@Suite struct ColumnScoreTests {
  private func value<M: Metric>(_ metric: M, _ pairs: MatchedPairs) -> Outcome {
    var sums = M.Source.Result()
    metric.statistic.accumulate(pairs, into: &sums)
    return metric.value(of: sums)
  }

  @Test func withoutAClimatologyTheReasonSaysHowToBuildOne() {
    let pairs = Samples.pairs([1, 2], [1, 3])
    for outcome in [value(CentredAnomalyCorrelation(), pairs), value(ClimatologySkillScore(), pairs)] {
      #expect(outcome.reason?.contains("climatology") == true)
    }
    #expect(value(SEEPSAbove02(), pairs).reason?.contains("climatology") == true)
    #expect(value(BaselineSkillScore(), pairs).reason?.contains("name a baseline") == true)
    #expect(value(VectorRootMeanSquaredError(), pairs).reason?.contains("both components") == true)
    #expect(value(MeanCentredAnomalyCorrelation(), pairs).reason?.contains("climatology") == true)
  }

  @Test func theReasonReachesTheEstimate() {
    var sums = AnomalySums()
    AnomalyMoments().accumulate(Samples.pairs([1, 2], [1, 3]), into: &sums)
    let estimate = ScoreEstimate(of: CentredAnomalyCorrelation(), sums: [Samples.initTime: sums])
    #expect(estimate.outcome.reason?.contains("climatology") == true)
    #expect(estimate.cases == 0)
  }

  @Test func aMeanAnomalyThatBothShareIsSkillToTheUncentredCorrelationOnly() {
    // Anomalies 1, 3 and 3, 1: opposite around their means, alike as they are.
    let pairs = Samples.pairs([11, 13], [13, 11], columns: [.climatology: [10, 10]])
    #expect(agree(value(CentredAnomalyCorrelation(), pairs), .value(-1), to: 1e-15))
    #expect(agree(value(UncentredAnomalyCorrelation(), pairs), .value(0.6), to: 1e-15))
    #expect(value(ActivityRatio(), pairs) == .value(1))
  }

  @Test func aPairWithoutItsClimatologyIsLeftOutAndCounted() {
    let pairs = Samples.pairs([11, 13, 99], [12, 14, 0], columns: [.climatology: [10, 10, .nan]])
    var sums = AnomalySums()
    AnomalyMoments().accumulate(pairs, into: &sums)
    #expect((sums.n, sums.lacking) == (2, 1))
    #expect(agree(CentredAnomalyCorrelation().value(of: sums), .value(1), to: 1e-15))
  }

  @Test func theMeanOverInitialTimesCountsEachOnce() throws {
    // Perfect on the first day with three pairs, opposite on the second with two.
    var first = Samples.pairs([1, 2, 3], [1, 2, 3], columns: [.climatology: [0, 0, 0]])
    var second = Samples.pairs([1, 2], [2, 1], columns: [.climatology: [0, 0]])
    (first.initTime, second.initTime) = (UTCTime(secondsSince1970: 0), UTCTime(secondsSince1970: 86_400))
    let metric = MeanCentredAnomalyCorrelation()
    var accumulation = Accumulation(for: [metric, FisherCentredAnomalyCorrelation()])
    try accumulation.add(first)
    try accumulation.add(second)
    #expect(abs(try #require(try accumulation.outcome(of: metric).value)) < 1e-15)
    #expect(try accumulation.outcome(of: FisherCentredAnomalyCorrelation()).reason?.contains("Fisher") == true)
    let sums = try accumulation.sums(for: metric)
    #expect(try metric.erasedStatistic.sums(bytes: sums.bytes) == sums)
    #expect(InitTimeSums<ErrorSums>(numbers: [1, 0, 2, 3]) == nil)
    #expect(InitTimeSums<ErrorSums>(numbers: [1]) == nil)
    #expect(InitTimeSums<ErrorSums>(numbers: [0]) == InitTimeSums())
  }

  @Test func murphysPartsMakeTheSkill() throws {
    let pairs = Samples.rain
    var sums = ErrorSums()
    ErrorMoments().accumulate(pairs, into: &sums)
    let skill = 1 - sums.sumSquare / sums.m2O
    let parts = try [
      MurphyAssociation().value(of: sums), MurphyConditionalBias().value(of: sums),
      MurphyUnconditionalBias().value(of: sums),
    ].map { try #require($0.value) }
    #expect(abs(parts[0] - parts[1] - parts[2] - skill) < 1e-12)
  }

  private func wind(_ forecast: (Double, Double), _ observed: (Double, Double)) -> MatchedPairs {
    Samples.pairs(
      [forecast.0], [observed.0], columns: [.secondForecast: [forecast.1], .secondObservation: [observed.1]])
  }

  @Test func theVectorErrorOfAWindThatTurns() {
    let pairs = wind((0, 5), (3, 1))
    #expect(value(VectorRootMeanSquaredError(), pairs) == .value(5))
    #expect(agree(value(WindSpeedMeanError(), pairs), .value(5 - 10.0.squareRoot()), to: 1e-15))
  }

  @Test func directionsAreComparedTheShortWayRound() {
    let calm = Threshold(.atLeast, 3)
    let error = { (f: (Double, Double), o: (Double, Double)) in
      self.value(WindDirectionMeanError(calm), self.wind(f, o))
    }
    // A wind towards north forecast, towards east observed: turned anticlockwise.
    #expect(error((0, 5), (5, 0)) == .value(-90))
    #expect(error((5, 0), (0, 5)) == .value(90))
    // Opposite is 180, never -180.
    #expect(error((-5, 0), (5, 0)) == .value(180))
    #expect(error((5, 0), (-5, 0)) == .value(180))
    #expect(error((5, 0), (2, 0)).reason?.contains("calm") == true)
    #expect(error((0, 0), (5, 0)).reason != nil)
  }
}
