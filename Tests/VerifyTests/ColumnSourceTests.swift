import Fields
import Metrics
import Stations
import Testing

@testable import Verify

@Suite struct ColumnSourceTests {
  private struct Constant: ColumnSource {
    let column: PairColumn
    let value: Double

    func columns(for request: ColumnRequest) -> [PairColumn: [Double]] {
      [column: [Double](repeating: value, count: request.pairs.count)]
    }
  }

  private let unit = EvaluationUnit(initTime: UTCTime(secondsSince1970: 1_704_067_200), leadTime: .hours(6))

  private func matched() throws -> (candidates: Candidates, match: Match) {
    let variable = Variable.temperature2m
    let stations = (1...2).map { Station(id: "0100\($0)", coordinate: Coordinate(latitude: 60, longitude: Double($0))) }
    let candidates = Candidates(
      variable: variable, validTime: unit.validTime, stations: stations, values: [270, 271],
      register: StationRegister())
    let pairs = MatchedPairs(
      variable: variable, initTime: unit.initTime, leadTime: unit.leadTime, stations: [1], forecasts: [272],
      observations: [271])
    return (candidates, Match(fates: [.offGrid, nil], pairs: pairs))
  }

  private func columns(
    _ sources: [any ColumnSource], for metrics: [any Metric]
  ) async throws -> [PairColumn: [Double]] {
    let (candidates, match) = try matched()
    let system = ScoredSystem(
      name: "a", isBaseline: true, correction: nil, planned: 0, source: NoForecasts(),
      matcher: StationMatcher(system: "a", matching: Matching()), keys: [], variables: [], isBesideRaw: false,
      summary: "")
    let filled = try await ColumnSources(sources: sources).filled(
      [(system, match)], for: Accumulation.statistics(of: metrics), unit, candidates)
    return filled[0].match.pairs.columns
  }

  @Test func theFirstSourceThatHasAColumnGivesIt() async throws {
    let sources = [
      Constant(column: .baseline, value: 1), Constant(column: .climatology, value: 2),
      Constant(column: .climatology, value: 3),
    ]
    let metrics: [any Metric] = [CentredAnomalyCorrelation(), BaselineSkillScore()]
    #expect(try await columns(sources, for: metrics) == [.baseline: [1], .climatology: [2]])
  }

  @Test func whatNoScoreNeedsIsNotComputed() async throws {
    let sources = [Constant(column: .climatology, value: 2)]
    #expect(try await columns(sources, for: [MeanError()]).isEmpty)
  }

  @Test func statisticsKeptByInitTimeNeedWhatTheirPartsNeed() async throws {
    let sources = [Constant(column: .climatology, value: 2)]
    #expect(try await columns(sources, for: [MeanCentredAnomalyCorrelation()]) == [.climatology: [2]])
  }

  @Test func aRequestTellsTheCandidatesOfItsPairs() throws {
    let (candidates, match) = try matched()
    let system = ScoredSystem(
      name: "a", isBaseline: true, correction: nil, planned: 0, source: NoForecasts(),
      matcher: StationMatcher(system: "a", matching: Matching()), keys: [], variables: [], isBesideRaw: false,
      summary: "")
    let request = ColumnRequest(
      wanted: [.climatology], unit: unit, candidates: candidates, systems: [(system, match)], position: 0)
    #expect(request.pairedCandidates == [1])
  }
}

private struct NoForecasts: ForecastSource {
  let name = "none"
  func contents() async throws -> [ForecastKey] { [] }
  func forecast(_: Variable, from _: UTCTime, at _: TimeSpan) async throws -> Forecast? { nil }
}
