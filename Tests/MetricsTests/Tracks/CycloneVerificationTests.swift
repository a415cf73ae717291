import Fields
import Metrics
import Testing

@Suite struct CycloneVerificationTests {
  private let start = UTCTime(secondsSince1970: 0)
  private let degree = Coordinate.earthRadius * .pi / 180

  /// One degree to the east in 6 hours, from 24 hours before the start to 48 hours after it.
  private var observed: Track {
    Track(
      storm: "1",
      points: (-4...8).map { step in
        TrackPoint(
          time: start + .hours(6 * step), position: Coordinate(latitude: 0, longitude: 150 + Double(step)),
          minimumPressure: 98_000, maximumWind: 30, averaging: .tenMinutes, stage: step > 6 ? .extratropical : .tropical
        )
      })
  }

  private func forecast(from initTime: UTCTime, offset: Double, steps: ClosedRange<Int>) -> TrackForecast {
    let first = Double((initTime - start).seconds) / 21_600
    let points = steps.map { step in
      TrackPoint(
        time: initTime + .hours(6 * step),
        position: Coordinate(latitude: 0, longitude: 150 + first + Double(step) + offset), minimumPressure: 98_500,
        maximumWind: 25, averaging: .model)
    }
    return TrackForecast(
      storm: "1", initTime: initTime,
      members: [TrackForecast.Member(number: 1, kind: .control, track: Track(storm: "1", points: points))],
      leadTimes: (0...10).map { .hours(6 * $0) })
  }

  private func record(_ forecasts: [(system: String, tracks: TrackForecast)], steady: Bool = false) -> CycloneRecord {
    var verification = CycloneVerification(observed: observed)
    verification.hasSteadyMotion = steady
    let names = Set(forecasts.map(\.system)).sorted()
    return verification.record(
      title: "test", systems: names.map { CycloneRecord.System(name: $0, summary: "") }, forecasts: forecasts)
  }

  @Test func everyCandidateIsUsedOrRejectedForAReason() throws {
    let record = record([("a", forecast(from: start, offset: 0.5, steps: 0...4))])
    let tally = try #require(record.tallies.first)
    #expect(tally.candidates == 11)
    #expect(tally.used == 5)
    #expect(
      tally.rejected == [
        TrackAbsence.noForecastFix.rawValue: 2, TrackAbsence.notTropical.rawValue: 2,
        TrackAbsence.noObservedFix.rawValue: 2,
      ])
    #expect(tally.candidates == tally.used + tally.rejected.values.reduce(0, +))
  }

  @Test func systemsAreComparedOnTheTimesThatAllHave() throws {
    // System b lacks the second initial time, where a is far off.
    let record = record([
      ("a", forecast(from: start, offset: 0.5, steps: 0...4)),
      ("a", forecast(from: start + .hours(6), offset: 1.5, steps: 0...4)),
      ("b", forecast(from: start, offset: -1, steps: 0...4)),
    ])
    func score(_ line: String) throws -> CycloneRecord.Score {
      try #require(record.scores.first { $0.line == line && $0.leadTime == .hours(12) && $0.measure == .along })
    }
    let (a, b) = (try score("a"), try score("b"))
    #expect(a.n == 1 && b.n == 1)
    #expect(abs((a.value ?? 0) - 0.5 * degree) < 1e-3)
    #expect(abs((b.value ?? 0) + degree) < 1e-3)
    #expect(a.ownN == 2)
    #expect(abs((a.ownValue ?? 0) - degree) < 1e-3)
  }

  @Test func intensityErrorsAreForecastMinusBestTrack() throws {
    let record = record([("a", forecast(from: start, offset: 0, steps: 0...4))])
    func value(_ measure: TrackMeasure) -> Double? {
      record.scores.first { $0.leadTime == .hours(6) && $0.measure == measure }?.value
    }
    #expect(value(.pressure) == 500)
    #expect(value(.wind) == -5)
    #expect(value(.windMagnitude) == 5)
    #expect(record.notes[0].contains("10 min"))
  }

  @Test func steadyMotionIsPerfectForASteadyStorm() throws {
    let record = record([("a", forecast(from: start, offset: 0.5, steps: 0...4))], steady: true)
    let cases = record.cases.filter { $0.line == SteadyMotion.name }
    #expect(cases.count == 11)
    #expect(cases.compactMap { $0.error?.position }.count == 7)
    #expect(cases.compactMap { $0.error?.position }.allSatisfy { $0 < 1e-3 })
    #expect(SteadyMotion.forecast(from: observed, at: start - .hours(24), leadTimes: [.zero]) == nil)
  }

  @Test func theWindowBoundsValidTimes() {
    var verification = CycloneVerification(observed: observed)
    verification.from = start + .hours(6)
    verification.through = start + .hours(12)
    let record = verification.record(
      title: "", systems: [], forecasts: [("a", forecast(from: start, offset: 0, steps: 0...4))])
    #expect(record.tallies.first?.candidates == 2)
  }
}
