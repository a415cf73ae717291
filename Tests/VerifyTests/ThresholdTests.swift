import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

/// Scores of events, and others with a parameter, from the evaluation file on.
@Suite("Thresholds")
struct ThresholdTests {
  let folder: URL

  init() throws {
    folder = try Fixture.temporaryFolder()
    for name in ["a.grib", "obs.bufr"] { try Data("x".utf8).write(to: folder.appending(path: name)) }
  }

  private func plan(_ lines: String, variables: String = "ws10m, t2m, tp24h") throws -> EvaluationPlan {
    try EvaluationPlan(
      yaml: """
        forecasts: {name: a, files: a.grib}
        observations: {files: [obs.bufr]}
        variables: [\(variables)]
        \(lines)
        """, file: folder.appending(path: "evaluation.yaml"))
  }

  private func problem(_ lines: String, variables: String = "ws10m, t2m, tp24h") -> String {
    let error = #expect(throws: VerifyError.self) { try plan(lines, variables: variables) }
    return (error?.description ?? "").replacing(folder.path + "/", with: "")
  }

  private func names(_ plan: EvaluationPlan, _ variable: Variable, withEnsembles: Bool = false) throws -> [String] {
    try ScoreSelection(plan).metrics(of: variable, withEnsembles: withEnsembles).map(\.name)
  }

  private let day = Variable.precipitation(.hours(24))

  // MARK: - Reading

  @Test func limitsAreInTheCanonicalUnitOfTheirVariable() throws {
    let plan = try plan(
      """
      thresholds:
        ws10m: [">= 10 m/s", ">54 km/h", "> 20 kt", ">= 5"]
        t2m: ["< 0 degC", ">= 25°C", "<= 14 degF"]
        tp24h: [">= 1 mm", "> 0.3mm", ">= 0.01 m"]
      """)
    #expect(plan.thresholds[.windSpeed10m]?.map(\.description) == [">=10", ">15", ">10.2888888889", ">=5"])
    #expect(plan.thresholds[.temperature2m]?.map(\.description) == ["<273.15", ">=298.15", "<=263.15"])
    #expect(plan.thresholds[day]?.map(\.description) == [">=1", ">0.3", ">=10"])
  }

  @Test func thresholdsOfAClimatologyHaveNoUnit() throws {
    try Data("x".utf8).write(to: folder.appending(path: "c.nc"))
    let plan = try plan("climatology: c.nc\nthresholds: {ws10m: [\">= q0.95\", \"<q0.05\", \">= rp5y\"]}")
    #expect(plan.thresholds[.windSpeed10m]?.map(\.description) == [">=q0.95", "<q0.05", ">=rp5y"])
  }

