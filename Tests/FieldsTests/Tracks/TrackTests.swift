import Fields
import Testing

@Suite struct TrackTests {
  private let start = UTCTime(secondsSince1970: 0)

  private func point(
    _ hours: Int, _ longitude: Double, pressure: Double? = nil, wind: Double? = nil, _ averaging: WindAveraging? = nil
  ) -> TrackPoint {
    TrackPoint(
      time: start + .hours(hours), position: Coordinate(latitude: 0, longitude: longitude), minimumPressure: pressure,
      maximumWind: wind, averaging: averaging)
  }

  @Test func fixesStandInTheOrderOfTimeAndTheFirstOfATimeIsKept() {
    let track = Track(storm: "1", points: [point(12, 3), point(0, 1), point(6, 2), point(6, 9)])
    #expect(track.points.map(\.position.longitude) == [1, 2, 3])
  }

  @Test func positionsAndValuesAreInterpolatedBetweenFixes() throws {
    let track = Track(
      storm: "1",
      points: [
        point(0, 178, pressure: 99_000, wind: 20, .tenMinutes), point(6, -178, pressure: 98_000, wind: 30, .tenMinutes),
      ])
    let middle = try #require(track.point(at: start + .hours(3)))
    #expect(abs(abs(middle.position.longitude) - 180) < 1e-9)
    #expect(middle.minimumPressure == 98_500)
    #expect(middle.maximumWind == 25)
    #expect(middle.averaging == .tenMinutes)
    #expect(track.point(at: start + .hours(6))?.position.longitude == -178)
  }

  @Test func nothingIsExtrapolatedNorInterpolatedOverLongGaps() {
    let track = Track(storm: "1", points: [point(0, 1), point(7, 2), point(13, 3)])
    #expect(track.point(at: start - .hours(1)) == nil)
    #expect(track.point(at: start + .hours(14)) == nil)
    #expect(track.point(at: start + .hours(3)) == nil)
    #expect(track.point(at: start + .hours(10)) != nil)
    #expect(Track(storm: "1", points: []).point(at: start) == nil)
  }

  @Test func windsOfTwoAveragingsAreNotMixed() {
    let track = Track(
      storm: "1", points: [point(0, 1, wind: 20, .oneMinute), point(6, 2, wind: 30, .tenMinutes)])
    #expect(track.point(at: start + .hours(3))?.maximumWind == nil)
    #expect(!WindAveraging.areComparable(.oneMinute, .tenMinutes))
    #expect(WindAveraging.areComparable(.model, .tenMinutes))
    #expect(!WindAveraging.areComparable(nil, .tenMinutes))
  }

  @Test func arcsAreCutAtTheEndsOfAPeriod() {
    let track = Track(storm: "1", points: [point(0, 0), point(6, 6), point(12, 12), point(24, 24)])
    let arcs = track.arcs(from: start + .hours(3), to: start + .hours(24))
    #expect(arcs.count == 2)
    #expect(abs((arcs.first?.from.longitude ?? 0) - 3) < 1e-9)
    #expect(abs((arcs.last?.to.longitude ?? 0) - 12) < 1e-9)
  }

  @Test func aStormIsCalledByItsNumberOrItsName() {
    let track = Track(storm: "1526", name: "IN-FA", points: [])
    #expect(track.isCalled("in-fa"))
    #expect(track.isCalled("1526"))
    #expect(!track.isCalled(""))
  }
}
