import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Scores of whole fields in an evaluation")
struct WholeFieldTests {
  let first: UTCTime

  init() throws { first = try time("2018-11-18T00") }

  /// 10° apart and round the globe.
  private func globe() throws -> RectilinearGrid {
    try RectilinearGrid(
      latitudes: (0..<17).map { 80 - 10 * Double($0) }, longitudes: (0..<36).map { 10 * Double($0) })
  }

  private func plan(_ scores: [String], _ analysis: PlannedAnalysis = PlannedAnalysis(files: [])) -> EvaluationPlan {
    var plan = toyPlan(["a"])
    plan.observations = PlannedObservations(origin: .fields(analysis))
    plan.scores = scores
    return plan
  }

  private func record(
    _ plan: EvaluationPlan, on grid: any Grid, times: Int = 1, forecast f: (Int, Int) -> Float,
    analysis o: (Int, Int) -> Float
  ) async throws -> EvaluationRecord {
    let inits = (0..<times).map { first + .days($0) }
    func field(_ time: Int, _ value: (Int, Int) -> Float) -> Field {
      Field(values: (0..<grid.count).map { value($0, time) }, grid: grid)
    }
    let forecasts = inits.enumerated().map { forecast(from: $1, at: .hours(6), field($0, f)) }
    let analyses = inits.enumerated().map { forecast(from: $1 + .hours(6), at: .zero, field($0, o)) }
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    let evaluation = try await Evaluation(
      plan, sources: [FixedSource("a", forecasts)], analysis: FixedSource("analysis", analyses))
    _ = try await evaluation.run(into: results)
    return try results.record(pairing: .all)
  }

  private func outcome(_ record: EvaluationRecord, _ metric: String, _ threshold: String?, _ stratum: String = "all")
    -> Outcome?
  {
    record.scores.first {
      $0.metric == metric && $0.threshold == threshold && $0.stratum == stratum && $0.leadTime == nil
    }?.outcome
  }

  @Test func neighbourhoodsAreOfEveryThresholdAndScale() async throws {
    var plan = plan(["fss", "fss_whole(>=280 at 3 cells)", "fss_useful", "n"])
    plan.thresholds = [.temperature2m: [Threshold(.atLeast, 280), Threshold(.above, 300)]]
    plan.scales = [.cells(1), .metres(3_400_000)]
    plan.strata = [Stratum(name: "north", region: .box(Region.Box(south: 0, north: 90, west: -180, east: 180)))]
    let record = try await record(
      plan, on: try globe(), times: 3, forecast: { cell, time in cell % 36 == 3 + time ? 281 : 270 },
      analysis: { cell, time in cell % 36 == 4 + 2 * time ? 281 : 270 })
    #expect(outcome(record, "fss", ">=280 at 1 cell") == .value(0))
    let wide = try #require(outcome(record, "fss", ">=280 at 3400km")?.value)
    #expect(wide > 1.0 / 3 && wide < 1)
    #expect(outcome(record, "fss", ">=280 at 3400km", "north") != nil)
    #expect(outcome(record, "fss", ">300 at 1 cell")?.reason == "the event is neither forecast nor analysed")
    let whole = try #require(record.scores.first { $0.metric == "fss_whole" && $0.leadTime == nil })
    // Rows round the globe are whole, but for the first and the last.
    #expect(whole.n == 3 * 15 * 36 && whole.cases == 3 && whole.lower != nil)
    // One, two and three columns apart, 2, 4 and 6 of the 6 neighbourhoods of each row hold one event and not the other.
    #expect(abs(try #require(whole.outcome.value) - 1.0 / 3) < 1e-12)
    let useful = try #require(outcome(record, "fss_useful", ">=280")?.value)
    #expect(abs(useful - (0.5 + 0.5 / 36)) < 1e-12)
  }