  @Test func wrongThresholdsAreErrorsThatSayWhatToWrite() {
    for (line, words) in [
      ("thresholds: {ws10m: [\">= 10 degC\"]}", ["evaluation.yaml:4", "measured in m s-1", "\">= 10 m/s\""]),
      ("thresholds: {ws10m: [\">= 10 furlongs\"]}", ["'furlongs'", "\">= 10 m/s\""]),
      ("thresholds: {ws10m: [\"10 m/s\"]}", ["is no threshold", "\">= 10 m/s\"", "q0.05"]),
      ("thresholds: {ws10m: [\">= q95\"]}", ["is no threshold"]),
      ("thresholds: {tp24h: [\">= 1e306 m\"]}", ["'>= 1e306 m' is too large a number in kg m-2"]),
      ("scores: [\"pod(>= 1e306 m)\"]", ["'pod(>= 1e306 m)' are too large"]),
      ("scores: [\"tw_mae([1,1.0000000000000002] degC)\"]", ["too near to one another"]),
      ("thresholds: {msl: [\">= 1000 hPa\"]}", ["msl", "not among the 'variables'"]),
      ("thresholds: {wsp10m: [\">= 10 m/s\"]}", ["'wsp10m'"]),
      ("thresholds: {ws10m: [\">= 10 m/s\", \">= 10\"]}", ["occurs twice"]),
      ("thresholds: {ws10m: [>= 10 m/s]}", ["put thresholds in quotes"]),
      ("thresholds: {ws10m: [\">= q0.95\"]}", ["needs a climatology", "verify climatology build --variable ws10m"]),
      ("scores: [acc_centred]", ["needs a climatology", "'climatology: FILE'"]),
      ("scores: [pod]", ["no threshold", "'thresholds: {ws10m: [\">= 10 m/s\"]}'", "\"pod(>= 10 m/s)\""]),
      ("scores: [events]", ["need thresholds", "ws10m"]),
      ("scores: [\"pod(>= 10)\"]", ["does not say its unit", "ws10m in m s-1", "\"pod(>= 10 m/s)\""]),
      ("scores: [\"pod(>= 10 hPa)\"]", ["no variable of the evaluation is measured so"]),
      ("scores: [\"pod(>= 10 parsec)\"]", ["'parsec'"]),
      ("scores: [\"power_ratio(105..200)\"]", ["power_ratio", "above 100 in whole tens like '101..200'"]),
      ("scores: [\"fss(>= 1 m/s at 4 cells)\"]", ["lacks the parameter of fss", "an odd number of cells like"]),
      ("scores: [\"pod(10 m/s)\"]", ["lacks the parameter of pod", "pod(>=1)"]),
      ("scores: [\"quantile_score(2)\"]", ["quantile_score(0.9)"]),
      ("scores: [quantile_score]", ["quantile_score(0.9)", "verify scores --list quantile_score"]),
      ("scores: [\"quantile_score(0.9 m/s)\"]", ["quantile_score(0.9)"]),
      ("scores: [\"rmse(>=1)\"]", ["no score is called"]),
      ("scores: [eventz]", ["'events'"]),
    ] {
      let text = problem(line)
      for word in words { #expect(text.contains(word), "\(line): \(text)") }
    }
    #expect(problem("thresholds: {wd10m: [\">= 10 m/s\"]}", variables: "wd10m").contains("ws10m"))
    #expect(problem("thresholds: {wind10m: [\">= 10 m/s\"]}", variables: "wind10m").contains("ws10m"))
  }

  // MARK: - Choosing

  @Test func aScoreOfEventsTakesEveryThresholdOfItsVariable() throws {
    let plan = try plan(
      "scores: [rmse, pod, csi]\nthresholds: {ws10m: [\">= 10 m/s\", \">= 15 m/s\"], tp24h: \">= 1 mm\"}")
    #expect(
      try names(plan, .windSpeed10m) == ["rmse", "pod(>=10)", "pod(>=15)", "csi(>=10)", "csi(>=15)"])
    #expect(try names(plan, .temperature2m) == ["rmse"])
    #expect(try names(plan, day) == ["rmse", "pod(>=1)", "csi(>=1)"])
  }

  @Test func whatNoScoreTakesIsDoubted() throws {
    func doubts(_ lines: String) throws -> [String] {
      let plan = try plan(lines)
      return try ScoreSelection(plan).doubts(plan)
    }
    let thresholds = "thresholds: {ws10m: [\">= 10 m/s\"], t2m: [\"< 0 degC\"]}\n"
    #expect(try doubts(thresholds).isEmpty)
    #expect(try doubts(thresholds + "scores: [rmse, pod]").isEmpty)
    let unused = try doubts(thresholds + "scores: [rmse, \"pod(>= 10 m/s)\"]")
    #expect(unused.count == 1 && unused[0].contains("t2m takes its thresholds <273.15"))
    #expect(try doubts(thresholds + "tolerance: {time: 3h}").first?.contains("pod_nearby") == true)
    #expect(try doubts(thresholds + "tolerance: {time: 3h}\nscores: [pod_nearby]").isEmpty)
    #expect(problem("scores: [interval_score(0.9)]").contains("intervals, which no file of forecasts gives"))
  }

  @Test func aScoreWithItsOwnParameterTakesThatAlone() throws {
    let plan = try plan(
      """
      scores: ["pod(>= 36 km/h)", "quantile_score(0.9)", "tw_mae([10,20] m/s)", "rps(0.1|1|10 mm)", "pod(< 0 degC)"]
      thresholds: {ws10m: [">= 20 m/s"]}
      """)
    #expect(try names(plan, .windSpeed10m) == ["pod(>=10)", "quantile_score(0.9)", "tw_mae([10,20])"])
    #expect(try names(plan, day) == ["quantile_score(0.9)", "rps(0.1|1|10)"])
    #expect(try names(plan, .temperature2m) == ["quantile_score(0.9)", "pod(<273.15)"])
  }

  @Test func thresholdsBringTheUsualScoresOfEvents() throws {
    let plan = try plan("thresholds: {ws10m: [\">= 10 m/s\"]}")
    let ids = ["base_rate", "frequency_bias", "pod", "far_ratio", "pofd", "csi", "ets", "sedi"]
    let events: [String] = ids.map { "\($0)(>=10)" }
    let single = try names(plan, .windSpeed10m)
    #expect(Array(single.suffix(events.count)) == events)
    #expect(single.contains("rmse"))
    #expect(!single.contains("crps_fair"))
    let ensemble = try names(plan, .windSpeed10m, withEnsembles: true)
    for name in events + ["brier(>=10)", "bss_sample(>=10)", "roc_area(>=10)", "crps_fair"] {
      #expect(ensemble.contains(name), "\(name)")
    }
    #expect(try names(plan, .temperature2m, withEnsembles: true).allSatisfy { !$0.contains("(") })
  }

