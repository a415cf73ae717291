import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Scores of single stations") struct StationScoreTests {
  private let stations = [station("00001", 61, 11), station("00002", 60, 12), station("00003", 62, 10)]
  private let start = UTCTime(secondsSince1970: 1_704_067_200)

  private func table(_ day: Int, _ members: [[Double]]) -> Forecast {
    Forecast(
      .temperature2m, initTime: start + .hours(24 * day), leadTime: .hours(6),
      values: .stations(
        StationValues(
          identifiers: stations.map(\.id), coordinates: [nil, nil, nil], elevations: [nil, nil, nil],
          members: members)), origin: "table")
  }

  private func record(
    _ base: [Forecast], _ new: [Forecast], _ scores: [String]
  ) async throws -> EvaluationRecord {
    var plan = toyPlan(["base", "new"])
    plan.scores = scores
    plan.significance = PlannedSignificance(methodID: "t_independent", multiplicity: .none)
    let rows = (0..<base.count).flatMap { day in
      stations.map { FixedReports.Row(station: $0, time: start + .hours(24 * day + 6), value: 280) }
    }
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(
      plan, sources: [FixedSource("base", base), FixedSource("new", new)], reports: FixedReports(rows: rows)
    ).run(into: results)
    return try results.record()
  }

  /// `ttest_1samp` of scipy 1.17 and `multipletests(method="fdr_bh")` of statsmodels 0.15.0.
  @Test func differencesOfStationsAreTestedAndAdjustedOverTheStations() async throws {
    let errors = [[0.5, 0.6, 0.4, 0.7], [1.1, 0.9, 1.0, 1.2], [3, 3.5, 2.5, 3.2]]
    let base = (0..<4).map { table($0, [[281, 281, 281]]) }
    let new = (0..<4).map { day in table(day, [errors.map { 280 + $0[day] }]) }
    let record = try await record(base, new, ["mae", "correlation", "n"])
    let differences = record.stationDifferences.filter { $0.metric == "mae" }
    #expect(differences.map(\.station) == ["00001", "00002", "00003"])
    #expect(differences.allSatisfy { $0.system == "new" && $0.reference == "base" && $0.cases == 4 && $0.n == 4 })
    let p = [0.00605684879590839, 0.4950253460597112, 0.0022890700576299237]
    let adjusted = [0.009085273193862585, 0.4950253460597112, 0.006867210172889771]
    for (i, difference) in differences.enumerated() {
      #expect(abs((difference.pValue ?? 9) - p[i]) < 1e-9)
      #expect(abs((difference.adjustedPValue ?? 9) - adjusted[i]) < 1e-9)
    }
    let field = try #require(record.fields.first { $0.metric == "mae" })
    #expect((field.tested, field.smaller, field.greater) == (3, 1, 1))
    #expect(field.isSignificant)
    // Constant observations have no correlation, so that no difference of it is tested.
    let other = try #require(record.fields.first { $0.metric == "correlation" })
    #expect(other.tested == 0 && !other.isSignificant)
    #expect(!record.fields.contains { $0.metric == "n" })
  }

  /// |281 - 280| = 1 of the single forecast; of members 280 and 284 it is (0 + 4)/2 - 4/4 = 1, fair 0.
  @Test func ensemblesHaveTheirScoresAtStations() async throws {
    let base = (0..<2).map { table($0, [[281, 281, 281]]) }
    let new = (0..<2).map { table($0, [[280, 280, 280], [284, 284, 284]]) }
    let record = try await record(base, new, ["crps_ecdf", "crps_fair", "me"])
    func values(_ system: String, _ metric: String) -> [Double?] {
      record.stationScores.filter { $0.system == system && $0.metric == metric }.map(\.outcome.value)
    }
    #expect(values("base", "crps_ecdf") == [1, 1, 1])
    #expect(values("new", "crps_ecdf") == [1, 1, 1])
    #expect(values("new", "crps_fair") == [0, 0, 0])
    #expect(values("base", "crps_fair") == [nil, nil, nil])
    #expect(values("new", "me") == [2, 2, 2])
    #expect(record.stationDifferences.filter { $0.metric == "crps_ecdf" }.allSatisfy { $0.pValue == nil })
  }
}
