import Fields
import Formats
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Scoring with a climatology")
struct ClimatologyUseTests {
  let start: UTCTime

  init() throws { start = try time("2020-05-01T12") }

  private let places = [station("01001", 61, 11, 100), station("01002", 61.5, 12.5, 50), station("01003", 60, 10, 0)]

  /// A climatology of two of the stations at noon of 1 to 3 May: 280, 281 and so on, 10 more at the second.
  private func stationFile(_ name: String = "stations.nc", variable: Variable = .temperature2m) throws -> URL {
    let days = (0..<3).map { CalendarDay(of: start + .days($0)) }
    let layout = ClimatologyLayout(places: .stations(Array(places.prefix(2))), days: days, hours: [12], levels: [])
    let url = try Fixture.temporaryFolder().appending(path: name)
    var writer = try ClimatologyWriter.create(url, layout, try origin(), title: "a test")
    try writer.add(.mean, of: variable, places: 2)
    for day in 0..<3 {
      try writer.write(
        [280 + Double(day), 290 + Double(day)], to: .mean, of: variable, day: day, hour: 0, places: 0..<2)
    }
    try writer.finish()
    return url
  }

  /// A climatology on the toy grid, with the ground at 300 m.
  private func gridFile() throws -> URL {
    let layout = ClimatologyLayout(
      places: .grid(try toyGrid()), surfaceAltitude: [Float](repeating: 300, count: 12),
      days: (0..<3).map { CalendarDay(of: start + .days($0)) }, hours: nil, levels: [])
    let url = try Fixture.temporaryFolder().appending(path: "grid.nc")
    var writer = try ClimatologyWriter.create(url, layout, try origin(), title: "a test")
    try writer.add(.mean, of: .temperature2m, places: 12)
    for day in 0..<3 {
      try writer.write(
        try toyField().values.map(Double.init), to: .mean, of: .temperature2m, day: day, hour: 0, places: 0..<12)
    }
    try writer.finish()
    return url
  }

  private func origin() throws -> ClimatologyOrigin {
    ClimatologyOrigin(
      from: try time("1991-01-01"), through: try time("2019-12-31T23"), years: Array(1991...2019), window: 15,
      minimumSample: 10, source: "a test", digest: "0")
  }

  private func reports(_ leads: [Int] = [0, 24, 48]) -> FixedReports {
    FixedReports(
      rows: leads.flatMap { lead in
        places.enumerated().map { i, place in
          FixedReports.Row(
            station: place, time: start + .hours(lead), value: 281 + Double(i) * 8 + Double(lead) / 16)
        }
      })
  }

  private func source() throws -> FixedSource {
    FixedSource(
      "a", try [24, 48].map { lead in forecast(from: start, at: .hours(lead), try toyField { Float(275 + $0) }) })
  }

  private func plan(_ climatology: [URL], scores: [String] = ["acc_uncentred"], matching: Matching = Matching())
    -> EvaluationPlan
  {
    var plan = toyPlan(matching: matching)
    plan.climatology = climatology
    plan.scores = scores
    return plan
  }

  private func column(_ plan: EvaluationPlan, _ lead: Int = 24) async throws -> [Double] {
    let evaluation = try await Evaluation(plan, sources: [try source()], reports: reports())
    let columns = ClimatologyColumns(try Climatology(plan.climatology), plan.matching, StencilCache())
    let unit = EvaluationUnit(initTime: start, leadTime: .hours(lead))
    let candidates = try await evaluation.worker.supply.supply(of: .temperature2m, at: unit.validTime).candidates
    let system = evaluation.systems[0]
    let forecast = try #require(try await source().forecast(.temperature2m, from: start, at: .hours(lead)))
    let match = try system.matcher.match(forecast, with: candidates)
    let request = ColumnRequest(
      wanted: [.climatology], unit: unit, candidates: candidates, systems: [(system, match)], position: 0)
    return try await columns.columns(for: request)[.climatology] ?? []
  }

