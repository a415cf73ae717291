import Fields
import Foundation
import GRDB
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Forecasts against the fields of an analysis")
struct FieldRunTests {
  let first: UTCTime

  init() throws { first = try time("2018-11-18T00") }

  private func plan(_ systems: [String], _ analysis: PlannedAnalysis, strata: [Stratum] = []) -> EvaluationPlan {
    var plan = toyPlan(systems)
    plan.observations = PlannedObservations(origin: .fields(analysis))
    plan.strata = strata
    return plan
  }

  private func record(
    _ plan: EvaluationPlan, _ systems: [[Forecast]], _ analyses: [Forecast], pairing: Matching.Pairing,
    threads: Int = 1
  ) async throws -> EvaluationRecord {
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    let sources = zip(plan.systems, systems).map { FixedSource($0.name, $1) }
    let evaluation = try await Evaluation(plan, sources: sources, analysis: FixedSource("analysis", analyses))
    _ = try await evaluation.run(into: results, threads: threads)
    return try results.record(pairing: pairing)
  }

  private func value(_ record: EvaluationRecord, _ system: String, _ metric: String, stratum: String = "all") -> Double?
  {
    record.scores.first {
      $0.system == system && $0.metric == metric && $0.stratum == stratum && $0.leadTime == nil
    }?.outcome.value
  }

