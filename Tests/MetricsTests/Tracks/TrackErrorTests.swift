import Fields
import Metrics
import Testing

@Suite struct TrackErrorTests {
  private let start = UTCTime(secondsSince1970: 0)
  /// Metres of one degree of a great circle.
  private let degree = Coordinate.earthRadius * .pi / 180

  private func point(
    _ hours: Int, _ latitude: Double, _ longitude: Double, pressure: Double? = nil, wind: Double? = nil,
    _ averaging: WindAveraging? = nil
  ) -> TrackPoint {
    TrackPoint(
      time: start + .hours(hours), position: Coordinate(latitude: latitude, longitude: longitude),
      minimumPressure: pressure, maximumWind: wind, averaging: averaging)
  }

  /// Along the equator to the east, one degree in 6 hours.
  private var eastward: Track {
    Track(
      storm: "1",
      points: [
        point(0, 0, 179, pressure: 99_000, wind: 20, .tenMinutes),
        point(6, 0, 180, pressure: 98_000, wind: 30, .tenMinutes),
      ])
  }

  @Test func aForecastAheadOfTheStormHasAPositiveAlongTrackError() throws {
    let error = try #require(TrackError(of: point(6, 0, -178), against: eastward))
    #expect(abs(error.position - 2 * degree) < 1e-3)
    #expect(abs((error.along ?? 0) - 2 * degree) < 1e-3)
    #expect(abs(error.across ?? 1) < 1e-3)
    let behind = try #require(TrackError(of: point(6, 0, 179.5), against: eastward))
    #expect(abs((behind.along ?? 0) + 0.5 * degree) < 1e-3)
  }

  @Test func aForecastToTheRightOfTheWayHasAPositiveCrossTrackError() throws {
    // Looking east, south is on the right, in both hemispheres.
    let right = try #require(TrackError(of: point(6, -1, 180), against: eastward))
    #expect(abs((right.across ?? 0) - degree) < 1e-3)
    #expect(abs(right.along ?? 1) < 1e-3)
    let left = try #require(TrackError(of: point(6, 1, 180), against: eastward))
    #expect(abs((left.across ?? 0) + degree) < 1e-3)
  }

  /// NumPy 2.4.6 on unit vectors: from 20°N 140°E by way of 21°N 139°E to a forecast at 21.5°N 139.7°E.
  @Test func partsOfAnObliqueErrorAgreeWithUnitVectors() throws {
    let observed = Track(storm: "1", points: [point(0, 20, 140), point(6, 21, 139)])
    let error = try #require(TrackError(of: point(6, 21.5, 139.7), against: observed))
    #expect(abs(error.position - 91_398.590) < 0.01)
    #expect(abs((error.along ?? 0) + 9_095.060) < 0.01)
    #expect(abs((error.across ?? 0) - 90_944.971) < 0.01)
  }

  @Test func aPerfectForecastHasNoError() throws {
    let error = try #require(
      TrackError(of: point(6, 0, 180, pressure: 98_000, wind: 30, .tenMinutes), against: eastward))
    #expect(error.position == 0)
    #expect(error.along == 0)
    #expect(error.across == 0)
    #expect(error.pressure == 0)
    #expect(error.wind == 0)
    #expect(error.absent.isEmpty)
  }

  @Test func withoutMotionThereIsNoDirection() throws {
    let first = try #require(TrackError(of: point(0, 1, 179), against: eastward))
    #expect(first.along == nil && first.across == nil)
    #expect(first.absent.contains(.noMotion))
    let still = Track(storm: "1", points: [point(0, 0, 150), point(6, 0.1, 150)])
    let error = try #require(TrackError(of: point(6, 1, 150), against: still))
    #expect(error.absent.contains(.stationary))
    #expect(error.along == nil)
  }

  @Test func windsOfTwoPeriodsAreNeverCompared() throws {
    let other = try #require(TrackError(of: point(6, 0, 180, wind: 40, .oneMinute), against: eastward))
    #expect(other.wind == nil)
    #expect(other.absent.contains(.otherAveraging))
    let model = try #require(TrackError(of: point(6, 0, 180, wind: 40, .model), against: eastward))
    #expect(model.wind == 10)
    let silent = try #require(TrackError(of: point(6, 0, 180), against: eastward))
    #expect(silent.absent.contains(.noForecastWind) && silent.absent.contains(.noForecastPressure))
  }

  @Test func thereIsNoErrorWhereTheBestTrackHasNoFix() {
    #expect(TrackError(of: point(12, 0, 180), against: eastward) == nil)
  }

  @Test func everyMeasureHasItsDefinition() {
    let definitions = TrackMeasure.allCases.map(\.definition)
    #expect(Set(definitions.map(\.id)).count == definitions.count)
    for definition in definitions + [EnsembleTrackDefinitions.spread, EnsembleTrackDefinitions.strikeBrier] {
      #expect(definition.bounds != nil)
      #expect(!definition.summary.isEmpty && !definition.reference.isEmpty && !definition.undefinedWhen.isEmpty)
    }
  }
}
