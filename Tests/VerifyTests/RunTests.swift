import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Running an evaluation")
struct RunTests {
  let first: UTCTime
  let stations = [
    station("00001", 61, 11, 100), station("00002", 61.5, 12.5, 50), station("00003", 60, 10),
    station("00004", 5, 5, 0),
  ]

  init() throws { first = try time("2018-11-18T00") }

  private var initTimes: [UTCTime] { (0..<3).map { first + .hours(12 * $0) } }

  /// A field of one value that depends on the times, so that nothing merges to the same by chance.
  private func field(_ system: Double, _ initTime: UTCTime, _ leadTime: TimeSpan) throws -> Field {
    let hours = (initTime - first).hours
    return try toyField { Float(270 + system + 0.37 * hours + 0.11 * leadTime.hours) + Float($0) * 0.013 }
  }

  private func source(_ name: String, _ system: Double, initTimes: [UTCTime], leads: [Int]) throws -> FixedSource {
    var forecasts: [Forecast] = []
    for initTime in initTimes {
      for lead in leads {
        forecasts.append(
          forecast(from: initTime, at: .hours(lead), try field(system, initTime, .hours(lead))))
      }
    }
    return FixedSource(name, forecasts, invariants: [.surfaceAltitude: try toyField { _ in 200 }])
  }

  private func reports() -> FixedReports {
    var rows: [FixedReports.Row] = []
    for hour in stride(from: 0, through: 48, by: 6) {
      for (i, station) in stations.enumerated() {
        rows.append(
          FixedReports.Row(
            station: station, time: first + .hours(hour), value: 271 + 0.3 * Double(hour % 24) + Double(i)))
      }
      rows.append(FixedReports.Row(station: stations[0], time: first + .hours(hour), value: 1, source: "zzz"))
      rows.append(
        FixedReports.Row(station: station("00005", 61, 12), time: first + .hours(hour), value: 1, quality: .bad))
      rows.append(FixedReports.Row(station: stations[1], time: first + .hours(hour) - .minutes(10), value: 1))
    }
    return FixedReports(rows: rows)
  }

  private func evaluation(_ plan: EvaluationPlan? = nil, initTimes: [UTCTime]? = nil) async throws -> Evaluation {
    let times = initTimes ?? self.initTimes
    let plan = plan ?? toyPlan(["a", "b"], strata: [Stratum(name: "north", stations: ["00002"])])
    var sources: [FixedSource] = [try source("a", 0, initTimes: times, leads: [0, 6, 12, 18])]
    if plan.systems.count > 1 {
      sources.append(try source("b", 0.5, initTimes: times.filter { $0 != first + .hours(12) }, leads: [6, 12]))
    }
    return try await Evaluation(plan, sources: sources, reports: reports())
  }

  private func results() throws -> ResultsDatabase {
    try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
  }

