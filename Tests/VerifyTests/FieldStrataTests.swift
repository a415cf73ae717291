import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Strata and members of fields")
struct FieldStrataTests {
  let first: UTCTime

  init() throws { first = try time("2018-11-18T00") }

  private func plan(
    _ names: [String] = ["a"], strata: [Stratum] = [], scores: [String]? = nil
  ) -> EvaluationPlan {
    var plan = toyPlan(names)
    plan.observations = PlannedObservations(origin: .fields(PlannedAnalysis(files: [], weights: .none)))
    plan.strata = strata
    plan.scores = scores
    return plan
  }

  private func record(
    _ plan: EvaluationPlan, _ systems: [[Forecast]], _ analyses: [Forecast], heights: Field? = nil, threads: Int = 1
  ) async throws -> EvaluationRecord {
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    let analysis = FixedSource("analysis", analyses, invariants: heights.map { [.surfaceAltitude: $0] } ?? [:])
    let evaluation = try await Evaluation(
      plan, sources: zip(plan.systems, systems).map { FixedSource($0.name, $1) }, analysis: analysis)
    _ = try await evaluation.run(into: results, threads: threads)
    return try results.record(pairing: .all)
  }

  private func value(_ record: EvaluationRecord, _ metric: String, _ stratum: String = "all", _ system: String = "a")
    -> Double?
  {
    record.scores.first {
      $0.system == system && $0.metric == metric && $0.stratum == stratum && $0.leadTime == nil
    }?.outcome.value
  }

