import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

/// The examples on real data, against numbers that other programs gave.
@Suite("Real forecasts against real observations", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct RealDataTests {
  private func example(_ name: String) throws -> EvaluationPlan {
    try EvaluationPlan(contentsOf: Fixture.root.appending(path: "Examples/\(name).yaml"))
  }

  private func results(_ plan: EvaluationPlan) async throws -> ResultsDatabase {
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan).run(into: results, threads: 2)
    return results
  }

  private func value(
    _ metric: String, of system: String, _ variable: String, lead: TimeSpan? = nil, in record: EvaluationRecord
  ) -> Double {
    record.scores.first {
      $0.metric == metric && $0.system == system && $0.variable.description == variable && $0.leadTime == lead
    }?.outcome.value ?? .nan
  }

  /// `verif raw.txt kf.txt -m mae -x leadtime -type text`, also rmse and bias, of verif 1.4.0, to its four digits.
  @Test(arguments: [
    ("raw", 0, 2.524, 3.099, -2.187), ("raw", 12, 2.221, 2.813, 1.776), ("raw", 24, 3.364, 4.172, -2.49),
    ("kf", 0, 0.8359, 1.035, -0.2041), ("kf", 12, 0.9464, 1.183, -0.1457), ("kf", 24, 2.392, 2.946, -0.2723),
  ])
  func scoresOfVerifTextAreThoseOfVerif(
    _ system: String, _ lead: Int, _ mae: Double, _ rmse: Double, _ bias: Double
  ) async throws {
    var plan = try example("verif-raw-kf")
    plan.leadTimes = [.hours(lead)]
    let record = try await results(plan).record()
    for (metric, expected) in [("mae", mae), ("rmse", rmse), ("me", bias)] {
      let ours = value(metric, of: system, "t2m", lead: .hours(lead), in: record)
      #expect(abs(ours - expected) <= 6e-4 * max(1, abs(expected)), "\(metric): \(ours), verif \(expected)")
    }
  }

  /// Joined on station, time and 5 km by a script of its own over sqlite3 and the vobs text, NumPy 2.4.6.
  @Test func mepsAndAromeArcticGiveTheNumbersOfAScript() async throws {
    var plan = try example("meps-arome-arctic")
    plan.leadTimes = [.hours(0), .hours(24)]
    plan.initTimes.to = plan.initTimes.from ?? UTCTime(year: 2019, month: 2, day: 17)
    let vobs = try #require(Fixture.shared("harp/vobs"))
    plan.observations.origin = .files(["vobs2019021700", "vobs2019021800"].map { vobs.appending(path: $0) })
    let results = try await results(plan)
    let expected: [(Matching.Pairing, String, String, Double, Double, Double)] = [
      (.all, "meps", "t2m", 1528, -0.3902805693717277, 1.7112128074935358),
      (.all, "arome-arctic", "t2m", 334, 0.08672625748502871, 2.046481867750905),
      (.common, "meps", "t2m", 308, 0.2863021753246734, 2.0307790738405145),
      (.common, "arome-arctic", "t2m", 308, 0.021055259740258882, 2.0575445545491124),
      (.all, "meps", "ws10m", 1434, 0.07695642370990236, 1.8891123874871252),
      (.all, "arome-arctic", "ws10m", 311, 0.3486277064308681, 2.841266958665516),
      (.common, "meps", "ws10m", 283, 0.18105160212014132, 2.7056430727349423),
      (.common, "arome-arctic", "ws10m", 283, 0.1974717904593639, 2.732960654691363),
    ]
    for (pairing, system, variable, n, me, rmse) in expected {
      let record = try results.record(pairing: pairing)
      #expect(value("n", of: system, variable, in: record) == n)
      #expect(abs(value("me", of: system, variable, in: record) - me) < 1e-10)
      #expect(abs(value("rmse", of: system, variable, in: record) - rmse) < 1e-10)
    }
  }

  /// Nearest cells on the polar stereographic plane by NumPy 2.4.6, values by ecCodes 2.50.0 in Float64; ours are
  /// Float32.
  @Test func theWRFEnsembleGivesTheNumbersOfAScript() async throws {
    let record = try await results(try example("wrf-precipitation-ensemble")).record()
    let expected = [
      ("n", 1126), ("me", 1.0726613380698642), ("rmse", 12.542013292311228), ("correlation", 0.786219933393851),
      ("crps_ecdf", 3.900725774620091), ("crps_fair", 3.496492007104796),
    ]
    for (metric, number) in expected {
      let ours = value(metric, of: "wrf", "tp24h", in: record)
      #expect(abs(ours - number) < 1e-7 * max(1, abs(number)), "\(metric): \(ours), script \(number)")
    }
  }

  /// Cell by cell on the common grid, values by ecCodes 2.50.0 in Float64, NumPy 2.4.6: `Scripts/check_examples.py`.
  @Test func theWRFEnsembleAgainstStageIVGivesTheNumbersOfAScript() async throws {
    let record = try await results(try example("wrf-precipitation-stage4")).record()
    let expected = [
      ("n", 15480), ("me", 2.1374903), ("mae", 4.4763254), ("rmse", 10.753079), ("crps_ecdf", 3.4428591),
    ]
    for (metric, number) in expected {
      let ours = value(metric, of: "wrf", "tp24h", in: record)
      #expect(abs(ours - number) < 1e-7 * number, "\(metric): \(ours), script \(number)")
    }
  }

  /// Linear along both bracketing rows and then across, from the values and reports that ecCodes 2.50.0 decodes, by
  /// NumPy 2.4.6.
  @Test func ifsAgainstSynopGivesTheNumbersOfAScript() async throws {
    let record = try await results(try example("ifs-hres-t2m")).record()
    let expected = [
      ("n", 1471), ("me", -0.20172296665758604), ("rmse", 2.4249772654308885), ("stde", 2.4165724865146365),
      ("error_min", -10.236664005197724), ("error_max", 14.798079923972125), ("mae", 1.806320772704862),
    ]
    for (metric, number) in expected {
      let ours = value(metric, of: "ifs-hres", "t2m", in: record)
      #expect(abs(ours - number) < 1e-6, "\(metric): \(ours), script \(number)")
    }
  }

  /// By NumPy 2.4.6, scores 2.7.0 (twCRPS) and scoringrules 0.10.0 (quantile score), as in
  /// `Scripts/check_examples.py`.
  @Test func theEventsOfTheWRFEnsembleHaveTheNumbersOfAScript() async throws {
    let record = try await results(example("wrf-precipitation-events")).record()
    let expected: [(String, String, Double)] = [
      ("brier", ">=10", 0.0647572528), ("brier_reliability", ">=10", 0.0058163253),
      ("brier_resolution", ">=10", 0.0960900061), ("roc_area", ">=10", 0.9484839200),
      ("brier_fair", ">=10", 0.0585553582), ("twcrps_ecdf", ">=10", 3.2233683644), ("csi", ">=10", 0.6550522648),
      ("brier", ">=25.4", 0.0534093152), ("ets", ">=0.1", 0.6952827689), ("rps", "0.1|1|10", 0.1986382475),
      ("ensemble_quantile_score", "0.9", 1.7346136749), ("crps_reliability", "", 0.3775750301),
    ]
    for (metric, threshold, value) in expected {
      let score = record.scores.first {
        $0.metric == metric && $0.threshold ?? "" == threshold && $0.leadTime == nil
      }
      let ours = try #require(score?.outcome.value, "\(metric)(\(threshold))")
      #expect(abs(ours - value) <= 1e-8 * max(1, abs(value)), "\(metric)(\(threshold)): \(ours)")
    }
    // Ranks are parts of all pairs, and curves begin and end as they have to.
    let ranks = try #require(record.curves.first { $0.kind == .rankHistogram && $0.leadTime == nil })
    #expect(ranks.points.count == 7 && abs(ranks.points.reduce(0) { $0 + $1.y } - 1) < 1e-12)
    let roc = try #require(record.curves.first { $0.kind == .roc && $0.leadTime == nil && $0.threshold == ">=10" })
    #expect(roc.points.first.map { [$0.x, $0.y] } == [0, 0] && roc.points.last.map { [$0.x, $0.y] } == [1, 1])
    let reliability = record.curves.first {
      $0.kind == .reliability && $0.leadTime == nil && $0.threshold == ">=10"
    }
    #expect(reliability?.points.reduce(0) { $0 + ($1.weight ?? 0) } == 1126)
  }
}