  @Test func spectraAreOfBandsOfLatitudes() async throws {
    var plan = plan(["power_ratio(1..3)", "wave_correlation(4..18)", "effective_wavenumber"])
    plan.strata = [
      Stratum(name: "band", region: .box(Region.Box(south: 20, north: 60, west: -180, east: 180))),
      Stratum(name: "box", region: .box(Region.Box(south: 20, north: 60, west: 0, east: 90))),
    ]
    func wave(_ cell: Int, _ k: Int) -> Float { Float(cos(2 * Double.pi * Double(k * (cell % 36)) / 36)) }
    let record = try await record(
      plan, on: try globe(), forecast: { cell, _ in 280 + 2 * wave(cell, 2) + wave(cell, 5) },
      analysis: { cell, _ in 280 + wave(cell, 2) - wave(cell, 5) })
    for stratum in ["all", "band"] {
      #expect(abs(try #require(outcome(record, "power_ratio", "1..3", stratum)?.value) - 4) < 1e-4)
      #expect(abs(try #require(outcome(record, "wave_correlation", "4..18", stratum)?.value) + 1) < 1e-4)
    }
    #expect(outcome(record, "power_ratio", "1..3", "box")?.reason?.contains("no band") == true)
    // One line of each kind, of all lead times and of the only one, of both strata with spectra.
    #expect(record.curves.count == 3 * 2 * 2 && record.curves.allSatisfy { $0.threshold == nil })
    let power = try #require(record.curves.first { $0.kind == .analysedPower && $0.stratum == "band" })
    #expect(power.points.map(\.x) == (1...18).map(Double.init) && abs(power.points[1].y - 0.5) < 1e-4)
  }

  @Test func gridsWithoutCirclesOrRowsAreRefused() async throws {
    let region = try await #require(throws: VerifyError.self) {
      _ = try await record(
        plan(["power_ratio(1..2)"]), on: try toyGrid(), forecast: { _, _ in 1 }, analysis: { _, _ in 1 })
    }
    #expect(region.problem.contains("does not go round the globe"))
    let points = try UnstructuredGrid(coordinates: (0..<9).map { Coordinate(latitude: Double($0), longitude: 3) })
    let unordered = try await #require(throws: VerifyError.self) {
      _ = try await record(plan(["fss(>=1 at 50km)"]), on: points, forecast: { _, _ in 1 }, analysis: { _, _ in 1 })
    }
    #expect(unordered.problem.contains("has no rows and columns"))
  }

  @Test func stationsHaveNoWholeFields() throws {
    var plan = toyPlan(["a"])
    plan.scores = ["fss(>=280 at 50km)"]
    let error = #expect(throws: VerifyError.self) { try ScoreSelection(plan) }
    #expect(error?.problem == "the score 'fss' is of whole fields, and the forecasts are scored against stations")
    var lacking = self.plan(["fss(>= 7 °C)"])
    #expect(throws: VerifyError.self) { try ScoreSelection(lacking) }
    lacking.scales = [.metres(50_000)]
    #expect(try ScoreSelection(lacking).metrics.map(\.name) == ["fss(>=280.15 at 50km)"])
    lacking.scores = ["rmse"]
    #expect(try ScoreSelection(lacking).doubts(lacking).contains { $0.contains("scales") })
  }

  @Test func evaluationFilesHaveScales() throws {
    let folder = try Fixture.temporaryFolder()
    for name in ["a.nc", "an.nc"] { try Data().write(to: folder.appending(path: name)) }
    func plan(_ scales: String) throws -> EvaluationPlan {
      try EvaluationPlan(
        yaml: """
          forecasts: {name: a, files: a.nc}
          analysis: {files: an.nc}
          variables: tp24h
          thresholds: {tp24h: [">= 1 mm"]}
          scores: [fss]
          scales: \(scales)
          """, file: folder.appending(path: "plan.yaml"))
    }
    #expect(try plan("[25km, 5 cells, 25km]").scales == [.metres(25_000), .cells(5)])
    let error = #expect(throws: VerifyError.self) { try plan("[4 cells]") }
    #expect(error?.problem.contains("an odd number of cells") == true)
  }
}