  /// Everything that scores are made of, as text; equal where the bits are.
  private func dump(_ results: ResultsDatabase) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var text = ""
    for pairing in Matching.Pairing.allCases {
      text += String(
        decoding: try encoder.encode(try results.record(pairing: pairing, byInitTime: true)), as: UTF8.self)
    }
    return text
  }

  // MARK: - The ledger

  @Test func everyCandidateIsUsedOrRejected() async throws {
    let results = try results()
    _ = try await evaluation().run(into: results)
    for pairing in Matching.Pairing.allCases {
      for row in try results.ledger(pairing) {
        // In each of three forecasts: four stations with a report, a second source, a bad report, and one at
        // the wrong time.
        #expect(row.ledger.candidates == 3 * 7, "\(pairing) \(row)")
        #expect(row.ledger.candidates == row.ledger.used + row.ledger.rejected.values.reduce(0, +))
      }
    }
    let a = try #require(try results.ledger(.all).first { $0.system == "a" && $0.leadTime == .hours(6) }).ledger
    #expect(a.used == 9)
    #expect(a.rejected == [.offGrid: 3, .duplicate: 3, .quality: 3, .time: 3])
    let b = try #require(try results.ledger(.all).first { $0.system == "b" && $0.leadTime == .hours(6) }).ledger
    #expect(b.used == 6)
    #expect(b.rejected == [.offGrid: 2, .missingForecast: 4, .duplicate: 3, .quality: 3, .time: 3])
    let common = try #require(try results.ledger(.common).first { $0.system == "a" && $0.leadTime == .hours(6) }).ledger
    #expect(common.used == 6)
    #expect(common.rejected[.notCommon] == 3)
  }

  @Test func initialAndLeadTimesThatAreAskedForAndNotHeldAreTold() async throws {
    let source = FixedSource(
      "a",
      [
        forecast(from: first, at: .hours(6), try toyField()),
        forecast(from: first + .hours(36), at: .hours(6), try toyField()),
      ])
    var plan = toyPlan(["a"])
    plan.leadTimes = [.hours(6), .hours(9)]
    // Twice a day over three days, from an hour that is not whole on.
    plan.initTimes = InitTimeSelection(from: first + .minutes(-90), to: first + .hours(60), hours: [0, 12])
    let asked = try #require(plan.initTimes.times())
    #expect(asked == (0...5).map { first + .hours(12 * $0) })
    #expect(
      try await Evaluation(plan, sources: [source], reports: reports()).warnings == [
        "a has no forecast from 4 of 6 initial times asked for: "
          + [1, 2, 4, 5].map { (first + .hours(12 * $0)).shortDescription }.joined(separator: ", "),
        "a has no forecast at 1 of 2 lead times asked for: 9h",
      ])
    plan.initTimes.hours = nil
    #expect(plan.initTimes.times() == nil)
    plan.leadTimes = [.hours(6)]
    #expect(try await Evaluation(plan, sources: [source], reports: reports()).warnings.isEmpty)
  }

  @Test func aVariableThatASystemDoesNotHoldIsCountedAndDoesNotEmptyTheCommonPairs() async throws {
    var rows = reports().rows
    rows += rows.map {
      FixedReports.Row(station: $0.station, time: $0.time, value: 5, source: $0.source, variable: .windSpeed10m)
    }
    let a = FixedSource(
      "a",
      [
        forecast(from: first, at: .hours(6), try toyField()),
        forecast(.windSpeed10m, from: first, at: .hours(6), try toyField()),
      ])
    let b = FixedSource("b", [forecast(from: first, at: .hours(6), try toyField())])
    let plan = toyPlan(["a", "b"], variables: [.temperature2m, .windSpeed10m, .seaLevelPressure])
    let evaluation = try await Evaluation(plan, sources: [a, b], reports: FixedReports(rows: rows))
    #expect(evaluation.warnings == ["a holds no msl", "b holds no ws10m", "b holds no msl"])
    let results = try results()
    _ = try await evaluation.run(into: results)
    let wind = try results.ledger(.common).filter { $0.variable == .windSpeed10m }
    #expect(wind.map(\.system) == ["a", "b"])
    #expect(wind[0].ledger.used == 4)
    #expect(wind[1].ledger.used == 0)
    #expect(wind[1].ledger.rejected[.variable] == 5)
  }

  // MARK: - Scores

  @Test func scoresAreThoseOfThePairs() async throws {
    // Bilinear values 11 and 6 (61° N 11° E; halfway between rows 0 and 1, columns 2 and 3: 7.5) less 10 and 5.
    let source = FixedSource("a", [forecast(from: first, at: .hours(6), try toyField())])
    let valid = first + .hours(6)
    let rows = [
      FixedReports.Row(station: stations[0], time: valid, value: 10),
      FixedReports.Row(station: stations[1], time: valid, value: 10),
    ]
    let evaluation = try await Evaluation(toyPlan(), sources: [source], reports: FixedReports(rows: rows))
    let results = try results()
    let summary = try await evaluation.run(into: results)
    #expect(summary.pairs == 2)
    let record = try results.record()
    func value(_ metric: String) -> Double? {
      record.scores.first { $0.metric == metric && $0.leadTime == nil }?.outcome.value
    }
    // Errors 1 and -2.5.
    #expect(value("me") == -0.75)
    #expect(value("mae") == 1.75)
    #expect(value("rmse") == (7.25 / 2).squareRoot())
    #expect(record.stationScores.first { $0.station == "00002" && $0.metric == "me" }?.outcome.value == -2.5)
    #expect(record.scores.allSatisfy { $0.n == 2 && $0.cases == 1 })
  }

  @Test func whereTheEnsembleMissesAUnitTheOthersHaveEnsembleScoresAllTheSame() async throws {
    let ensemble = FixedSource(
      "b",
      [forecast(from: first, at: .hours(12), try toyField { _ in 270 }, try toyField { _ in 272 })])
    let single = try source("a", 0, initTimes: [first], leads: [6, 12])
    let results = try results()
    let evaluation = try await Evaluation(toyPlan(["a", "b"]), sources: [single, ensemble], reports: reports())
    _ = try await evaluation.run(into: results)
    let scores = try results.record(pairing: .all).scores.filter { $0.system == "a" }
    for leadTime in [TimeSpan.hours(6), .hours(12), nil] {
      let mae = try #require(scores.first { $0.metric == "mae" && $0.leadTime == leadTime })
      let crps = try #require(scores.first { $0.metric == "crps_ecdf" && $0.leadTime == leadTime })
      // Of one member it is the absolute error.
      #expect(crps.n == mae.n)
      #expect(abs((crps.outcome.value ?? .nan) - (mae.outcome.value ?? .nan)) < 1e-12)
    }
  }

  @Test func ensembleScoresAreLeftOutWhereNoSystemIsAnEnsemble() async throws {
    let results = try results()
    _ = try await evaluation().run(into: results)
    #expect(try !results.record(pairing: .all).scores.contains { $0.metric == "crps_ecdf" })
  }

  @Test func aDirectionHasErrorsButNoMean() async throws {
    let source = FixedSource(
      "a", [forecast(.windDirection10m, from: first, at: .hours(6), try toyField { _ in 359 })])
    let rows = [1.0, 5].enumerated().map {
      FixedReports.Row(
        station: stations[$0], time: first + .hours(6), value: $1, variable: .windDirection10m)
    }
    let results = try results()
    let plan = toyPlan(["a"], variables: [.windDirection10m])
    _ = try await Evaluation(plan, sources: [source], reports: FixedReports(rows: rows)).run(into: results)
    let scores = try results.record(pairing: .all).scores.filter { $0.leadTime == nil }
    for metric in ["mean_forecast", "mean_observation", "correlation"] {
      let score = try #require(scores.first { $0.metric == metric })
      #expect(score.outcome == .undefined("a direction has no mean on a line"))
      #expect(score.lower == nil && score.upper == nil)
    }
    // Errors -2 and -6.
    for (metric, expected) in [("me", -4.0), ("stde", 2)] {
      let value = try #require(scores.first { $0.metric == metric }?.outcome.value)
      #expect(abs(value - expected) < 1e-9)
    }
  }

  @Test func rawAndCorrectedAreTwoSystemsOfOneRun() async throws {
    let plan = toyPlan(["a"], matching: Matching(heightCorrection: HeightCorrection()))
    let results = try results()
    _ = try await evaluation(plan).run(into: results)
    let record = try results.record(pairing: .all)
    #expect(record.systems.map(\.name) == ["a", "a+height"])
    #expect(record.systems.map(\.isBaseline) == [true, false])
    let used = try results.ledger(.all).reduce(into: [String: Int]()) { $0[$1.system, default: 0] += $1.ledger.used }
    // Station 3 has no height: 12 pairs fewer.
    #expect(used == ["a": 36, "a+height": 24])
    // Model 200 m; stations 100 and 50 m: 0.65 and 0.975 K warmer, 0.8125 in the mean.
    let common = try results.record(pairing: .common)
    let shift = try #require(common.differences.first { $0.metric == "me" && $0.leadTime == nil }?.outcome.value)
    #expect(abs(shift - 0.8125) < 1e-9)
  }

  @Test func theCorrectedFormAloneKeepsTheOtherVariables() async throws {
    let plan = toyPlan(
      ["a"], variables: [.temperature2m, .windSpeed10m],
      matching: Matching(heightCorrection: HeightCorrection(scored: .corrected)))
    let wind = forecast(.windSpeed10m, from: first, at: .hours(6), try toyField { _ in 7 })
    let warm = forecast(from: first, at: .hours(6), try toyField { _ in 280 })
    let source = FixedSource("a", [wind, warm], invariants: [.surfaceAltitude: try toyField { _ in 200 }])
    let rows = [Variable.temperature2m, .windSpeed10m].map {
      FixedReports.Row(station: stations[0], time: first + .hours(6), value: 5, variable: $0)
    }
    let results = try results()
    _ = try await Evaluation(plan, sources: [source], reports: FixedReports(rows: rows)).run(into: results)
    let record = try results.record(pairing: .all)
    #expect(record.systems.map(\.name) == ["a"])
    func meanForecast(_ variable: Variable) -> Double? {
      record.scores.first { $0.metric == "mean_forecast" && $0.variable == variable && $0.leadTime == nil }?
        .outcome.value
    }
    // The station is 100 m below the model's ground.
    #expect(meanForecast(.temperature2m).map { abs($0 - 280.65) < 1e-9 } == true)
    #expect(meanForecast(.windSpeed10m) == 7)
  }

  @Test func aForecastThatIsCorrectedAlreadyIsNotCorrectedAgain() async throws {
    let plan = toyPlan(
      ["a"], matching: Matching(heightCorrection: HeightCorrection(scored: .corrected)), heightCorrected: ["a"])
    let evaluation = try await evaluation(plan)
    #expect(evaluation.systems.map(\.name) == ["a"])
    #expect(evaluation.systems[0].correction == nil)
  }

  // MARK: - The same bits

  @Test func twoThreadsGiveTheBitsOfOne() async throws {
    let (one, two, many) = (try results(), try results(), try results())
    _ = try await evaluation().run(into: one, threads: 1)
    _ = try await evaluation().run(into: two, threads: 2)
    _ = try await evaluation().run(into: many, threads: 7, checkpoint: .zero)
    let text = try dump(one)
    #expect(try dump(two) == text)
    #expect(try dump(many) == text)
  }

  @Test(arguments: [1, 2, 5, 11]) func aRunThatWasStoppedEndsTheSame(after units: Int) async throws {
    struct Stopped: Error {}
    let whole = try results()
    _ = try await evaluation().run(into: whole)
    let stopped = try results()
    await #expect(throws: Stopped.self) {
      // Whether a checkpoint came after the last unit or none at all.
      _ = try await self.evaluation().run(into: stopped, threads: 2, checkpoint: units % 2 == 0 ? .zero : .seconds(99))
      {
        if $0.done == units { throw Stopped() }
      }
    }
    let done = try stopped.unitsDone().count
    #expect(done == units)
    let summary = try await evaluation().run(into: stopped, threads: 2)
    #expect(summary.alreadyDone == done)
    #expect(try dump(stopped) == dump(whole))
  }

  @Test func aSecondRunAddsOnlyWhatIsNew() async throws {
    let (grown, whole) = (try results(), try results())
    _ = try await evaluation(initTimes: Array(initTimes.prefix(2))).run(into: grown)
    let second = try await evaluation().run(into: grown)
    #expect(second.alreadyDone == 8)
    #expect(second.computed == 4)
    let third = try await evaluation().run(into: grown)
    #expect(third.computed == 0)
    _ = try await evaluation().run(into: whole)
    #expect(try dump(grown) == dump(whole))
  }

  @Test func unitsWithoutObservationsWaitForThem() async throws {
    let results = try results()
    var early = reports()
    early.rows.removeAll { $0.time > first + .hours(12) }
    let plan = toyPlan()
    let source = try source("a", 0, initTimes: [first], leads: [0, 6, 12, 18])
    let before = try await Evaluation(plan, sources: [source], reports: early).run(into: results)
    #expect((before.computed, before.waiting) == (3, 1))
    let after = try await Evaluation(plan, sources: [source], reports: reports()).run(into: results)
    #expect((after.computed, after.alreadyDone, after.waiting) == (1, 3, 0))
  }

  // MARK: - Changes

  @Test func anotherPlanIsRefusedWithWhatChangedAndWhatToDo() async throws {
    let results = try results()
    _ = try await evaluation().run(into: results)
    let changed = toyPlan(
      ["a", "b"], matching: Matching(method: .nearest), strata: [Stratum(name: "north", stations: ["00002"])])
    let error = await #expect(throws: VerifyError.self) { try await self.evaluation(changed).run(into: results) }
    #expect(error?.problem == "the results are of another evaluation: interpolation was bilinear and is nearest")
    #expect(error?.suggestion?.contains("--restart") == true)
  }

  @Test func changedObservationsAreComputedAnew() async throws {
    let (grown, whole) = (try results(), try results())
    let source = try source("a", 0, initTimes: initTimes, leads: [6, 12])
    _ = try await Evaluation(toyPlan(), sources: [source], reports: reports()).run(into: grown)
    var changed = reports()
    for index in changed.rows.indices where changed.rows[index].time == first + .hours(6) {
      changed.rows[index].value += 0.001
    }
    let summary = try await Evaluation(toyPlan(), sources: [source], reports: changed).run(into: grown)
    #expect((summary.renewedInitTimes, summary.computed, summary.alreadyDone) == (1, 2, 4))
    _ = try await Evaluation(toyPlan(), sources: [source], reports: changed).run(into: whole)
    #expect(try dump(grown) == dump(whole))
  }

  @Test func aReportThatComesLateAndIsNotUsedIsCounted() async throws {
    let results = try results()
    let source = try source("a", 0, initTimes: [first], leads: [6])
    _ = try await Evaluation(toyPlan(), sources: [source], reports: reports()).run(into: results)
    let before = try results.ledger(.all).map { $0.ledger.rejected[.time] ?? 0 }
    var more = reports()
    more.rows.append(FixedReports.Row(station: stations[1], time: first + .hours(6) + .minutes(10), value: 280))
    _ = try await Evaluation(toyPlan(), sources: [source], reports: more).run(into: results)
    #expect(try results.ledger(.all).map { $0.ledger.rejected[.time] ?? 0 } == before.map { $0 + 1 })
  }

  @Test func resultsThatGrewOutOfOrderAreTheSameBits() async throws {
    let (grown, whole) = (try results(), try results())
    // The first initial time comes after the others, and the observations of a lead time after those of the next.
    var early = reports()
    early.rows.removeAll { ($0.time - (first + .hours(18))).magnitude < .hours(1) }
    let all = try source("a", 0, initTimes: initTimes, leads: [6, 12])
    let some = try source("a", 0, initTimes: Array(initTimes.dropFirst()), leads: [6, 12])
    let before = try await Evaluation(toyPlan(), sources: [some], reports: early).run(into: grown)
    #expect(before.waiting == 1)
    let after = try await Evaluation(toyPlan(), sources: [all], reports: reports()).run(into: grown)
    #expect(after.renewedInitTimes == 1)
    _ = try await Evaluation(toyPlan(), sources: [all], reports: reports()).run(into: whole)
    #expect(try dump(grown) == dump(whole))
  }

  @Test func aShorterPlanIsRefused() async throws {
    let results = try results()
    _ = try await evaluation().run(into: results)
    let fewer = try await evaluation(initTimes: [first])
    let error = await #expect(throws: VerifyError.self) { try await fewer.run(into: results) }
    #expect(error?.problem.contains("are no longer asked for") == true)
  }

  @Test func anotherRunIntoTheSameResultsIsNoticed() async throws {
    let results = try results()
    let source = try source("a", 0, initTimes: initTimes, leads: [6, 12])
    let evaluation = try await Evaluation(toyPlan(), sources: [source], reports: reports())
    let error = await #expect(throws: VerifyError.self) {
      try await evaluation.run(into: results, checkpoint: .seconds(99)) { progress in
        guard progress.done == 1 else { return }
        // As another process would, before the first transaction of this run.
        try results.write { try $0.execute(sql: "INSERT INTO units VALUES (1, 2, 'other')") }
      }
    }
    #expect(error?.problem == "another run writes into these results")
    #expect(try !results.isFinished())
  }

  @Test func aPlanWithoutAnyForecastOfItsVariablesSaysWhatTheFilesHold() async throws {
    let source = FixedSource("a", [forecast(.windSpeed10m, from: first, at: .hours(6), try toyField())])
    let error = await #expect(throws: VerifyError.self) {
      _ = try await Evaluation(toyPlan(), sources: [source], reports: self.reports())
    }
    #expect(error?.description == "no forecast holds t2m. They hold ws10m.")
  }

  @Test func anUnknownScoreIsNamedWithTheNearest() async throws {
    var plan = toyPlan()
    plan.scores = ["rsme"]
    let source = try source("a", 0, initTimes: [first], leads: [6])
    let (asked, reports) = (plan, reports())
    let error = await #expect(throws: VerifyError.self) {
      _ = try await Evaluation(asked, sources: [source], reports: reports)
    }
    #expect(error?.description == "no score is called 'rsme'. Did you mean 'rmse'?")
  }

  // MARK: - Why nothing was matched

  @Test func aRunWithoutPairsSaysWhatTookThem() async throws {
    let results = try results()
    let rows = [FixedReports.Row(station: stations[3], time: first + .hours(6), value: 270)]
    let source = try source("a", 0, initTimes: [first], leads: [6])
    let summary = try await Evaluation(toyPlan(), sources: [source], reports: FixedReports(rows: rows))
      .run(into: results)
    #expect(summary.pairs == 0)
    #expect(try NoPairs(results).explanation.contains("of 1 candidates all were rejected (off grid 1)"))
  }

  // MARK: - One pair

  @Test func theStoryOfAPairIsThatOfTheRun() async throws {
    let plan = toyPlan(["a", "b"], matching: Matching(heightCorrection: HeightCorrection()))
    let explainer = Explainer(try await evaluation(plan))
    let stories = try await explainer.stories(station: "2", validTime: first + .hours(6), variable: .temperature2m)
    #expect(stories.map(\.system) == ["a", "a+height", "b", "b+height"])
    let story = stories[1]
    #expect(story.reports.map(\.outcome) == ["rejected: time", "stands for the station"])
    #expect(story.cells.map(\.cell) == [2, 3, 6, 7])
    #expect(story.cells.map(\.weight) == [0.25, 0.25, 0.25, 0.25])
    let taken = story.cells.reduce(0) { $0 + $1.weight * ($1.value ?? .nan) }
    #expect(abs(taken - (story.correction?.raw ?? .nan)) < 1e-9)
    #expect(abs((story.forecast ?? .nan) - taken - 0.975) < 1e-9)
    #expect(story.text.contains("result       forecast"))
    let outside = try await explainer.stories(station: "00004", validTime: first + .hours(6), system: "a")
    #expect(outside[0].rejection == .offGrid)
    #expect(outside[0].text.contains("no pair: off grid"))
  }

  @Test func aStationThatNothingReportsOfIsNamedWithTheNearest() async throws {
    let explainer = Explainer(try await evaluation())
    let error = await #expect(throws: VerifyError.self) {
      _ = try await explainer.stories(station: "00020", validTime: first + .hours(6))
    }
    #expect(
      error?.description == "no report of t2m in the evaluation is of a station '00020'. Did you mean '00002'?")
  }

  @Test func aStationThatReportsAtAnotherTimeHasAStory() async throws {
    var late = reports()
    late.rows.removeAll { $0.station.id == "00003" && $0.time < first + .hours(12) }
    let source = try source("a", 0, initTimes: [first], leads: [6, 12])
    let explainer = Explainer(try await Evaluation(toyPlan(), sources: [source], reports: late))
    let stories = try await explainer.stories(station: "00003", validTime: first + .hours(6))
    #expect(stories[0].text.contains("no report stands for the station"), "\(stories[0].text)")
  }

  @Test func aForecastNamedAsAnotherOnesCorrectionIsRefusedByName() async throws {
    let plan = toyPlan(["a", "a+height"], matching: Matching(heightCorrection: HeightCorrection()))
    let error = await #expect(throws: VerifyError.self) { _ = try await evaluation(plan) }
    #expect(error?.description.contains("two systems are called 'a+height'") == true)
  }
}
