import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Events within a tolerance") struct NearbyTests {
  /// `A` and `B` are 0.3° of latitude, 33 km, apart; `C` is far from both.
  private let stations = [station("00001", 60, 10), station("00002", 60.3, 10), station("00003", 65, 10)]
  private let start = UTCTime(secondsSince1970: 1_704_067_200)
  private let unit = EvaluationUnit(initTime: UTCTime(secondsSince1970: 1_704_067_200), leadTime: .hours(2))

  private func table(_ hours: Int, _ values: [Double]) -> Forecast {
    Forecast(
      .windSpeed10m, initTime: start, leadTime: .hours(hours),
      values: .stations(
        StationValues(
          identifiers: stations.map(\.id), coordinates: [nil, nil, nil], elevations: [nil, nil, nil],
          members: [values])), origin: "table")
  }

  /// Forecasts of hours 0 to 4; station 1 has none at hour 3.
  private var source: FixedSource {
    FixedSource(
      "a",
      [
        table(0, [90, 90, 90]), table(1, [4, 1, 2]), table(2, [5, 6, 3]), table(3, [.nan, 9, 1]),
        table(4, [80, 80, 80]),
      ])
  }

  /// Reports by hour; station 3 has none at hour 1, and station 2 none at hour 2.
  private var reports: FixedReports {
    let values: [Int: [Double?]] = [
      0: [70, 70, 70], 1: [2, 20, nil], 2: [7, nil, 8], 3: [6, 5, 9], 4: [60, 60, 60],
    ]
    return FixedReports(
      rows: values.flatMap { hour, row in
        zip(stations, row).compactMap { station, value in
          value.map {
            FixedReports.Row(station: station, time: start + .hours(hour), value: $0, variable: .windSpeed10m)
          }
        }
      })
  }

  private func columns(
    _ tolerance: EventTolerance, _ sources: [FixedSource], leadTimes: [TimeSpan]? = nil, at hour: Int = 2
  ) async throws -> [[PairColumn: [Double]]] {
    var plan = toyPlan(sources.map(\.name), variables: [.windSpeed10m])
    plan.tolerance = tolerance
    plan.leadTimes = leadTimes
    let evaluation = try await Evaluation(plan, sources: sources, reports: reports)
    let unit = EvaluationUnit(initTime: start, leadTime: .hours(hour))
    let candidates = try await evaluation.worker.supply.supply(of: .windSpeed10m, at: unit.validTime).candidates
    var systems: [(system: ScoredSystem, match: Match)] = []
    for system in evaluation.systems {
      let forecast = try await system.source.forecast(.windSpeed10m, from: start, at: unit.leadTime)
      let match =
        try forecast.map { try system.matcher.match($0, with: candidates) }
        ?? .none(of: candidates, initTime: start, leadTime: unit.leadTime, because: .missingForecast)
      systems.append((system, match))
    }
    let event = EventNearby(Threshold(.atLeast, 1), within: tolerance)
    let below = EventNearby(Threshold(.below, 1), within: tolerance)
    return try await evaluation.worker.columns.filled(
      systems, for: [ToleranceTable(event), ToleranceTable(below)], unit, candidates
    ).map(\.match.pairs.columns)
  }

  @Test func theToleranceOfTimeSpansLeadTimesOnBothSides() async throws {
    let columns = try await columns(EventTolerance(time: .hours(1)), [source])[0]
    // Stations 1 and 3 report at hour 2. Forecasts 4, 5, missing and 2, 3, 1; observed 2, 7, 6 and none, 8, 9.
    #expect(columns[.greatestForecastNearby] == [5, 3])
    #expect(columns[.leastForecastNearby] == [4, 1])
    #expect(columns[.greatestObservationNearby] == [7, 9])
    #expect(columns[.leastObservationNearby] == [2, 8])
  }

  @Test func theToleranceOfDistanceSpansStations() async throws {
    let columns = try await columns(EventTolerance(distance: 50_000), [source])[0]
    // Station 2 does not report at hour 2, so that no forecast is taken there.
    #expect(columns[.greatestForecastNearby] == [5, 3])
    #expect(columns[.greatestObservationNearby] == [7, 8])
    // At hour 3 station 1 has no forecast, so that it is no pair, but its report counts for station 2.
    let later = try await self.columns(EventTolerance(distance: 50_000), [source], at: 3)[0]
    #expect(later[.greatestForecastNearby] == [9, 1])
    #expect(later[.greatestObservationNearby] == [6, 9])
  }

  @Test func bothAtOnceTakeReportsOfStationsThatAreSilentAtThePairsTime() async throws {
    let columns = try await columns(EventTolerance(time: .hours(1), distance: 50_000), [source])[0]
    #expect(columns[.greatestObservationNearby] == [20, 9])
    #expect(columns[.greatestForecastNearby] == [5, 3])
  }

  @Test func atTheEndsOfTheForecastThereIsOneSideOnly() async throws {
    let first = try await columns(EventTolerance(time: .hours(1)), [source], at: 0)[0]
    #expect(first[.greatestForecastNearby] == [90, 90, 90])
    #expect(first[.leastForecastNearby] == [4, 1, 2])
    #expect(first[.leastObservationNearby] == [2, 20, 70])
  }

  @Test func leadTimesThatAreNotAskedForCountAllTheSame() async throws {
    let columns = try await columns(EventTolerance(time: .hours(1)), [source], leadTimes: [.hours(2)])[0]
    #expect(columns[.greatestObservationNearby] == [7, 9])
  }

  @Test func systemsMeetAtTheLeadTimesThatAllOfThemHold() async throws {
    let coarse = FixedSource("b", [table(2, [1, 1, 1]), table(4, [3, 3, 3])])
    let columns = try await columns(EventTolerance(time: .hours(1)), [source, coarse])
    #expect(columns[0][.greatestForecastNearby] == [5, 3])
    #expect(columns[0][.leastForecastNearby] == [5, 3])
    #expect(columns[0][.greatestObservationNearby] == [7, 8])
    #expect(columns[1][.greatestForecastNearby] == [1, 1])
    let wide = try await self.columns(EventTolerance(time: .hours(2)), [source, coarse])
    #expect(wide[0][.greatestForecastNearby] == [80, 80])
    #expect(wide[1][.greatestForecastNearby] == [3, 3])
  }

  /// Station 2 is near station 1, and `b` has nothing there.
  @Test func noSystemHasMorePlacesThanAnother() async throws {
    let a = FixedSource("a", [table(1, [4, 8, 2])])
    let b = FixedSource("b", [table(1, [3, .nan, 2])])
    let columns = try await columns(EventTolerance(distance: 50_000), [a, b], at: 1)
    #expect(columns[0][.greatestForecastNearby] == [4, 8])
    #expect(columns[0][.leastForecastNearby] == [4, 4])
    #expect(columns[1][.greatestForecastNearby] == [3])
    #expect(try await self.columns(EventTolerance(distance: 50_000), [a], at: 1)[0][.greatestForecastNearby] == [8, 8])
  }

  @Test func whatALaterReportChangesIsComputedAnew() async throws {
    var plan = toyPlan(["a"], variables: [.windSpeed10m])
    plan.tolerance = EventTolerance(time: .hours(1))
    plan.leadTimes = [.hours(2)]
    let early = FixedReports(rows: reports.rows.filter { $0.time <= start + .hours(2) })
    let one = try await Evaluation(plan, sources: [source], reports: early).worker.identity(of: unit)
    let two = try await Evaluation(plan, sources: [source], reports: reports).worker.identity(of: unit)
    #expect(one != two)
  }

  @Test func neighboursAreThoseThatTheDistanceSaysAcrossThePoleAndTheMeridian() {
    var random = SeededRandom(seed: 5)
    let places = (0..<300).map { i in
      let north = i < 150
      return station(
        "\(i)", random.uniform(north ? 88...90 : -1...1), north ? random.uniform(0...360) : random.uniform(179...181))
    }
    let register = StationRegister()
    _ = register.numbers(of: Array(places.prefix(100)))
    let neighbours = StationNeighbours(within: 40_000, of: register)
    #expect(neighbours.all().count == 100)
    _ = register.numbers(of: places)
    let found = neighbours.all()
    for (i, place) in places.enumerated() {
      let expected = places.indices.filter { $0 == i || places[$0].coordinate.distance(to: place.coordinate) <= 40_000 }
      #expect(found[i] == expected.map(Int32.init))
    }
    #expect(found.contains { $0.count > 3 })
  }

  /// At hour 2 stations 1 and 3 have forecasts 5 and 3 and reports 7 and 8; nearby are forecasts of at most 5 and 3.
  @Test func scoresOfEventsNearbyAreThoseOfAnEvaluation() async throws {
    var plan = toyPlan(["a"], variables: [.windSpeed10m])
    plan.tolerance = EventTolerance(time: .hours(1), distance: 50_000)
    plan.leadTimes = [.hours(2)]
    plan.scores = [
      "pod_nearby(>=5)", "far_ratio_nearby(>=5)", "csi_nearby(>=5 within 1h 50km)", "pod(>=8)", "pod(>=7)",
    ]
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan, sources: [source], reports: reports).run(into: results)
    let record = try results.record()
    let scores = record.scores.filter { $0.leadTime == nil }
    #expect(scores.map(\.metric) == ["pod_nearby", "far_ratio_nearby", "csi_nearby", "pod", "pod"])
    #expect(scores.map(\.threshold).prefix(3) == [">=5 within 1h 50km", ">=5 within 1h 50km", ">=5 within 1h 50km"])
    #expect(scores.map(\.outcome.value) == [0.5, 0, 0.5, 0, 0])
    #expect(record.definitions.map(\.id) == ["pod_nearby", "far_ratio_nearby", "csi_nearby", "pod"])
    #expect(
      record.stationScores.filter { $0.metric == "pod" && $0.threshold == ">=7" }.map(\.station) == ["00001", "00003"])
  }

  @Test func scoresThatLackAParameterSayHowItIsWritten() {
    func problem(_ name: String, _ tolerance: EventTolerance?) -> String {
      do {
        _ = try ScoreSelection([name], of: [.windSpeed10m], tolerance: tolerance)
        return ""
      } catch { return "\(error)" }
    }
    #expect(problem("pod", nil).contains("pod(>= 10 m/s)"))
    #expect(problem("pod(10)", nil).contains("pod(>=1)"))
    #expect(problem("pod_nearby(>=10)", nil).contains("'tolerance'"))
    #expect(problem("pod_nearby(>=10 within 2h)", EventTolerance(time: .hours(1))).contains("within 1h"))
    #expect(problem("wind_direction_mae", nil).contains("wind_direction_mae(>=3)"))
    #expect(problem("podd(>=10)", nil).contains("'pod'"))
    #expect(problem("pod_nearby(>=10)", EventTolerance(time: .hours(1))) == "")
  }

  @Test func aPlanSaysTheTolerance() throws {
    func plan(_ text: String) throws -> EvaluationPlan {
      let folder = try Fixture.temporaryFolder()
      try Data("x".utf8).write(to: folder.appending(path: "x"))
      return try EvaluationPlan(
        yaml: "forecasts: [{name: a, files: x}]\nobservations: {files: x}\nvariables: ws10m\ntolerance: \(text)\n",
        file: folder.appending(path: "evaluation.yaml"))
    }
    #expect(try plan("{time: 3h, distance: 50km}").tolerance == EventTolerance(time: .hours(3), distance: 50_000))
    #expect(try plan("{distance: 500m}").tolerance == EventTolerance(distance: 500))
    #expect(
      try plan("{time: 90min}").settings(statistics: []).contains { $0.name == "tolerance" && $0.value == "90min" })
    #expect(throws: VerifyError.self) { try plan("{distance: 50}") }
    #expect(throws: VerifyError.self) { try plan("{distance: 1e306km}") }
    #expect(throws: VerifyError.self) { try plan("{time: -1h}") }
    #expect(throws: VerifyError.self) { try plan("{radius: 50km}") }
  }

  /// Joined by a script of its own over sqlite3 and the vobs text, by brute force over all stations and lead times, NumPy
  /// 2.4.6: speeds of 12 m/s and more within 3 h and 50 km, forecasts from 2019-02-17 00 UTC to 12 h.
  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realWindsNearbyGiveTheNumbersOfAScript() async throws {
    var plan = try EvaluationPlan(contentsOf: Fixture.root.appending(path: "Examples/meps-arome-arctic.yaml"))
    let vobs = try #require(Fixture.shared("harp/vobs"))
    plan.observations.origin = .files(
      ["00", "03", "06", "09", "12", "15"].map { vobs.appending(path: "vobs20190217\($0)") })
    plan.variables = [.windSpeed10m]
    plan.initTimes.to = UTCTime("2019-02-17")
    plan.leadTimes = [0, 3, 6, 9, 12].map(TimeSpan.hours)
    plan.tolerance = EventTolerance(time: .hours(3), distance: 50_000)
    plan.scores = ["pod_nearby(>=12)", "far_ratio_nearby(>=12)", "csi_nearby(>=12)"]
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan).run(into: results, threads: 2)
    let scores = try results.record().scores.filter { $0.leadTime == nil }
    let expected = [
      0.759493670886076, 0.7215189873417721, 0.0847457627118644, 0.11475409836065575, 0.7095926412614981,
      0.6598070739549837,
    ]
    #expect(scores.map(\.n) == [736, 736, 736, 736, 736, 736])
    for (score, theirs) in zip(scores, expected) {
      #expect(abs((score.outcome.value ?? .nan) - theirs) < 1e-12, "\(score.system), \(score.metric)")
    }
  }
}
