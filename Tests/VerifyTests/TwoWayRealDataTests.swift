import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Two-way limits of real data", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct TwoWayRealDataTests {
  /// AROME-Arctic less MEPS, 1300 pairs of 2 initial times and 178 stations, joined by a script of its own:
  /// `OLS(d, 1).fit(cov_type="cluster", cov_kwds={"groups": [time, station]})` of statsmodels 0.15.0, d the difference of
  /// errors, of their sizes and squares, and of the roots made linear; the t of SciPy 1.17.1 for 1 degree of freedom. The
  /// largest relative difference from ours is below 1e-10.
  @Test func theyAreThoseOfStatsmodels() async throws {
    var plan = try EvaluationPlan(contentsOf: Fixture.root.appending(path: "Examples/meps-arome-arctic.yaml"))
    let vobs = try #require(Fixture.shared("harp/vobs"))
    plan.observations.origin = .files(
      ["00", "03", "06", "09", "12", "15"].map { vobs.appending(path: "vobs20190217\($0)") })
    plan.variables = [.temperature2m]
    plan.significance = PlannedSignificance(methodID: "two_way", multiplicity: .none)
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan).run(into: results, threads: 2)
    let expected = [
      ("me", -0.0917486153846141, 0.11932731319110056, 0.5827107425629112),
      ("mae", 0.010211776923073635, 0.058096070737465304, 0.8892303636304421),
      ("mse", 0.09811403973999384, 0.10456538846376516, 0.5202569643513447),
      ("rmse", 0.035919133845227054, 0.040157524557474, 0.5354308001585486),
      ("stde", 0.03402023285014827, 0.025628923304714026, 0.41102563311229556),
    ]
    let differences = try results.record().differences.filter { $0.leadTime == nil }
    for (metric, mean, error, p) in expected {
      let ours = try #require(differences.first { $0.metric == metric })
      #expect(ours.n == 1300)
      #expect(ours.methodNote == "clusters: 2 initial times, 178 stations")
      let reach = (try #require(ours.upper) - (try #require(ours.lower))) / 2
      for (a, b) in [
        (try #require(ours.outcome.value), mean), (reach / 12.706204736174698, error), (try #require(ours.pValue), p),
      ] {
        #expect(abs(a - b) < 1e-10 * max(1, abs(b)), "\(metric): ours \(a), statsmodels \(b)")
      }
    }
  }
}
