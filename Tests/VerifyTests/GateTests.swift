import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

/// A gate over runs of twelve days, two stations and two systems, of which `a` is the baseline.
@Suite("The gate of scores")
struct GateTests {
  let first: UTCTime

  init() throws { first = try time("2025-01-01T00") }

  /// Results of forecasts whose errors differ from day to day; `scale` is how large those of `b` are.
  private func results(
    _ scale: Double = 1, days: Int = 12, variables: [Variable] = [.temperature2m], observed shift: Double = 0,
    without lost: Set<Int> = [], _ change: (inout EvaluationPlan) -> Void = { _ in }
  ) async throws -> ResultsDatabase {
    var rows: [FixedReports.Row] = []
    var (a, b): ([Forecast], [Forecast]) = ([], [])
    for day in 0..<days {
      let initTime = first + .days(day)
      for lead in [TimeSpan.hours(6), .hours(12)] {
        for variable in variables {
          let base = 280 + Double(day % 4)
          let error = 1 + 0.3 * Double((day * 7) % 5)
          a.append(forecast(variable, from: initTime, at: lead, try toyField { _ in Float(base + error) }))
          b.append(forecast(variable, from: initTime, at: lead, try toyField { _ in Float(base + scale * error) }))
          for (i, station) in [station("00001", 61, 11), station("00002", 61, 12)].enumerated()
          where !(i == 1 && lost.contains(day)) {
            rows.append(
              FixedReports.Row(station: station, time: initTime + lead, value: base + shift, variable: variable))
          }
        }
      }
    }
    var plan = toyPlan(["a", "b"], variables: variables)
    change(&plan)
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(
      plan, sources: [FixedSource("a", a), FixedSource("b", b)], reports: FixedReports(rows: rows)
    ).run(into: results)
    return results
  }

  private func policy(_ yaml: String = "method: t_independent") throws -> GatePolicy {
    try GatePolicy(yaml: yaml, file: URL(filePath: "/policy.yaml"))
  }

  private func gate(
    _ results: ResultsDatabase, _ reference: ResultsDatabase, _ yaml: String = "method: t_independent"
  ) throws -> GateRecord {
    let written = try Fixture.temporaryFolder().appending(path: "reference.json")
    try reference.gateReference(try policy(yaml)).json().write(to: written, atomically: true, encoding: .utf8)
    return try results.gate(
      against: try GateReference(contentsOf: written), try policy(yaml), named: "reference.json")
  }

  @Test func theSameResultsAreNotWorse() async throws {
    let results = try await results()
    let record = try gate(results, results, "lead-times: [all, 6h, 6h..12h]\nscores: [rmse, mae]")
    #expect(record.outcome == .notWorse)
    #expect(record.comparisons.count == 6)
    #expect(record.comparisons.allSatisfy { $0.system == "b" && $0.degradation == 0 && $0.cases == 12 })
    #expect(Set(record.comparisons.map(\.leadTimes)) == ["all", "6h", "6h..12h"])
  }

