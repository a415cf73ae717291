import Fields
import Testing

@testable import Metrics

@Suite("One forecast of an event")
struct EventTallyTests {
  private static let start = UTCTime(secondsSince1970: 1_550_361_600)  // 2019-02-17T00

  /// Pairs of three places at an hour, with the limit 10.
  private func pairs(_ hour: Int, _ forecasts: [Double], _ observations: [Double], weights: [Double]? = nil)
    -> MatchedPairs
  {
    MatchedPairs(
      variable: .windSpeed10m, initTime: EventTallyTests.start, leadTime: .hours(hour),
      stations: forecasts.indices.map(Int32.init), forecasts: forecasts, observations: observations, weights: weights)
  }

  private func tally(weights: [Double]? = nil) -> EventTally {
    var tally = EventTally(.atLeast)
    let rows: [(Int, [Double], [Double])] = [
      (0, [5, 12, 3], [11, 4, 2]), (3, [10, 9, 3], [14, 11, 1]), (6, [8, 7, 15], [9, 12, 4]),
    ]
    for (hour, f, o) in rows {
      tally.add(pairs(hour, f, o, weights: weights), limits: [Double](repeating: 10, count: 3))
    }
    return tally
  }

  @Test func thePeakHasItsErrorTimeAndPlace() {
    let tally = tally()
    #expect(tally.forecast.peak == EventTally.Peak(value: 15, time: EventTallyTests.start + .hours(6), place: 2))
    #expect(tally.observed.peak == EventTally.Peak(value: 14, time: EventTallyTests.start + .hours(3), place: 0))
    #expect(tally.peakError.value == 1)
    #expect(tally.timingError.value == 3)
    // One degree of latitude on a sphere of 6371.0088 km.
    let away = tally.displacement { Coordinate(latitude: Double($0) / 2, longitude: 0) }
    #expect(abs((away.value ?? 0) - 111.195) < 0.001)
  }

  @Test func theFootprintCountsPlacesWithTheEventAtAnyTime() {
    // Place 0: both; 1: both; 2: forecast alone.
    let sums = tally().footprint
    #expect([sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives] == [2, 1, 0, 0])
    #expect(tally().footprintSuccess.value == 2.0 / 3)
    #expect(tally().footprintDetection.value == 1)
    let weighted = tally(weights: [1, 2, 3]).footprint
    #expect([weighted.hits, weighted.falseAlarms] == [3, 3])
  }

  @Test func onsetIsLateAndDurationShortByThePlacesThatHaveTheEvent() {
    let tally = tally()
    #expect(tally.step == .hours(3))
    // Place 0 begins at 3 h instead of 0 h, place 1 at 0 h instead of 3 h.
    #expect(tally.onsetError.value == 0)
    // Times with the event: 1 - 2, 1 - 2, 1 - 0 of 3 h each, over three places.
    #expect(tally.durationError.value == -1)
    #expect(self.tally(weights: [3, 1, 0]).onsetError.value == 1.5)
  }

  @Test func lowValuesArePeaksOfEventsBelow() {
    var tally = EventTally(.atMost)
    tally.add(pairs(0, [5, 1, 7], [3, 5, 9]), limits: [4, 4, 4])
    #expect(tally.forecast.peak?.value == 1)
    #expect(tally.observed.peak?.value == 3)
    #expect(tally.footprint.hits == 0)
    #expect(tally.footprint.misses == 1)
    #expect(tally.onsetError.reason == "no place has the event both forecast and observed")
    #expect(tally.durationError.reason == "one valid time has no duration")
  }

  @Test func pairsWithoutALimitAreCountedAndLeftOut() {
    var tally = EventTally(.atLeast)
    tally.add(pairs(0, [99, 12, 3], [99, 4, 2]), limits: [.nan, 10, 10])
    #expect(tally.lacking == 1)
    #expect(tally.forecast.peak?.value == 12)
    #expect(tally.places == [1, 2])
  }

  @Test func withoutPairsNothingIsDefined() {
    let tally = EventTally(.atLeast)
    #expect(tally.peakError.reason == "no pairs")
    #expect(tally.footprintSuccess.reason == "no pairs")
  }

  @Test func membersHaveTheirPeaks() {
    var tally = EventTally(.atLeast)
    var own = pairs(0, [11, 2], [9, 9])
    own.members = [10, 12, .nan, 2]
    own.memberCount = 2
    tally.add(own, limits: [10, 10])
    #expect(tally.memberPeaks == [10, 12])
  }

  /// Margins of the pairs: forecast -5, 2, -7, 0, observed 1, -6, 4, 1; errors -6, 8, -11, -1.
  @Test func errorsOfChosenPairsStandBesideThoseOfAll() throws {
    var errors = EventErrors(.atLeast)
    try errors.add(pairs(0, [5, 12], [11, 4]), limits: [10, 10])
    try errors.add(pairs(3, [3, 20], [14, 21]), limits: [10, 20])
    let scores = try errors.scores(isEnsemble: false)
    func value(_ id: String, _ part: EventErrors.Part = .all) -> Double? {
      scores.first { $0.part == part && $0.metric.definition.id == id }?.outcome.value
    }
    #expect(value("n") == 4)
    #expect(value("me") == -2.5)
    #expect(value("n", .observed) == 3)
    #expect(value("me", .observed) == -6)
    #expect(value("n", .forecast) == 2)
    #expect(value("me", .forecast) == 3.5)
    // Beyond the limits: |0 - 1|, |2 - 0|, |0 - 4|, |0 - 1|.
    #expect(value("tw_mae") == 2)
    // Hits 1, false alarms 1, misses 2, correct negatives 0.
    #expect(value("csi") == 0.25)
    #expect(value("pod") == 1.0 / 3)
    #expect(scores.contains { $0.metric.definition.id == "sedi" && $0.outcome.reason == "no correct negatives" })
  }

  @Test func aFirstHitIsTheEarliestForecastThatHits() {
    func row(_ hours: Int, _ forecast: Double) -> ForecastOfEvent {
      var tally = EventTally(.atLeast)
      tally.add(pairs(6, [forecast, 1], [12, 3]), limits: [10, 10])
      return ForecastOfEvent(
        system: "a", initTime: EventTallyTests.start + .hours(hours), variable: .windSpeed10m, threshold: ">=10",
        tally: tally, ledger: Ledger(), hitPart: 0.5
      ) { EventPlace(name: "\($0)", coordinate: Coordinate(latitude: 0, longitude: Double($0))) }
    }
    let begin = EventTallyTests.start + .hours(30)
    func hit(_ rows: [ForecastOfEvent]) -> FirstHit {
      FirstHit(system: "a", forecasts: rows, variable: .windSpeed10m, threshold: ">=10", begin: begin)
    }
    let found = hit([row(12, 11), row(0, 9), row(24, 4)])
    #expect(found.initTime == EventTallyTests.start + .hours(12))
    #expect(found.leadTime == .hours(18))
    #expect(found.hits == 1 && found.forecasts == 3 && !found.isKept)
    #expect(hit([row(0, 9)]).initTime == nil)
    #expect(hit([row(0, 9), row(12, 10)]).isKept)
  }
}
