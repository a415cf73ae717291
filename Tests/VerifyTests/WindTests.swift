import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Wind vectors") struct WindTests {
  private let wind = Variable(.windVector, .height(10))
  private let first = UTCTime(secondsSince1970: 1_704_067_200)
  private var valid: UTCTime { first + .hours(6) }
  private let stations = [station("00001", 61, 11), station("00002", 60, 12), station("00003", 62, 10)]

  private func row(_ station: Int, _ variable: Variable, _ value: Double) -> FixedReports.Row {
    FixedReports.Row(station: stations[station], time: valid, value: value, variable: variable)
  }

  private func field(_ value: Float) throws -> Field { try toyField { _ in value } }

  private func record(_ sources: [FixedSource], _ rows: [FixedReports.Row], _ names: [String] = ["a"]) async throws
    -> EvaluationRecord
  {
    var plan = toyPlan(names, variables: [wind])
    plan.scores = ["n", "rmsve", "wind_speed_me", "rmse"]
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan, sources: sources, reports: FixedReports(rows: rows)).run(into: results)
    return try results.record(pairing: .all)
  }

  private func value(_ metric: String, _ record: EvaluationRecord) -> Double? {
    record.scores.first { $0.metric == metric && $0.leadTime == nil }?.outcome.value
  }

  @Test func aPlanNamesThemAndFilesDoNot() throws {
    #expect(PlanVariables.variable(named: "wind10m") == wind)
    #expect(PlanVariables.variable(named: "wind850") == Variable(.windVector, .pressure(850)))
    #expect(PlanVariables.variable(named: "wind") != Variable(.windVector, .surface))
    #expect(PlanVariables.variable(inFile: "wind10m") == .windSpeed10m)
    #expect(PlanVariables.variable(inFile: "wind850") == Variable(.windSpeed, .pressure(850)))
  }

  /// Forecast (3, 4); from the west with 5 m/s is (5, 0), from the south (0, 5): errors (-2, 4) and (3, -1), speeds right.
  @Test func componentsOfFieldsMeetSpeedsAndDirections() async throws {
    let source = FixedSource(
      "a",
      [
        forecast(.eastwardWind10m, from: first, at: .hours(6), try field(3)),
        forecast(.northwardWind10m, from: first, at: .hours(6), try field(4)),
      ])
    let rows = [
      row(0, .windSpeed10m, 5), row(0, .windDirection10m, 270), row(1, .windSpeed10m, 5),
      row(1, .windDirection10m, 180),
      // A calm needs no direction, a wind does.
      row(2, .windSpeed10m, 2),
    ]
    let record = try await record([source], rows)
    #expect(value("n", record) == 2)
    let rmsve = try #require(value("rmsve", record))
    #expect(abs(rmsve - 15.0.squareRoot()) < 1e-12)
    #expect(abs(value("wind_speed_me", record) ?? 1) < 1e-12)
    #expect(value("rmse", record) == nil)
    #expect(record.ledger[0].ledger.rejected == [.component: 1])
    #expect(record.ledger[0].ledger.candidates == 3)
  }

  @Test func persistenceOfAWindIsThatOfItsSpeedAndDirection() async throws {
    let reports = WindReports(
      source: FixedReports(rows: [row(0, .windSpeed10m, 5), row(0, .windDirection10m, 180), row(1, .windSpeed10m, 0)]))
    let source = PersistenceSource(
      name: "last",
      supply: CandidateSupply(reports, selection: ReportSelection(Matching()), register: StationRegister()), keys: [])
    for (variable, values) in [(Variable.eastwardWind10m, [0.0, 0]), (.northwardWind10m, [5, 0])] {
      let last = try #require(try await source.forecast(variable, from: valid, at: .hours(6)))
      guard case .stations(let table) = last.values else { return #expect(Bool(false), "expected stations") }
      #expect(zip(table.members[0], values).allSatisfy { abs($0 - $1) < 1e-12 } && table.members[0].count == 2)
    }
    let other = PersistenceSource(
      name: "last",
      supply: CandidateSupply(
        WindReports(source: FixedReports(rows: [row(0, .windSpeed10m, 5), row(0, .windDirection10m, 90)])),
        selection: ReportSelection(Matching()), register: StationRegister()), keys: [])
    #expect(
      try await source.identity(of: .eastwardWind10m, from: valid)
        != other.identity(of: .eastwardWind10m, from: valid))
  }

  @Test func aCalmWithoutADirectionIsAWindOfZero() async throws {
    let source = FixedSource(
      "a",
      [
        forecast(.eastwardWind10m, from: first, at: .hours(6), try field(3)),
        forecast(.northwardWind10m, from: first, at: .hours(6), try field(4)),
      ])
    let record = try await record([source], [row(0, .windSpeed10m, 0)])
    #expect(value("rmsve", record) == 5)
    #expect(value("wind_speed_me", record) == 5)
  }

  @Test func observedComponentsComeBeforeSpeedAndDirection() async throws {
    let rows = [
      row(0, .eastwardWind10m, 1), row(0, .northwardWind10m, -2), row(0, .windSpeed10m, 9),
      row(0, .windDirection10m, 9), row(1, .eastwardWind10m, 1), row(1, .windSpeed10m, 10),
      row(1, .windDirection10m, 90),
    ]
    let reports = try await WindReports(source: FixedReports(rows: rows)).reports(of: wind, from: first, through: valid)
    #expect(reports.stations.map(\.id) == ["00001", "00002"])
    #expect(reports.values[0] == 1 && reports.northwardValues[0] == -2)
    #expect(abs(reports.values[1] + 10) < 1e-12 && abs(reports.northwardValues[1]) < 1e-12)
  }

  @Test func tablesOfSpeedAndDirectionGiveComponents() async throws {
    func table(_ variable: Variable, _ value: Double) -> Forecast {
      Forecast(
        variable, initTime: first, leadTime: .hours(6),
        values: .stations(
          StationValues(identifiers: ["00001"], coordinates: [nil], elevations: [nil], members: [[value]])),
        origin: "table")
    }
    let held = FixedSource("a", [table(.windSpeed10m, 5), table(.windDirection10m, 270)])
    var plan = toyPlan(["a"], variables: [wind])
    plan.scores = ["rmsve"]
    let rows = [row(0, .windSpeed10m, 5), row(0, .windDirection10m, 0)]
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan, sources: [DerivingSource(held)], reports: FixedReports(rows: rows))
      .run(into: results)
    // (5, 0) less (0, -5).
    #expect(abs((value("rmsve", try results.record()) ?? 0) - 50.0.squareRoot()) < 1e-12)
  }

  @Test func aMemberThatLacksAComponentIsMissingInBoth() async throws {
    let u = [try field(1), try field(3), try field(8)]
    let v = [try field(0), try field(2), try field(.nan)]
    let source = FixedSource(
      "a",
      [
        Forecast(.eastwardWind10m, initTime: first, leadTime: .hours(6), values: .fields(u), origin: "toy"),
        Forecast(.northwardWind10m, initTime: first, leadTime: .hours(6), values: .fields(v), origin: "toy"),
      ])
    let record = try await record([source], [row(0, .eastwardWind10m, 2), row(0, .northwardWind10m, 4)])
    // The mean of two members is (2, 1).
    #expect(value("rmsve", record) == 3)
  }

  @Test func scoresThatDoNotFitAnyVariableAreNamed() throws {
    #expect(WindScores.doubts([MeanError()], of: [wind]).count == 1)
    #expect(WindScores.doubts([VectorRootMeanSquaredError()], of: [.temperature2m]).count == 2)
    #expect(WindScores.doubts([VectorRootMeanSquaredError(), MeanError()], of: [.temperature2m, wind]).isEmpty)
  }

  /// 1 - ((11 - 10)² + (5 - 10)²) / ((12 - 10)² + (4 - 10)²)
  @Test func skillIsOfThePairsThatTheBaselineHasToo() async throws {
    func table(_ values: [Double]) -> Forecast {
      Forecast(
        .temperature2m, initTime: first, leadTime: .hours(6),
        values: .stations(
          StationValues(
            identifiers: stations.map(\.id), coordinates: [nil, nil, nil], elevations: [nil, nil, nil],
            members: [values])), origin: "table")
    }
    var plan = toyPlan(["base", "new"])
    plan.scores = ["msess_baseline"]
    let sources = [FixedSource("base", [table([12, 4, .nan])]), FixedSource("new", [table([11, 5, 99])])]
    let rows = stations.map { FixedReports.Row(station: $0, time: valid, value: 10) }
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await Evaluation(plan, sources: sources, reports: FixedReports(rows: rows)).run(into: results)
    for pairing in Matching.Pairing.allCases {
      let scores = try results.record(pairing: pairing).scores.filter { $0.leadTime == nil }
      #expect(scores.map(\.outcome) == [.value(0), .value(1 - 26.0 / 40)])
      #expect(scores.map(\.n) == [2, 2])
    }
  }
}
