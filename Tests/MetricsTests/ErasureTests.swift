import Fields
import Foundation
import Metrics
import Testing

@Suite struct ErasureTests {
  @Test func sumsOfAnotherStatisticAreRefusedAndNothingIsChanged() throws {
    var sums = ErrorMoments().emptySums()
    try ErrorMoments().accumulate(Samples.rain, into: &sums)
    let before = sums
    let error = MetricsError.otherStatistic(expected: "error_moments", found: "ensemble_moments")
    #expect(throws: error) { try sums.merge(EnsembleMoments().emptySums()) }
    #expect(sums == before)
    #expect(throws: error) { try MeanError().outcome(of: EnsembleMoments().emptySums()) }
    #expect(throws: MetricsError.otherStatistic(expected: "ensemble_moments", found: "error_moments")) {
      try EnsembleMoments().accumulate(Samples.rain, into: &sums)
    }
    #expect(sums == before)
    #expect("\(error)".contains("'ensemble_moments' where those of 'error_moments' belong"))
  }

  @Test func eachStatisticIsAccumulatedOnce() throws {
    let accumulation = Accumulation(for: Catalogue.metrics)
    #expect(accumulation.statistics.map { $0.key } == ["error_moments", "ensemble_moments"])
    #expect(Accumulation(for: [MeanError(), RootMeanSquaredError()]).sums.count == 1)
    let (dry, wet) = (Threshold(.below, 0.1), Threshold(.atLeast, 0.1))
    let events = [ProbabilityOfDetection(wet), FalseAlarmRatio(wet), ProbabilityOfDetection(dry)] as [any Metric]
    #expect(
      Accumulation.statistics(of: events).map { $0.key } == ["contingency_table(>=0.1)", "contingency_table(<0.1)"])
  }

  @Test func anAccumulationScoresWhatItHasAndRefusesTheRest() throws {
    var accumulation = Accumulation(for: [MeanError()])
    try accumulation.add(Samples.onePair)
    #expect(try accumulation.outcome(of: MeanAbsoluteError()) == .value(0.5))
    #expect(throws: MetricsError.otherStatistic(expected: "ensemble_moments", found: "error_moments")) {
      try accumulation.outcome(of: FairCRPS())
    }
    var other = Accumulation(for: Catalogue.metrics)
    #expect(throws: MetricsError.self) { try other.merge(accumulation) }
    #expect(other == Accumulation(for: Catalogue.metrics))
  }

  @Test func accumulationsMerge() throws {
    var (a, b) = (Accumulation(for: Catalogue.metrics), Accumulation(for: Catalogue.metrics))
    try a.add(Samples.onePair)
    try b.add(Samples.ensemble([[0, 0, 1, 1]], [0]))
    try a.merge(b)
    #expect(try a.outcome(of: MeanError()) == .value(0.5))
    #expect(try a.outcome(of: PairCount()) == .value(2))
  }

  @Test func damagedSumsAreAnErrorThatSaysWhatWasFound() throws {
    let bytes = ErrorMoments().emptySums().bytes
    #expect(bytes.count == 15 * 8)
    #expect(throws: MetricsError.unreadable(statistic: "error_moments", found: "119 bytes, not a multiple of 8")) {
      try ErrorMoments().sums(bytes: bytes.dropLast())
    }
    #expect(throws: MetricsError.unreadable(statistic: "error_moments", found: "14 numbers that do not fit it")) {
      try ErrorMoments().sums(bytes: bytes.dropLast(8))
    }
    // A count of one half is none.
    #expect(ErrorSums(numbers: [0.5] + [Double](repeating: 0, count: 14)) == nil)
    #expect(EnsembleSums(numbers: [-1] + [Double](repeating: 0, count: 14)) == nil)
    for json in [
      #"{"statistic": "no_such", "numbers": []}"#, #"{"statistic": "error_moments", "numbers": [1]}"#,
      #"{"statistic": "error_moments", "numbers": ["many"]}"#,
    ] {
      #expect(throws: (any Error).self) { try JSONDecoder().decode(AnySums.self, from: Data(json.utf8)) }
    }
  }

  @Test func bytesAreLittleEndianFloat64() throws {
    var sums = ErrorMoments().emptySums()
    try ErrorMoments().accumulate(Samples.onePair, into: &sums)
    // n = 1: 0x3ff0000000000000.
    #expect(Array(sums.bytes.prefix(8)) == [0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
  }

  @Test func everyStationHasItsOwnSums() throws {
    let pairs = Samples.pairs([1, 2, 3, 9], [0, 0, 0, 0], weights: [1, 1, 1, 0], stations: [2, 0, 2, 5])
    let statistic = ErrorMoments().byStation()
    var sums = statistic.emptySums()
    try statistic.accumulate(pairs, into: &sums)
    let stations = try #require(sums.stations)
    #expect(stations.map(\.n) == [1, 0, 2])
    #expect(try stations.map { try MeanError().outcome(of: $0) } == [.value(2), .undefined("no pairs"), .value(2)])
    #expect(sums.n == 3)
    #expect(ErrorMoments().emptySums().stations == nil)
  }

  @Test func stationsMergeOneByOneAndLoseNothingWhenStored() throws {
    let statistic = ErrorMoments().byStation()
    #expect(statistic.key == "by_station.error_moments")
    var (a, b, whole) = (statistic.emptySums(), statistic.emptySums(), statistic.emptySums())
    let pairs = Samples.rain
    try statistic.accumulate(pairs.selecting(0..<600), into: &a)
    try statistic.accumulate(pairs.selecting(600..<1200), into: &b)
    try statistic.accumulate(pairs, into: &whole)
    try a.merge(b)
    for (x, y) in zip(a.numbers, whole.numbers) { #expect(abs(x - y) <= 1e-12 * max(abs(x), abs(y), 1)) }
    #expect(try statistic.sums(bytes: a.bytes) == a)
    #expect(try statistic.sums(bytes: statistic.emptySums().bytes) == statistic.emptySums())
    #expect(try JSONDecoder().decode(AnySums.self, from: JSONEncoder().encode(a)) == a)
    #expect(StationSums<ErrorSums>(numbers: [2, 1, 1, 1]) == nil)
    #expect(StationSums<ErrorSums>(numbers: [0, 1]) == nil)
    #expect(StationSums<ErrorSums>(numbers: []) == nil)
  }

  @Test func stationsAreTheirPairsSelected() throws {
    let pairs = Samples.rain
    for statistic in Accumulation.statistics(of: Samples.metrics) where !statistic.needsWholeForecasts {
      let byStation = statistic.byStation()
      var sums = byStation.emptySums()
      try byStation.accumulate(pairs, into: &sums)
      for (station, found) in try #require(sums.stations).enumerated() {
        var expected = statistic.emptySums()
        try statistic.accumulate(
          pairs.selecting((0..<pairs.count).filter { Int(pairs.stations[$0]) == station }), into: &expected)
        #expect(found.n == expected.n)
        for metric in Samples.metrics where metric.erasedStatistic.key == statistic.key {
          #expect(agree(try metric.outcome(of: found), try metric.outcome(of: expected), to: 1e-12, floor: 1))
        }
      }
    }
  }
}
