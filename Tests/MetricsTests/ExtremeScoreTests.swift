import Fields
@testable import Metrics
import Testing

@Suite struct ExtremeScoreTests {
  private func value<M: Metric>(_ metric: M, _ pairs: MatchedPairs) throws -> Double {
    var sums = M.Source.Result()
    metric.statistic.accumulate(pairs, into: &sums)
    return try #require(metric.value(of: sums).value)
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b), 1) }

  @Test func overAllValuesThresholdWeightedScoresAreThePlainOnes() throws {
    let pairs = Samples.rain
    let all = ValueInterval.everything
    #expect(near(try value(ThresholdWeightedAbsoluteError(all), pairs), try value(MeanAbsoluteError(), pairs)))
    #expect(near(try value(ThresholdWeightedSquaredError(all), pairs), try value(MeanSquaredError(), pairs)))
    #expect(near(2 * (try value(QuantileScore(QuantileLevel(0.5)), pairs)), try value(MeanAbsoluteError(), pairs)))
  }

  @Test func partsOfIntervalsThatCoverAllValuesAddToTheWhole() throws {
    let pairs = Samples.rain
    let parts = [ValueInterval(-.infinity, 0.3), ValueInterval(0.3, 4), ValueInterval(4, .infinity)]
    let level = QuantileLevel(0.9)
    let absolute = try parts.map { try value(ThresholdWeightedAbsoluteError($0), pairs) }
    let squared = try parts.map { try value(ThresholdWeightedSquaredError($0), pairs) }
    let quantile = try parts.map { try value(ThresholdWeightedQuantileScore(QuantileInInterval(level, $0)), pairs) }
    #expect((absolute + squared + quantile).allSatisfy { $0 > 0 })
    #expect(near(absolute.reduce(0, +), try value(MeanAbsoluteError(), pairs)))
    #expect(near(squared.reduce(0, +), try value(MeanSquaredError(), pairs)))
    #expect(near(quantile.reduce(0, +), try value(QuantileScore(level), pairs)))
  }

  @Test func thePartOfAnErrorInAnIntervalByHand() throws {
    // From 1 to 4: the interval from 2 to 3 has 1 of 3; twice the integral of t - 1 from 2 to 3 is 3 of 9.
    let pairs = Samples.pairs([4], [1])
    #expect(try value(ThresholdWeightedAbsoluteError(ValueInterval(2, 3)), pairs) == 1)
    #expect(try value(ThresholdWeightedSquaredError(ValueInterval(2, 3)), pairs) == 3)
    #expect(try value(ThresholdWeightedSquaredError(ValueInterval(5, 6)), pairs) == 0)
  }

  @Test func quantilesAreKnownToOnePartInAThousand() throws {
    let pairs = Samples.pressure
    let errors = zip(pairs.forecasts, pairs.observations).map { $0 - $1 }.sorted()
    for level in [0.01, 0.25, 0.5, 0.9, 0.999] {
      let exact = errors[Int((level * 1500).rounded(.up)) - 1]
      #expect(abs(try value(ErrorQuantile(QuantileLevel(level)), pairs) - exact) <= abs(exact) / 1024)
    }
  }

  @Test func aQuantileOfFewValuesIsOneOfThem() throws {
    // Errors -2, 0, 0, 1, 3: at least half do not exceed 0, and four of five do not exceed 1.
    let pairs = Samples.pairs([-2, 0, 0, 1, 3], [0, 0, 0, 0, 0])
    let quantile = { (level: Double) in try self.value(ErrorQuantile(QuantileLevel(level)), pairs) }
    #expect(try [0.1, 0.5, 0.8, 0.81].map(quantile) == [-2, 0, 1, 3])
  }

  @Test func relativeQuantileErrorsNeedAnObservedQuantile() {
    var sums = HistogramPair()
    ForecastAndObservedHistograms().accumulate(Samples.pairs([1, 2], [0, 0]), into: &sums)
    #expect(RelativeQuantileError().value(of: sums).reason?.contains("observed quantile is 0") == true)
  }

  @Test func aForecastThatIsATenthTooHighHasTheSumOfFiftyTenths() throws {
    let observations = (1...40).map { Double($0) * 16 }
    let pairs = Samples.pairs(observations.map { $0 * 1.125 }, observations)
    #expect(near(try value(RelativeQuantileError(), pairs), 50 * 0.125))
  }

  @Test func eventsAreMetWithinTheTolerance() throws {
    let hours = { (n: Int) in UTCTime(secondsSince1970: Int64(n) * 3600) }
    // Forecast at 2 and 9; observed at 4; missing observations around 9.
    let forecasts = [0.0, 5, 0, 0, 0, 5]
    let observations: [Double] = [0, 0, 5, 0, .nan, .nan]
    let times = [0, 2, 4, 6, 8, 9].map(hours)
    let tolerance = EventTolerance(time: .hours(2))
    let columns = tolerance.columns(
      times: times, forecasts: forecasts, observations: observations, threshold: Threshold(.atLeast, 1))
    #expect(columns[.forecastEventNearby] == [1, 1, 1, 0, 1, 1])
    #expect(columns[.observedEventNearby]?.prefix(5) == [0, 1, 1, 1, 0])
    #expect(columns[.observedEventNearby]?[5].isNaN == true)
    let exact = EventTolerance(time: .hours(0)).nearby(
      times, series: Array(zip(times, forecasts)).map { ($0, $1) }, threshold: Threshold(.atLeast, 1))
    #expect(exact == [false, true, false, false, false, true])

    let pairs = Samples.pairs(forecasts, observations.map { $0.isNaN ? 0 : $0 }, columns: columns)
    #expect(try value(ProbabilityOfDetectionNearby(), pairs) == 1)
    // The forecast at 9 has no observation to meet, and is left out.
    #expect(try value(FalseAlarmRatioNearby(), pairs) == 0)
    #expect(try value(CriticalSuccessIndexNearby(), pairs) == 1)
  }

  @Test func aRecalibratedThresholdForecastsAsManyEventsAsThereWere() throws {
    // Two events of 10 mm or more; the forecast says none, but its two highest are 7 and 6.
    let pairs = Samples.pairs([1, 7, 2, 6, 3], [0, 12, 1, 3, 15])
    let recalibrated = try #require(BiasRecalibration(of: Threshold(.atLeast, 10), in: pairs))
    #expect(recalibrated.forecast == Threshold(.atLeast, 6))
    #expect(recalibrated.frequencyBias == 1)
    let table = recalibrated.table(of: pairs)
    #expect(table.numbers == [5, 1, 1, 1, 2])
    #expect(FrequencyBias(Threshold(.atLeast, 10)).value(of: table) == .value(1))
    #expect(BiasRecalibration(of: Threshold(.above, 20), in: pairs) == nil)
    // Of equal forecasts either all or none are events.
    let tied = Samples.pairs([2, 2, 2, 0], [9, 0, 0, 0])
    #expect(BiasRecalibration(of: Threshold(.above, 5), in: tied)?.frequencyBias == 3)
    let cold = Samples.pairs([-1, -5, 3], [-9, 1, 1])
    #expect(BiasRecalibration(of: Threshold(.below, -5), in: cold)?.forecast == Threshold(.atMost, -5))
  }
}