  private func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    value.map { abs($0 - expected) < tolerance } ?? false
  }

  private func observed(_ name: String, _ thresholds: Threshold...) -> Stratum {
    Stratum(name: name, .observed, .observed(ObservedCondition(.temperature2m, thresholds)))
  }

  @Test func cellsAreChosenByWhatWasAnalysed() async throws {
    let warm = observed("warm", Threshold(.atLeast, 286))
    let west = Stratum(name: "west", region: .box(Region.Box(south: 59, north: 63, west: 9, east: 11)))
    let band = observed("band", Threshold(.atLeast, 282), Threshold(.below, 286))
    let other = Stratum(
      name: "wind", .observed, .observed(ObservedCondition(.windSpeed10m, [Threshold(.above, 0)])))
    let times = [first, first + .days(1)]
    // The analysis is 280 + cell, and a day later 290 - cell; the error is the number of the cell.
    let forecasts = try times.enumerated().map { day, time in
      forecast(from: time, at: .hours(6), try toyField { day == 0 ? 280 + Float(2 * $0) : 290 })
    }
    let analyses = try times.enumerated().map { day, time in
      forecast(from: time + .hours(6), at: .zero, try toyField { day == 0 ? 280 + Float($0) : 290 - Float($0) })
    }
    let record = try await record(
      plan(strata: [warm, west, band, other, .product(of: [west, warm])]), [forecasts], analyses)
    // Cells 6 to 11 on the first day, 0 to 4 on the second.
    #expect(value(record, "n", "warm") == 11)
    #expect(isNear(value(record, "me", "warm"), 61.0 / 11))
    // 2 to 5, then 5 to 8.
    #expect(value(record, "n", "band") == 8 && value(record, "me", "band") == 5)
    // Columns 0 and 1: of the warm ones 8 and 9, then 0, 1 and 4.
    #expect(value(record, "n", "west x warm") == 5 && value(record, "me", "west x warm") == 4.4)
    #expect(value(record, "n", "wind") == nil)
    #expect(value(record, "n") == 24)
    let note = record.stratumDefinitions.first { $0.name == "warm" }?.note
    #expect(note?.contains("forecaster's dilemma") == true)
  }

  @Test func everyCellTellsItsStrata() async throws {
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { _ in 281 })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { 280 + Float($0) })]
    let explainer = Explainer(
      try await Evaluation(
        plan(strata: [observed("warm", Threshold(.atLeast, 286))]), sources: [FixedSource("a", forecasts)],
        analysis: FixedSource("analysis", analyses)))
    for (longitude, strata) in [(10.0, ["all"]), (12, ["all", "warm"])] {
      let story = try await explainer.stories(
        at: Coordinate(latitude: 61, longitude: longitude), validTime: first + .hours(6))
      #expect(story.map(\.strata) == [strata])
    }
  }

  @Test func partsOfStrataAreThoseOfAFilter() throws {
    var parts = CellParts(cellCount: 8)
    parts.addAll()
    try parts.addStratum { $0 < 5 }
    try parts.addStratum { $0 >= 3 }
    let bits = (0..<8).map { UInt64($0 % 2 == 0 ? 1 : 0) | ($0 > 5 ? 2 : 0) }
    let refined = try parts.refined(by: bits, needed: [0, 1, 3])
    func cells(_ stratum: Int) -> [Int] { (0..<8).filter { refined.isCell($0, inStratum: stratum) } }
    #expect(cells(0) == Array(0..<8) && cells(1) == [0, 2, 4] && cells(2) == [6])
    let none = try parts.refined(by: [UInt64](repeating: 0, count: 8), needed: [0, nil, 0])
    #expect(none.strata[1].isEmpty && none.strata[2].count == parts.strata[2].count)
  }

  @Test func heightsAreThoseOfTheAnalysis() async throws {
    let low = Stratum(name: "low", .height, .place(.height(from: nil, below: 500)))
    let high = Stratum(name: "high", .height, .place(.height(from: 500, below: nil)))
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { 280 + Float($0) })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    let heights = try toyField { $0 == 5 ? .nan : Float(100 * $0) }
    let record = try await record(plan(strata: [low, high]), [forecasts], analyses, heights: heights)
    #expect(value(record, "n", "low") == 5 && value(record, "me", "low") == 2)
    #expect(value(record, "n", "high") == 6 && value(record, "me", "high") == 8.5)
    #expect(record.outside.map(\.outside) == [1])
    let error = try await #require(throws: VerifyError.self) {
      _ = try await self.record(plan(strata: [low]), [forecasts], analyses)
    }
    #expect(error.problem.contains("needs the height of the surface"))
  }

  /// CRPS, its fair form and the spread of members 280, 281 and 284 against 281 and against 286 by hand:
  /// mean distances 4/3 and 13/3, of all pairs of members 16/9 and among different ones 8/3; the variance is 13/3.
  @Test func membersAreScoredAsMembers() async throws {
    let members = try [280, 281, 284].map { value in try toyField { _ in Float(value) } }
    let ensemble = Forecast(
      .temperature2m, initTime: first, leadTime: .hours(6), values: .fields(members), origin: "toy")
    let single = forecast(from: first, at: .hours(6), try toyField { _ in 282 })
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { $0 < 6 ? 281 : 286 })]
    var plan = plan(
      ["a", "b"],
      scores: ["me", "crps_ecdf", "crps_fair", "spread", "rank_outliers", "brier(>=282)", "crps_reliability"])
    let found = try await record(plan, [[ensemble], [single]], analyses)
    // 17/6 less 8/9 and less 4/3.
    #expect(isNear(value(found, "crps_ecdf"), 35.0 / 18))
    #expect(isNear(value(found, "crps_fair"), 1.5))
    #expect(isNear(value(found, "spread"), (13.0 / 3).squareRoot()))
    // One of three members is warm: against no event and against one, 1/9 and 4/9.
    #expect(isNear(value(found, "brier"), 5.0 / 18))
    #expect(value(found, "crps_ecdf", "all", "b") == 2.5)
    #expect(isNear(value(found, "me"), -11.0 / 6, 3e-5))
    #expect(value(found, "rank_outliers") != nil && value(found, "crps_reliability") != nil)
    plan.scores = nil
    let usual = try await record(plan, [[ensemble], [single]], analyses)
    #expect(value(usual, "crps_fair") == value(found, "crps_fair"))
    let alone = try await record(self.plan(["b"]), [[single]], analyses)
    #expect(!alone.scores.contains { $0.metric == "crps_fair" })
  }

  @Test func aCellThatAMemberMissesIsMissing() async throws {
    let members = [try toyField { _ in 280 }, try toyField { $0 == 3 ? .nan : 282 }]
    let ensemble = Forecast(
      .temperature2m, initTime: first, leadTime: .hours(6), values: .fields(members), origin: "toy")
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 281 })]
    let record = try await record(plan(scores: ["n", "crps_ecdf"]), [[ensemble]], analyses)
    #expect(record.ledger.map(\.ledger.used) == [11] && record.ledger.map { $0.ledger.rejected[.mask] } == [1])
    #expect(value(record, "n") == 11 && value(record, "crps_ecdf") == 0.5)
  }
}
