import Fields
import Formats
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Wind vectors of real data", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct WindRealDataTests {
  /// Five members of WRF against the sixth in the place of an analysis, 24 h from 2009-12-31 12 UTC, on one grid whose
  /// winds run along its own axes: ecCodes 2.50.0, NumPy 2.4.6 and scoringrules 0.10.0 of the values as they are in the
  /// files, in Float64; ours are turned, in Float32.
  @Test func anEnsembleOfFieldsGivesTheNumbersOfAScript() async throws {
    let folder = "../../shared/data/met/data/sample_fcst/2009123112/"
    let members = ["arw-fer-gep1", "arw-fer-gep5", "arw-sch-gep2", "arw-sch-gep6", "arw-tom-gep3"]
    let plan = try EvaluationPlan(
      yaml: """
        forecasts: [{name: wrf, members: [\(members.map { folder + $0 }.joined(separator: ", "))]}]
        observations: {analysis: \(folder)arw-tom-gep7}
        variables: wind10m
        matching: {interpolation: nearest}
        scores: [n, rmsve, wind_speed_me, wind_speed_mae, es_ecdf_wind, es_fair_wind]
        """, file: Fixture.root.appending(path: "Examples/wind.yaml"))
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan).run(into: results)
    let scores = try results.record().scores.filter { $0.leadTime == nil }
    let expected = [
      "n": 26026, "rmsve": 1.6898586338295951, "wind_speed_me": -0.1710263118827872,
      "wind_speed_mae": 0.8414445908193112, "es_ecdf_wind": 0.9650795785358548, "es_fair_wind": 0.7907811047246421,
    ]
    #expect(scores.count == expected.count)
    for score in scores {
      let theirs = try #require(expected[score.metric])
      let ours = score.outcome.value ?? .nan
      #expect(abs(ours - theirs) < 1e-6 * max(1, abs(theirs)), "\(score.metric): ours \(ours), script \(theirs)")
    }
  }

  /// 5212 directions and 5205 speeds in the file; NumPy 2.4.6 of those with both, or calm: 5199, and 19 without.
  @Test func speedsAndDirectionsOfVobsAreComponents() async throws {
    let file = try #require(Fixture.shared("harp/vobs/vobs2019021700"))
    let store = try ObservationStore.inMemory()
    _ = try store.importFile(
      file, reader: try Formats.Catalogue.observationReader(of: file, format: nil, options: ReaderOptions()))
    let time = try time("2019-02-17")
    let reports = try await WindReports(source: store).reports(
      of: Variable(.windVector, .height(10)), from: time, through: time)
    let whole = reports.values.indices.filter { !reports.values[$0].isNaN }
    #expect(whole.count == 5199)
    #expect(reports.count - whole.count == 19)
    let means = [reports.values, reports.northwardValues].map { values in
      whole.map { values[$0] }.reduce(0, +) / Double(whole.count)
    }
    #expect(abs(means[0] - 0.7382940313047305) < 1e-9)
    #expect(abs(means[1] + 0.017539921887445672) < 1e-9)
  }
}
