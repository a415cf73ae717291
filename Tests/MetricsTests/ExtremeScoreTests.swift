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

  /// Own values and the greatest nearby: hit, miss, false alarm, confirmed, nothing; one that lacks what is nearby.
  @Test func eventsAreMetWithinTheTolerance() throws {
    let event = EventNearby(Threshold(.atLeast, 5), within: EventTolerance(time: .hours(3)))
    let pairs = Samples.pairs(
      [0, 1, 5, 9, 0, 9], [5, 7, 0, 1, 4, 9],
      columns: [
        .greatestForecastNearby: [6, 1, 5, 9, 5, .nan], .greatestObservationNearby: [5, 7, 4, 5, 4, 9],
      ])
    var sums = ToleranceSums()
    ToleranceTable(event).accumulate(pairs, into: &sums)
    #expect(sums.numbers == [5, 1, 1, 1, 1, 1])
    #expect(try value(ProbabilityOfDetectionNearby(event), pairs) == 0.5)
    #expect(try value(FalseAlarmRatioNearby(event), pairs) == 0.5)
    #expect(try value(CriticalSuccessIndexNearby(event), pairs) == 1.0 / 3)
    let none = ToleranceTable(event).emptySums()
    #expect(try ProbabilityOfDetectionNearby(event).outcome(of: none) == .undefined("no pairs"))
  }

  @Test func anEventBelowAThresholdIsMetByTheLeastValueNearby() throws {
    let event = EventNearby(Threshold(.below, 0), within: EventTolerance(distance: 1))
    let pairs = Samples.pairs(
      [2, 3], [-1, -2], columns: [.leastForecastNearby: [-1, 3], .leastObservationNearby: [-1, -2]])
    #expect(try value(ProbabilityOfDetectionNearby(event), pairs) == 0.5)
    #expect(FalseAlarmRatioNearby(event).statistic.columns == [.leastForecastNearby, .leastObservationNearby])
  }

  @Test func tolerancesAreWrittenAsTheyAreRead() {
    for text in ["3h 50km", "90min", "50km", "0.5km", "0h"] {
      #expect(EventTolerance(text)?.description == text, "\(text)")
      #expect(EventNearby(">=10 within \(text)")?.description == ">=10 within \(text)")
    }
    #expect(EventTolerance("500m 3h") == EventTolerance(time: .hours(3), distance: 500))
    for text in ["", "3", "50 km", "-1h", "-1km", "3h 3h", "1km 1km", "3h 50km x", "nan km"] {
      #expect(EventTolerance(text) == nil, "\(text)")
    }
    #expect(EventNearby(">=10 3h") == nil)
    #expect(EventNearby("10 within 3h") == nil)
  }

  @Test func aRecalibratedThresholdForecastsAsManyEventsAsThereWere() throws {
    // Two events of 10 mm or more; the forecast says none, but its two highest are 7 and 6.
    let pairs = Samples.pairs([1, 7, 2, 6, 3], [0, 12, 1, 3, 15])
    let recalibrated = try #require(BiasRecalibration(of: Threshold(.atLeast, 10), in: pairs))
    #expect(recalibrated.forecast == Threshold(.atLeast, 6))
    #expect(recalibrated.frequencyBias == 1)
    let table = recalibrated.table(of: pairs)
    #expect(table.numbers == [5, 0, 1, 1, 1, 2])
    #expect(FrequencyBias(Threshold(.atLeast, 10)).value(of: table) == .value(1))
    #expect(BiasRecalibration(of: Threshold(.above, 20), in: pairs) == nil)
    // Of equal forecasts either all or none are events.
    let tied = Samples.pairs([2, 2, 2, 0], [9, 0, 0, 0])
    #expect(BiasRecalibration(of: Threshold(.above, 5), in: tied)?.frequencyBias == 3)
    let cold = Samples.pairs([-1, -5, 3], [-9, 1, 1])
    #expect(BiasRecalibration(of: Threshold(.below, -5), in: cold)?.forecast == Threshold(.atMost, -5))
  }
}