  @Test func aFileInAnotherFolderIsTheSameFileAndOneWithOtherBytesIsNot() {
    let reference = GateReference(
      title: "", pairs: "common", settings: [:],
      inputs: ["observations a/1.txt": "one", "observations a/2.txt": "two", "climatology c.nc": "three"],
      definitions: [:], series: [])
    #expect(
      reference.changedInputs([
        "observations b/1.txt": "one", "observations a/2.txt": "two", "climatology c.nc": "three",
      ])
        == [])
    #expect(
      reference.changedInputs(["observations a/1.txt": "one", "observations a/2.txt": "other"])
        == ["climatology c.nc", "observations a/2.txt"])
  }

  @Test func largerErrorsAreWorseAndSmallerOnesAreNot() async throws {
    let reference = try await results()
    let worse = try gate(try await results(1.1), reference)
    #expect(worse.outcome == .worse)
    let found = try #require(worse.comparisons.first)
    #expect(abs((found.relativeDegradation ?? 0) - 0.1) < 1e-4)
    #expect(found.variable == .temperature2m && found.score == "rmse" && found.cases == 12 && found.n == 48)
    #expect(try gate(try await results(0.9), reference).outcome == .notWorse)
    let sized = try gate(try await results(1.1), reference, "method: t_independent\npractical-size: 15%")
    #expect(sized.outcome == .notWorse)
  }

  @Test func aReferenceKeepsEveryBitAndHasALineForEachInitialTime() async throws {
    let results = try await results(1.237)
    let reference = try results.gateReference(try policy())
    let text = try reference.json()
    #expect(try results.gateReference(try policy()).json() == text)
    #expect(text.split(separator: "\n").count { $0.contains("\"2025-01-") } == 12)
    let decoded = try JSONDecoder().decode(GateReference.self, from: Data(text.utf8))
    let series = try #require(decoded.series.first)
    #expect(decoded.series.count == 1 && series.scores == ["rmse"])
    let sums = try series.sums(of: ErrorMoments())
    let scorer = try results.scorer(.common)
    let targets = try policy().targets(scorer, systems: try results.systems())
    #expect(try sums == scorer.sums(of: try #require(targets.first)))
  }

  @Test func otherPairsCannotBeCompared() async throws {
    let reference = try await results()
    func reason(_ results: ResultsDatabase, _ yaml: String = "") throws -> String? {
      let record = try gate(results, reference, yaml)
      #expect(record.outcome == .incomparable)
      return record.problems.first ?? record.comparisons.first?.verdict.reason
    }
    #expect(
      try reason(try await results(days: 11)) == "initial times of the reference are missing: 2025-01-12T00:00:00Z")
    #expect(
      try reason(try await results(without: [3]))
        == "other pairs: 2 from 2025-01-04T00:00:00Z, and 4 in the reference")
    #expect(try reason(try await results(observed: 0.5))?.hasPrefix("other observations: their mean from 2025") == true)
    let interpolated = try await results { $0.matching.method = .nearest }
    #expect(try reason(interpolated) == "interpolation: bilinear in the reference, nearest in the evaluation")
    let common = try gate(try await results(days: 11), reference, "initial-times: common")
    #expect(common.outcome == .notWorse && common.comparisons.first?.cases == 11)
  }

  @Test func aVariableThatIsLostOrNewIsNamed() async throws {
    let both = try await results(variables: [.temperature2m, .windSpeed10m])
    let one = try await results()
    let lost = try gate(one, both)
    #expect(lost.outcome == .incomparable)
    #expect(lost.comparisons.last?.variable == .windSpeed10m)
    #expect(lost.comparisons.last?.verdict.reason == "the evaluation does not have it, and the reference does")
    let new = try gate(both, one)
    #expect(new.comparisons.map(\.verdict.id) == ["not_worse", "incomparable"])
  }

  @Test func aPolicyThatNamesWhatIsNotThereIsRefused() async throws {
    let results = try await results()
    func problem(_ yaml: String) throws -> String {
      let error = #expect(throws: VerifyError.self) { try results.gateReference(try policy(yaml)) }
      return try #require(error).description
    }
    #expect(try problem("systems: c").contains("the system 'c', which the evaluation does not have"))
    #expect(try problem("strata: [europe]").contains("the stratum 'europe'"))
    #expect(try problem("scores: [rsme]").contains("Did you mean 'rmse'?"))
    #expect(try problem("scores: [me]").contains("neither better nor worse"))
    #expect(try problem("variables: [msl]").contains("the variable 'msl'"))
  }

  @Test(arguments: [
    ("score: rmse", "policy.yaml:1: unknown key 'score'. Did you mean 'scores'?"),
    ("confidence: 2", "'confidence' is '2'"), ("minimum-cases: 1", "'minimum-cases' is '1'"),
    ("practical-size: lots", "'practical-size' is 'lots'; expected a size such as 1% or 0.1"),
    ("practical-size: {rsme: 1%}", "'rsme', which is no score"), ("lead-times: [never]", "'lead-times'"),
    ("method: two_way", "'method' is 'two_way'"), ("- a", "the policy is a list"),
  ])
  func wrongPoliciesNameTheLine(_ yaml: String, _ expected: String) throws {
    let error = #expect(throws: VerifyError.self) { try policy(yaml) }
    #expect(try #require(error).description.contains(expected), "\(String(describing: error))")
  }

  @Test func everyKeyOfAPolicyIsInItsPage() throws {
    let page = try String(contentsOf: Fixture.root.appending(path: "docs/gate.md"), encoding: .utf8)
    for key in GatePolicy.keys { #expect(page.contains("| `\(key.name)` |"), "\(key.name)") }
  }

  @Test(arguments: ["", "{", "{}", "{\"form\": \"verify reference 99\"}", "[1]"])
  func aBrokenReferenceIsAnError(_ text: String) throws {
    let file = try Fixture.temporaryFolder().appending(path: "reference.json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: VerifyError.self) { try GateReference(contentsOf: file) }
    #expect(try #require(error).description.contains("reference.json"))
  }
}
