import Fields
import Formats
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Thresholds from a climatology")
struct ClimatologicalLimitTests {
  /// Quantiles of 0.1, 0.5 and 0.9 at two stations, one of them dry in half of the days; 12 years of extremes at the
  /// first, 5 at the other.
  private func file() throws -> URL {
    let places = [
      Station(id: "01001", coordinate: Coordinate(latitude: 60, longitude: 10)),
      Station(id: "01002", coordinate: Coordinate(latitude: 61, longitude: 10)),
    ]
    let layout = ClimatologyLayout(
      places: .stations(places), days: [try #require(CalendarDay(122))], hours: nil, levels: [0.1, 0.5, 0.9],
      events: [">=1"])
    let origin = ClimatologyOrigin(
      from: try time("1991-01-01"), through: try time("2019-12-31T23"), years: [1991], window: 15, minimumSample: 10,
      source: "a test", digest: "0")
    let url = try Fixture.temporaryFolder().appending(path: "limits.nc")
    var writer = try ClimatologyWriter.create(url, layout, origin, title: "a test")
    let variable = Variable.windSpeed10m
    func write(_ array: ClimatologyArray, _ values: [Double]) throws {
      try writer.add(array, of: variable, places: 2)
      try writer.write(values, to: array, of: variable, day: 0, hour: 0, places: 0..<2)
    }
    try write(.quantile, [2, 0, 6, 0, 16, 8])
    try write(.eventProbability, [0.97, 0.4])
    try write(.years, [12, 5])
    try write(.annualMaximum, [30, .nan, 3, .nan, 0, .nan])
    try write(.annualMinimum, [-1, .nan, 0.5, .nan, 0, .nan])
    try writer.finish()
    return url
  }

  private func values(_ column: PairColumn) throws -> [Double]? {
    try Climatology([try file()]).values(of: column, of: .windSpeed10m, at: try time("2020-05-01T12"))
  }

  private func threshold(_ text: String) throws -> Threshold { try #require(Threshold(text)) }

  @Test func aLevelOfTheFileIsTakenAsItIsAndOthersAreBetween() throws {
    #expect(try values(.limit(try threshold(">=q0.9"))) == [16, 8])
    #expect(try values(.limit(try threshold("<q0.1"))) == [2, 0])
    // By hand: half-way from 6 to 16, and from 0 to 8.
    let between = try #require(try values(.limit(try threshold(">=q0.7"))))
    #expect(zip(between, [11, 4]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func nothingIsExtrapolated() throws {
    #expect(try values(.limit(try threshold(">=q0.95"))) == nil)
  }

  /// By scipy 1.17, gumbel_r(30, 3).ppf(0.9) and gumbel_r(-1, 0.5).ppf(0.9).
  @Test func returnLevelsComeFromTheDistributionsOfExtremes() throws {
    let high = try #require(try values(.limit(try threshold(">=rp10y"))))
    #expect(abs(high[0] - 36.751_101_981_937_34) < 1e-12 && high[1].isNaN)
    let low = try #require(try values(.limit(try threshold("<=rp10y"))))
    #expect(abs(low[0] + 0.125_183_663_656_222_7) < 1e-12)
  }

  @Test func aPeriodBeyondTwiceTheYearsIsMissing() throws {
    let borne = try #require(try values(.limit(try threshold(">=rp24y"))))
    let beyond = try #require(try values(.limit(try threshold(">=rp25y"))))
    #expect(borne[0].isFinite && beyond[0].isNaN)
  }

  @Test func theProbabilityOfAnEventOfTheFileIsTakenAsItIs() throws {
    #expect(try values(.eventProbability(try threshold(">=1"))) == [0.97, 0.4])
    let quantile = try #require(try values(.eventProbability(try threshold(">=q0.9"))))
    #expect(quantile.allSatisfy { abs($0 - 0.1) < 1e-15 })
  }

  @Test func theProbabilityOfOtherEventsIsBetweenTheQuantiles() throws {
    // By hand: 4 is half-way from 2 to 6 and from 0 to 8; 0 has the levels up to 0.5.
    let four = try #require(try values(.eventProbability(try threshold(">4"))))
    #expect(zip(four, [0.7, 0.3]).allSatisfy { abs($0 - $1) < 1e-12 })
    let dry = try #require(try values(.eventProbability(try threshold("<=0"))))
    #expect(dry[0].isNaN && dry[1] == 0.5)
    let wet = try #require(try values(.eventProbability(try threshold(">=20"))))
    #expect(wet[0].isNaN && wet[1].isNaN)
  }

  @Test(
    "What the file can't say is an error that says what it can",
    arguments: [(">=q0.95", "0.1, 0.5, 0.9"), (">=rp30y", "up to 24 years")])
  func refusals(threshold text: String, says: String) throws {
    var plan = toyPlan(variables: [.windSpeed10m])
    plan.climatology = [try file()]
    let doubts = ClimatologyDoubts(
      plan: plan, scores: try ScoreSelection(["pod(\(text))"], of: plan.variables), units: [])
    let error = #expect(throws: VerifyError.self) { try doubts.check(try Climatology(plan.climatology)) }
    #expect(error?.description.contains(says) == true)
    #expect(error?.description.contains("limits.nc") == true)
  }
}
