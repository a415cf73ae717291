import Fields
import Metrics
import Formats
import Foundation
import TestSupport
import Testing

@testable import Verify

/// A forecast of T2m on the reduced Gaussian grid N160, of 2018-11-18 12 UTC + 48 h, against analyses on other grids.
@Suite("Forecasts on a reduced Gaussian grid", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct RegriddingRunTests {
  let source: any ForecastSource
  let field: Field
  let start: UTCTime

  init() async throws {
    let file = try #require(Fixture.shared("metview/t2m_grib.grib"))
    source = try Formats.Catalogue.open([file], options: SourceOptions(name: "reduced"))
    start = try time("2018-11-18T12")
    let forecast = try #require(try await source.forecast(.temperature2m, from: start, at: .hours(48)))
    guard case .fields(let members) = forecast.values else { throw VerifyError("a table") }
    field = members[0]
  }

  /// Latitudes and longitudes around the globe, from the south where the step is negative.
  private func grid(_ step: Double) throws -> RectilinearGrid {
    let rows = Int((180 / abs(step)).rounded())
    return try RectilinearGrid(
      latitudes: (0...rows).map { (step < 0 ? -90 : 90) - Double($0) * step },
      longitudes: (0..<2 * rows).map { Double($0) * abs(step) - 180 })
  }

  private func record(_ analysis: PlannedAnalysis, on grid: any Grid, threads: Int = 1) async throws -> EvaluationRecord
  {
    var plan = toyPlan(["reduced"])
    plan.observations = PlannedObservations(origin: .fields(analysis))
    let zero = Field(values: [Float](repeating: 0, count: grid.count), grid: grid)
    let analyses = FixedSource("analysis", [forecast(from: start + .hours(48), at: .zero, zero)])
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    let evaluation = try await Evaluation(plan, sources: [source], analysis: analyses)
    _ = try await evaluation.run(into: results, threads: threads)
    return try results.record(pairing: .all)
  }

  private func score(_ record: EvaluationRecord, _ metric: String) -> Double? {
    record.scores.first { $0.metric == metric && $0.stratum == "all" && $0.leadTime == nil }?.outcome.value
  }

  /// The mean error against an analysis of 0 K is the mean of the forecast by area, on whatever grid it is taken.
  @Test(arguments: [1.5, -2.5, 0.75])
  func conservativeRegriddingKeepsTheMeanOfTheGlobe(step: Double) async throws {
    let mean = (0..<field.grid.count).reduce(0) { $0 + Double(field.values[$1]) * field.grid.area(of: $1) } / (4 * .pi)
    let target = try grid(step)
    let record = try await record(PlannedAnalysis(files: [], target: .analysis), on: target)
    #expect(score(record, "n") == Double(target.count))
    #expect(abs(try #require(score(record, "me")) / mean - 1) < 1e-7)
  }

  @Test func theCoarserGridIsThatOfTheForecast() async throws {
    let record = try await record(PlannedAnalysis(files: []), on: try grid(0.75))
    #expect(score(record, "n") == Double(field.grid.count))
  }

  @Test(arguments: Regridding.Method.allCases)
  func scoresAreTheSameBitsOnTwoThreads(method: Regridding.Method) async throws {
    let analysis = PlannedAnalysis(files: [], regrid: method, target: .spelled(.degrees(2.5)))
    let target = try grid(1.5)
    let one = try await record(analysis, on: target)
    let two = try await record(analysis, on: target, threads: 2)
    #expect(one.scores == two.scores && score(one, "n") == 73 * 144)
  }

  @Test func anUnknownWayNamesOneThatIsKnown() async throws {
    let points = try UnstructuredGrid(coordinates: [
      Coordinate(latitude: 50, longitude: 5), Coordinate(latitude: 60, longitude: 15),
    ])
    let error = await #expect(throws: VerifyError.self) {
      try await record(PlannedAnalysis(files: [], target: .analysis), on: points)
    }
    #expect(error?.description.contains("bilinear") == true)
  }
}