  @Test func stationsHaveTheValuesOfTheirDayAndOthersNone() async throws {
    let values = try await column(plan([try stationFile()]))
    #expect(values[0] == 281 && values[1] == 291 && values[2].isNaN)
  }

  @Test func aGridIsInterpolatedAsForecastsAre() async throws {
    // By hand: 61 N 11 E is row 1, column 1; 61.5 N 12.5 E half-way between rows 0 and 1 and columns 2 and 3.
    #expect(try await column(plan([try gridFile()])) == [11, 7.5, 20])
  }

  @Test func aGridIsBroughtToTheHeightOfTheStations() async throws {
    let matching = Matching(heightCorrection: HeightCorrection(lapseRate: 0.01, scored: .raw))
    let values = try await column(plan([try gridFile()], matching: matching))
    let expected = [11 + 2.0, 7.5 + 2.5, 20 + 3.0]
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func pairsWithoutAClimatologyAreLeftOutOfTheScoreAlone() async throws {
    let plan = plan([try stationFile()], scores: ["acc_uncentred", "n"])
    let evaluation = try await Evaluation(plan, sources: [try source()], reports: reports())
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await evaluation.run(into: results)
    let scores = try results.record().scores.filter { $0.leadTime == nil && $0.initTime == nil }
    let correlation = try #require(scores.first { $0.metric == "acc_uncentred" })
    #expect(correlation.n == 4)
    #expect(scores.first { $0.metric == "n" }?.outcome.value == 6)
    // By hand, anomalies of the two stations at 24 and 48 h: forecasts of 280 and 279.5, observations of 282.5, 290.5,
    // 284 and 292, less 281, 291, 282 and 292.
    let f: [Double] = [-1, -11.5, -2, -12.5]
    let o: [Double] = [1.5, -0.5, 2, 0]
    let product = f[0] * o[0] + f[1] * o[1] + f[2] * o[2]
    let squares = (f.reduce(0) { $0 + $1 * $1 }, o.reduce(0) { $0 + $1 * $1 })
    let expected = product / (squares.0 * squares.1).squareRoot()
    #expect(abs(try #require(correlation.outcome.value) - expected) < 1e-12)
  }

  // MARK: - Errors and warnings

  @Test func aScoreWithoutItsClimatologyIsAnErrorThatSaysHowToMakeOne() async throws {
    let error = await #expect(throws: VerifyError.self) {
      _ = try await Evaluation(plan([]), sources: [try source()], reports: reports())
    }
    #expect(error?.description.contains("acc_uncentred") == true)
    #expect(error?.description.contains("verify climatology build") == true)
    let other = await #expect(throws: VerifyError.self) {
      let file = try stationFile(variable: .windSpeed10m)
      _ = try await Evaluation(plan([file]), sources: [try source()], reports: reports())
    }
    #expect(other?.description.contains("is of ws10m") == true)
  }

  @Test func twoFilesOfOneVariableAreRefused() throws {
    let files = [try stationFile("one.nc"), try stationFile("two.nc")]
    let error = #expect(throws: VerifyError.self) { try Climatology(files) }
    #expect(error?.description.contains("one.nc") == true)
  }

  @Test func verifyingTheClimatologysOwnYearsIsDoubted() async throws {
    let quiet = try await Evaluation(plan([try stationFile()]), sources: [try source()], reports: reports())
    #expect(quiet.warnings.isEmpty)
    let doubts = ClimatologyDoubts(
      plan: plan([]), scores: try ScoreSelection(["rmse"], of: [.temperature2m]),
      units: [EvaluationUnit(initTime: try time("2005-06-01"), leadTime: .hours(6))])
    #expect(doubts.warnings(try Climatology([try stationFile()])).contains { $0.contains("--without-year") })
  }

  @Test func aClimatologyThatNothingTakesIsDoubted() throws {
    func warnings(_ scores: [String], _ change: (inout EvaluationPlan) -> Void = { _ in }) throws -> [String] {
      var plan = plan([try stationFile()], scores: scores)
      change(&plan)
      let doubts = ClimatologyDoubts(plan: plan, scores: try ScoreSelection(plan), units: [])
      return doubts.warnings(try Climatology(plan.climatology))
    }
    #expect(try warnings(["rmse"]).map { $0.hasPrefix("nothing takes the climatology") } == [true])
    #expect(try warnings(["acc_uncentred"]).isEmpty)
    #expect(
      try warnings(["rmse"]) { $0.systems.append(PlannedSystem(name: "c", files: [], reference: .climatology([]))) }
        .isEmpty)
  }

  // MARK: - As forecasts

  @Test func climatologyAndPersistenceAreForecasts() async throws {
    let climatology = try Climatology([try stationFile()])
    let keys = try await source().contents()
    let mean = ClimatologySource(name: "climatology", climatology, keys: keys)
    #expect(try await mean.contents() == keys)
    let usual = try #require(try await mean.forecast(.temperature2m, from: start, at: .hours(48)))
    guard case .stations(let table) = usual.values else { return #expect(Bool(false), "expected stations") }
    #expect(table.identifiers == ["01001", "01002"] && table.members == [[282, 292]])
    #expect(try await mean.forecast(.temperature2m, from: start, at: .hours(6)) == nil)

    let persistence = PersistenceSource(
      name: "persistence",
      supply: CandidateSupply(reports(), selection: ReportSelection(Matching()), register: StationRegister()),
      keys: keys)
    let observed = try #require(try await persistence.forecast(.temperature2m, from: start, at: .hours(48)))
    guard case .stations(let before) = observed.values else { return #expect(Bool(false), "expected stations") }
    #expect(before.members == [[281, 289, 297]])
    #expect(try await persistence.forecast(.temperature2m, from: start - .days(1), at: .hours(48)) == nil)
  }

  @Test func anEvaluationFileNamesThem() throws {
    let file = try stationFile()
    let text = """
      climatology: \(file.path)
      forecasts:
        - {name: usual, climatology: true}
        - {name: own, climatology: \(file.path)}
        - {name: last, persistence: true, baseline: true}
      observations: {files: \(file.path)}
      variables: [t2m]
      """
    let plan = try EvaluationPlan(yaml: text, file: file.deletingLastPathComponent().appending(path: "plan.yaml"))
    #expect(plan.climatology.map(\.lastPathComponent) == ["stations.nc"])
    #expect(plan.systems[0].reference == .climatology([]))
    #expect(plan.systems[1].reference == .climatology(plan.climatology))
    #expect(plan.systems[2].reference == .persistence)
    #expect(try plan.inputFiles().map(\.role) == ["forecast own", "climatology", "observations"])
    let both = text.replacing("persistence: true", with: "persistence: true, climatology: true")
    #expect(throws: VerifyError.self) { try EvaluationPlan(yaml: both, file: plan.file ?? file) }
    let none = text.replacing("persistence: true, ", with: "")
    let error = #expect(throws: VerifyError.self) { try EvaluationPlan(yaml: none, file: plan.file ?? file) }
    #expect(error?.description.contains("names no files") == true)
  }

  @Test func withoutAnyFileThePlanSaysWhichForecastsThereAre() async throws {
    var plan = plan([try stationFile()])
    plan.systems = [PlannedSystem(name: "p", files: [], reference: .persistence, isBaseline: true)]
    let missing = #expect(throws: VerifyError.self) {
      try ReferenceForecasts(plan, try Climatology([]), reports(), beside: [])
    }
    #expect(missing?.description.contains("initial-times") == true)
    plan.initTimes = InitTimeSelection(from: start, to: start + .days(1), hours: [0, 12])
    plan.leadTimes = [.hours(24)]
    let source = try ReferenceForecasts(plan, try Climatology([]), reports(), beside: [])
      .source(of: plan.systems[0], .persistence)
    let keys = try await source.contents()
    #expect(keys.map(\.initTime) == [start, start + .hours(12), start + .hours(24)])
  }
}