  @Test func groupsJoinWithoutRepeats() throws {
    let plan = try plan("scores: [default, extremes, rmse]\nthresholds: {ws10m: [\">= 10 m/s\"]}")
    let own = try names(plan, .windSpeed10m)
    #expect(own.count == Set(own).count)
    #expect(own.contains("eds(>=10)") && own.contains("rmse"))
    // A score that is named is computed without an ensemble too.
    #expect(try names(self.plan("scores: [ensembles]"), .temperature2m).contains("crps_fair"))
    #expect(try !names(self.plan("scores: [default]"), .temperature2m).contains("crps_fair"))
  }

  // MARK: - Running

  /// 12 stations on the cells of the toy grid, with a forecast of 0, 1, 2, 3, 10, ... and observations 1 more.
  private func run(_ change: (inout EvaluationPlan) -> Void, into results: ResultsDatabase) async throws {
    let start = try time("2020-05-01T12")
    let places = (0..<12).map { station("0\(1001 + $0)", 62 - Double($0 / 4), 10 + Double($0 % 4)) }
    let reports = FixedReports(
      rows: [Variable.temperature2m, .windSpeed10m].flatMap { variable in
        [start, start + .days(1)].flatMap { time in
          places.enumerated().map { i, place in
            FixedReports.Row(
              station: place, time: time, value: Double(10 * (i / 4) + i % 4 + 1), variable: variable)
          }
        }
      })
    let source = FixedSource(
      "a",
      try [Variable.temperature2m, .windSpeed10m].flatMap { variable in
        try [TimeSpan.zero, .days(1)].map { forecast(variable, from: start, at: $0, try toyField()) }
      })
    var plan = toyPlan(variables: [.windSpeed10m, .temperature2m])
    change(&plan)
    _ = try await Evaluation(plan, sources: [source], reports: reports).run(into: results)
  }

  @Test func eachVariableHasItsOwnThresholdsInTheResults() async throws {
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    try await run(
      {
        $0.scores = ["base_rate", "pod"]
        $0.thresholds = [.windSpeed10m: [Threshold(.atLeast, 12)], .temperature2m: [Threshold(.below, 3)]]
      }, into: results)
    let record = try results.record()
    let whole = record.scores.filter { $0.leadTime == nil }
    let shown: [String] = whole.map { "\($0.variable) \($0.metric)(\($0.threshold ?? ""))" }
    #expect(shown == ["ws10m base_rate(>=12)", "ws10m pod(>=12)", "t2m base_rate(<3)", "t2m pod(<3)"])
    // Observed 1...4, 11...14, 21...24: 7 of 12 from 12 on, of which 12 is forecast as 11.
    let expected: [Double?] = [7.0 / 12, 6.0 / 7, 2.0 / 12, 1]
    #expect(whole.map(\.outcome.value) == expected)
    #expect(record.definitions.map(\.id) == ["base_rate", "pod"])
    #expect(record.provenance.contains { $0.name == "thresholds of ws10m" && $0.value == ">=12" })
  }

  @Test func otherThresholdsAreAnotherEvaluation() async throws {
    let folder = try Fixture.temporaryFolder()
    try await run(
      { $0.thresholds = [.windSpeed10m: [Threshold(.atLeast, 12)]] }, into: ResultsDatabase(writingTo: folder))
    let error = await #expect(throws: VerifyError.self) {
      try await run(
        { $0.thresholds = [.windSpeed10m: [Threshold(.atLeast, 13)]] }, into: ResultsDatabase(writingTo: folder))
    }
    #expect(error?.description.contains("thresholds of ws10m was >=12 and is >=13") == true)
  }

  /// Both are of the table of events from 12 on, each in the unit of its variable.
  @Test func aScoreThatOneMoreVariableHasIsAnotherEvaluation() async throws {
    let folder = try Fixture.temporaryFolder()
    try await run({ $0.scores = ["rmse", "pod(>= 12 m/s)"] }, into: ResultsDatabase(writingTo: folder))
    let error = await #expect(throws: VerifyError.self) {
      try await run(
        { $0.scores = ["rmse", "pod(>= 12 m/s)", "pod(>= 12 K)"] }, into: ResultsDatabase(writingTo: folder))
    }
    #expect(error?.description.contains("statistics of t2m was error_moments and is not set") == true)
  }
}