  /// The rows at 62, 61 and 60° N are off by 1, 2 and 3 K; rows of a one-degree grid have the area
  /// sin(φ + 1/2°) - sin(φ - 1/2°), which is proportional to cos φ: 0.469472, 0.484810 and 0.5.
  @Test(arguments: [PlannedAnalysis.Weights.area, .cosLatitude])
  func rowsWeighWhatTheirCellsCover(weights: PlannedAnalysis.Weights) async throws {
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { 280 + Float($0 / 4 + 1) })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    let record = try await record(
      plan(["a"], PlannedAnalysis(files: [], weights: weights)), [forecasts], analyses, pairing: .all)
    let (w1, w2, w3) = (0.46947156278589, 0.48480962024634, 0.5)
    let mean = (w1 + 2 * w2 + 3 * w3) / (w1 + w2 + w3)
    let square = (w1 + 4 * w2 + 9 * w3) / (w1 + w2 + w3)
    #expect(abs(try #require(value(record, "a", "me")) - mean) < 1e-12)
    #expect(abs(try #require(value(record, "a", "mse")) - square) < 1e-12)
    #expect(value(record, "a", "n") == 12)
    #expect(record.comparesFields)
  }

  @Test func everyCellIsCounted() async throws {
    // Cell 1 misses in the analysis, cells 1 and 2 in the forecast of a, cell 3 in that of b.
    let a = [forecast(from: first, at: .hours(6), try toyField { [1, 2].contains($0) ? .nan : 281 })]
    let b = [forecast(from: first, at: .hours(6), try toyField { $0 == 3 ? .nan : 282 })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { $0 == 1 ? .nan : 280 })]
    let plan = plan(["a", "b"], PlannedAnalysis(files: [], weights: .none))
    let all = try await record(plan, [a, b], analyses, pairing: .all)
    let common = try await record(plan, [a, b], analyses, pairing: .common)
    #expect(all.ledger.map(\.ledger.used) == [10, 10])
    #expect(all.ledger.map { $0.ledger.rejected[.mask] } == [1, 1])
    #expect(all.ledger.map { $0.ledger.rejected[.missingAnalysis] } == [1, 1])
    #expect(common.ledger.map(\.ledger.used) == [9, 9])
    #expect(common.ledger.map { $0.ledger.rejected[.notCommon] } == [1, 1])
    #expect(common.ledger.allSatisfy { $0.ledger.candidates == 12 })
    #expect(value(common, "a", "me") == 1 && value(common, "b", "me") == 2)
  }

  @Test func aSystemWithoutTheForecastHasItMissingAndNoCellInCommon() async throws {
    let a = [6, 12].map { TimeSpan.hours($0) }
    let forecasts = try a.map { forecast(from: first, at: $0, try toyField { _ in 281 }) }
    let analyses = try a.map { forecast(from: first + $0, at: .zero, try toyField { _ in 280 }) }
    let record = try await record(
      plan(["a", "b"], PlannedAnalysis(files: [])), [forecasts, [forecasts[0]]], analyses, pairing: .common)
    let late = record.ledger.filter { $0.leadTime == .hours(12) }
    #expect(late.map(\.ledger.used) == [0, 0])
    #expect(late[0].ledger.rejected[.notCommon] == 12 && late[1].ledger.rejected[.missingForecast] == 12)
    #expect(value(record, "a", "n") == 12)
  }

  @Test func regionsAreOfCells() async throws {
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { 280 + Float($0) })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    let west = Stratum(name: "west", region: .box(Region.Box(south: 59, north: 63, west: 9, east: 11)))
    let north = Stratum(name: "north", region: .box(Region.Box(south: 61.5, north: 63, west: 0, east: 20)))
    let record = try await record(
      plan(["a"], PlannedAnalysis(files: [], weights: .none), strata: [west, north]), [forecasts], analyses,
      pairing: .all)
    #expect(value(record, "a", "me", stratum: "west") == 4.5)
    #expect(value(record, "a", "me", stratum: "north") == 1.5)
    #expect(value(record, "a", "n", stratum: "west") == 6)
    // Columns 12 and 13° E of the two southern rows are in neither.
    #expect(record.outside.map(\.outside) == [4] && record.outside.map(\.pairs) == [12])
  }

  @Test func scoresOfAllStationsAndOfStationsNearbyAreRefused() async throws {
    let forecasts = [forecast(from: first, at: .hours(6), try toyField(), try toyField { _ in 281 })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    for score in ["es_ecdf_stations", "vs_half_stations", "pod_nearby(>=280)"] {
      var plan = plan(["a"], PlannedAnalysis(files: []))
      plan.scores = [score]
      plan.tolerance = EventTolerance(time: .hours(3))
      let error = await #expect(throws: VerifyError.self) {
        try await record(plan, [forecasts], analyses, pairing: .all)
      }
      #expect(error?.problem.contains("scored against an analysis") == true, "\(score): \(String(describing: error))")
    }
  }

  @Test(arguments: [
    Region.Box(south: 60.5, north: 62, west: 11, east: 12), Region.Box(south: -90, north: 61, west: 13, east: 10),
    Region.Box(south: 60, north: 60, west: -180, east: 180),
  ])
  func theCellsOfABoxAreThoseWhoseCentresAreInIt(box: Region.Box) throws {
    let grid = try toyGrid()
    let stratum = Stratum(name: "box", region: Region.box(box))
    #expect(stratum.cells(of: grid) == (0..<grid.count).map { box.contains(grid.coordinate(of: $0)) })
  }

  @Test func aForecastWithoutAnAnalysisWaitsForIt() async throws {
    let leads = [6, 12].map { TimeSpan.hours($0) }
    let forecasts = try leads.map { forecast(from: first, at: $0, try toyField { _ in 281 }) }
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    let plan = plan(["a"], PlannedAnalysis(files: []))
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    let early = try await Evaluation(
      plan, sources: [FixedSource("a", forecasts)], analysis: FixedSource("analysis", analyses))
    #expect(early.warnings.contains { $0.contains("2018-11-18 12 UTC") })
    #expect(try await early.run(into: results).waiting == 1)
    let later = analyses + [forecast(from: first + .hours(12), at: .zero, try toyField { _ in 280 })]
    let evaluation = try await Evaluation(
      plan, sources: [FixedSource("a", forecasts)], analysis: FixedSource("analysis", later))
    let summary = try await evaluation.run(into: results)
    #expect(summary.computed == 1 && summary.alreadyDone == 1 && summary.renewedInitTimes == 0)
  }

  @Test func scoresAreTheSameBitsOnAnyNumberOfThreads() async throws {
    let leads = (1...5).map { TimeSpan.hours(6 * $0) }
    let forecasts = try leads.map { lead in
      forecast(from: first, at: lead, try toyField { 280 + Float($0 * Int(lead.seconds) % 7919) / 100 })
    }
    let analyses = try leads.map { forecast(from: first + $0, at: .zero, try toyField { 281 + Float($0) / 3 }) }
    let plan = plan(["a"], PlannedAnalysis(files: []))
    let one = try await record(plan, [forecasts], analyses, pairing: .all)
    let four = try await record(plan, [forecasts], analyses, pairing: .all, threads: 4)
    #expect(one.scores == four.scores)
  }

  /// Every analysis cell of 2° holds four forecast cells of 1°, whose rows have the areas sin(φ + 1/2°) - sin(φ - 1/2°).
  @Test func aFinerForecastIsTakenToTheAnalysisByArea() async throws {
    let fine = try RectilinearGrid(latitudes: [62.5, 61.5, 60.5, 59.5], longitudes: [10.5, 11.5, 12.5, 13.5])
    let coarse = try RectilinearGrid(latitudes: [62, 60], longitudes: [11, 13])
    let forecasts = [
      forecast(from: first, at: .hours(6), Field(values: (0..<16).map { 280 + Float($0 / 4) }, grid: fine))
    ]
    let analyses = [
      forecast(from: first + .hours(6), at: .zero, Field(values: [280, 280, 280, 280], grid: coarse))
    ]
    let record = try await record(
      plan(["a"], PlannedAnalysis(files: [], weights: .none)), [forecasts], analyses, pairing: .all)
    // sin 63° - sin 62° = 0.0080590, sin 62° - sin 61° = 0.0083280; sin 61° - sin 60° = 0.0085943, sin 60° - sin 59° =
    // 0.0088581.
    let upper = 1 * 0.008327979 / (0.008058937 + 0.008327979)
    let lower = (2 * 0.008594303 + 3 * 0.008858107) / (0.008594303 + 0.008858107)
    #expect(abs(try #require(value(record, "a", "me")) - (upper + lower) / 2) < 1e-5)
    #expect(value(record, "a", "n") == 4)
  }

  @Test func cellsOutsideARegionalForecastAreOffItsGrid() async throws {
    let wide = try RectilinearGrid(latitudes: [62, 61, 60], longitudes: [10, 11, 12, 13, 14, 15])
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { _ in 281 })]
    let analyses = [
      forecast(from: first + .hours(6), at: .zero, Field(values: [Float](repeating: 280, count: 18), grid: wide))
    ]
    let record = try await record(
      plan(["a"], PlannedAnalysis(files: [], regrid: .bilinear, target: .analysis)), [forecasts], analyses,
      pairing: .all)
    #expect(record.ledger.map(\.ledger.used) == [12])
    #expect(record.ledger.map { $0.ledger.rejected[.offGrid] } == [6])
    #expect(value(record, "a", "me") == 1)
  }

  @Test func directionsAreComparedTheShorterWay() async throws {
    let variable = try #require(Variable("wd10m"))
    let forecasts = [forecast(variable, from: first, at: .hours(6), try toyField { _ in 350 })]
    let analyses = [forecast(variable, from: first + .hours(6), at: .zero, try toyField { _ in 5 })]
    var plan = plan(["a"], PlannedAnalysis(files: []))
    plan.variables = [variable]
    let record = try await record(plan, [forecasts], analyses, pairing: .all)
    #expect(value(record, "a", "me") == -15)
  }

  @Test func mapsGrowByEveryInitialTime() async throws {
    let times = [first, first + .days(1)]
    let forecasts = try times.enumerated().map { i, time in
      forecast(from: time, at: .hours(6), try toyField { 281 + Float($0 % 4 * (i + 1)) })
    }
    let analyses = try times.map { forecast(from: $0 + .hours(6), at: .zero, try toyField { _ in 280 }) }
    let plan = plan(
      ["a"], PlannedAnalysis(files: [], maps: PlannedAnalysis.Maps(leadTimes: [.hours(6)], block: 1)))
    var wider = plan
    wider.observations.origin = .fields(
      PlannedAnalysis(files: [], maps: PlannedAnalysis.Maps(leadTimes: [.hours(6), .hours(9)])))
    let lacking = try await Evaluation(
      wider, sources: [FixedSource("a", forecasts)], analysis: FixedSource("analysis", analyses))
    #expect(lacking.warnings == ["there are no maps at 9h: no forecast is of it"])
    let folder = try Fixture.temporaryFolder()
    let results = try ResultsDatabase(writingTo: folder)
    for held in [Array(forecasts.prefix(1)), forecasts] {
      let evaluation = try await Evaluation(
        plan, sources: [FixedSource("a", held)], analysis: FixedSource("analysis", analyses))
      _ = try await evaluation.run(into: results)
    }
    let map = folder.appending(path: "maps.nc")
    try results.writeMaps(to: map)
    // Errors of column 3 are 4 and 7 K.
    let sums = try results.read { connection in
      try Data.fetchOne(connection, sql: "SELECT sums FROM map_sums").flatMap {
        MapSums(bytes: [UInt8]($0), cellCount: 12)
      }
    }
    #expect(sums?.meanErrors[3] == 5.5 && sums?.meanSquares[3] == 32.5 && sums?.cases == 2)
    #expect(FileManager.default.fileExists(atPath: map.path))
  }

  @Test func storiesOfAnAnalysisAreOfPointsAndOfItsSystems() async throws {
    let forecasts = [forecast(from: first, at: .hours(6), try toyField { _ in 281 })]
    let analyses = [forecast(from: first + .hours(6), at: .zero, try toyField { _ in 280 })]
    let explainer = Explainer(
      try await Evaluation(
        plan(["a"], PlannedAnalysis(files: [])), sources: [FixedSource("a", forecasts)],
        analysis: FixedSource("analysis", analyses)))
    let (valid, point) = (first + .hours(6), Coordinate(latitude: 61, longitude: 11))
    #expect(try await explainer.stories(at: point, validTime: valid).map(\.forecast) == [[281]])
    let system = await #expect(throws: VerifyError.self) {
      try await explainer.stories(at: point, validTime: valid, system: "b")
    }
    #expect(system?.problem == "no system is called 'b'")
    let station = await #expect(throws: VerifyError.self) {
      try await explainer.stories(station: "01001", validTime: valid)
    }
    #expect(station?.suggestion?.contains("--at") == true)
  }

  @Test func aRunWithoutMapsSaysSo() async throws {
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    #expect(throws: VerifyError.self) { try results.writeMaps(to: URL(filePath: "/nowhere/maps.nc")) }
  }

  @Test func theGridOfLargerCellsIsChosenUnlessThePlanSaysOtherwise() throws {
    let fine = try toyGrid()
    let coarse = try RectilinearGrid(latitudes: [62, 60], longitudes: [10, 12])
    #expect(try VerificationGrid.chosen(.coarser, analysis: fine, forecasts: [coarse]).isEqual(to: coarse))
    #expect(try VerificationGrid.chosen(.coarser, analysis: coarse, forecasts: [fine]).isEqual(to: coarse))
    #expect(try VerificationGrid.chosen(.forecast, analysis: coarse, forecasts: [fine]).isEqual(to: fine))
    #expect(try VerificationGrid.chosen(.analysis, analysis: fine, forecasts: [coarse]).isEqual(to: fine))
    #expect(
      try VerificationGrid.chosen(.spelled(.degrees(0.25)), analysis: fine, forecasts: [coarse]).shape == [721, 1440])
  }

  @Test func aPlanNamesObservationsOrAnAnalysis() throws {
    let head = "forecasts: {name: a, files: a.grib}\nvariables: t2m\n"
    let folder = try Fixture.temporaryFolder()
    for name in ["a.grib", "an.nc"] { try Data().write(to: folder.appending(path: name)) }
    let file = folder.appending(path: "plan.yaml")
    let plan = try EvaluationPlan(
      yaml: head + "analysis: {files: an.nc, regrid: bilinear, grid: 0.25, weights: cos-latitude}", file: file)
    guard case .fields(let analysis) = plan.observations.origin else {
      Issue.record("the analysis is not what forecasts are scored against")
      return
    }
    #expect(
      analysis.regrid == .bilinear && analysis.target == .spelled(.degrees(0.25)) && analysis.weights == .cosLatitude)
    for wrong in [
      "", "observations: {files: an.nc}\nanalysis: {files: an.nc}", "analysis: {files: an.nc, grid: 0.7}",
      "analysis: {files: an.nc}\nmatching: {time-tolerance: 10min}", "analysis: {regrid: bilinear}",
      "analysis: {files: an.nc}\ntolerance: {time: 3h}", "analysis: {files: an.nc}\nsignificance: {method: two_way}",
      "analysis: {files: an.nc}\nstrata: {land-sea: {sea-stations: [63110]}}",
    ] {
      #expect(throws: VerifyError.self) { try EvaluationPlan(yaml: head + wrong, file: file) }
    }
  }
}
