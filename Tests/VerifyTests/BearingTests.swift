import Fields
import Metrics
import Stations
import Testing

@testable import Verify

@Suite("Directions are angles")
struct BearingTests {
  private func match(_ members: [Field], at stations: [Station], observed: [Double]) throws -> MatchedPairs {
    let initTime = try time("2018-11-18T12")
    let candidates = Candidates(
      variable: .windDirection10m, validTime: initTime, stations: stations, values: observed,
      register: StationRegister())
    let forecast = Forecast(
      .windDirection10m, initTime: initTime, leadTime: .zero, values: .fields(members), origin: "toy")
    return try StationMatcher(system: "toy", matching: Matching()).match(forecast, with: candidates).pairs
  }

  @Test func halfwayBetweenBothSidesOfNorthIsNorth() throws {
    // Columns alternate between 350° and 10°; unit vectors cancel east to west.
    let field = try toyField { $0 % 2 == 0 ? 350 : 10 }
    let pairs = try match([field], at: [station("1", 61, 11.5)], observed: [0])
    #expect(abs((pairs.forecasts[0] - 0).remainder(dividingBy: 360)) < 1e-9)
  }

  @Test(arguments: [(359.0, 1.0, -2.0), (1, 359, 2), (180, 10, 170), (190, 10, 180), (200, 10, -170), (360, 0, 0)])
  func anErrorIsTheShorterWayAround(_ forecast: Double, _ observed: Double, _ error: Double) throws {
    let pairs = try match([toyField { _ in Float(forecast) }], at: [station("1", 61, 11)], observed: [observed])
    #expect(abs(pairs.forecasts[0] - pairs.observations[0] - error) < 1e-9)
  }

  @Test func theMeanOfMembersOnBothSidesOfNorthIsNorthAndEachIsNearTheObservation() throws {
    let members = [try toyField { _ in 355 }, try toyField { _ in 5 }, try toyField { _ in .nan }]
    let pairs = try match(members, at: [station("1", 61, 11)], observed: [2])
    #expect(abs(pairs.forecasts[0]) < 1e-9 || abs(pairs.forecasts[0] - 360) < 1e-9)
    #expect(abs(pairs.members[0] - -5) < 1e-9)
    #expect(abs(pairs.members[1] - 5) < 1e-9)
    #expect(pairs.members[2].isNaN)
  }

  @Test func oppositeDirectionsHaveNoMean() throws {
    #expect(Bearing.mean([(degrees: 90, weight: 0.5), (270, 0.5)]).isNaN)
    #expect(Bearing.mean([(degrees: Double, weight: Double)]()).isNaN)
    #expect(Bearing.mean([(degrees: .nan, weight: 1), (90, 1)]).isNaN)
    #expect(abs(Bearing.mean([(degrees: .nan, weight: 0), (90, 1)]) - 90) < 1e-12)
  }
}
