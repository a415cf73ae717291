import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("An analysis in the place of observations")
struct AnalysisReportsTests {
  let first: UTCTime

  init() throws { first = try time("2018-11-18T00") }

  @Test func everyCellOfTheAnalysisIsScoredAgainstTheSameCell() async throws {
    let leads = [6, 12].map { TimeSpan.hours($0) }
    // Value of the cell; the analysis is 2 lower and lacks cell 5.
    let forecasts = try leads.map { forecast(from: first, at: $0, try toyField()) }
    let analyses = try leads.map {
      forecast(from: first + $0, at: .zero, try toyField { $0 == 5 ? .nan : Float(10 * ($0 / 4) + $0 % 4) - 2 })
    }
    let plan = toyPlan(["a"], matching: Matching(method: .nearest))
    let reports = try await AnalysisReports(FixedSource("analysis", analyses))
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan, sources: [FixedSource("a", forecasts)], reports: reports).run(into: results)
    let record = try results.record(pairing: .all)
    let all = record.scores.filter { $0.leadTime == nil }
    #expect(all.first { $0.metric == "n" }?.outcome.value == 22)
    #expect(all.first { $0.metric == "me" }?.outcome.value == 2)
    #expect(all.first { $0.metric == "stde" }?.outcome.value == 0)
    #expect(
      record.stationScores.contains { $0.station == "cell 11" }
        && !record.stationScores.contains { $0.station == "cell 5" })
  }

  @Test func theAnalysisOfTheShortestLeadCounts() async throws {
    let held = [
      forecast(from: first, at: .hours(12), try toyField { _ in 1 }),
      forecast(from: first + .hours(6), at: .hours(6), try toyField { _ in 2 }),
    ]
    let source = try await AnalysisReports(FixedSource("analysis", held))
    let valid = first + .hours(12)
    let reports = try await source.reports(of: .temperature2m, from: valid, through: valid)
    #expect(Set(reports.values) == [2])
    #expect(try source.timeSpan(of: .temperature2m) == valid...valid)
    #expect(try await source.reports(of: .windSpeed10m, from: valid, through: valid).count == 0)
  }

  @Test func anEnsembleIsNoAnalysis() async throws {
    let held = forecast(from: first, at: .zero, try toyField(), try toyField())
    let source = try await AnalysisReports(FixedSource("analysis", [held]))
    await #expect(throws: VerifyError.self) {
      try await source.reports(of: .temperature2m, from: first, through: first)
    }
  }
}
