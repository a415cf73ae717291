import Fields
import Testing

@Suite struct GreatCircleTests {
  private let quarter = Coordinate.earthRadius * .pi / 2
  private func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
    Coordinate(latitude: latitude, longitude: longitude)
  }

  @Test func bearingsAreClockwiseFromNorth() {
    #expect(place(0, 0).bearing(to: place(10, 0)) == 0)
    #expect(abs((place(0, 0).bearing(to: place(0, 10)) ?? 0) - 90) < 1e-9)
    #expect(abs((place(0, 0).bearing(to: place(-10, 0)) ?? 0) - 180) < 1e-9)
    #expect(abs((place(0, 179).bearing(to: place(0, -179)) ?? 0) - 90) < 1e-9)
    #expect(place(5, 5).bearing(to: place(5, 5)) == nil)
    #expect(place(0, 0).bearing(to: place(0, 180)) == nil)
  }

  /// pyproj 3.7.2, Geod(a=6371008.8, b=6371008.8).fwd(139.4, 10.2, 300.0, 150000)
  @Test func movingAgreesWithProj() {
    let reached = place(10.2, 139.4).moved(bearing: 300, distance: 150_000)
    #expect(abs(reached.latitude - 10.872_295_9) < 1e-6)
    #expect(abs(reached.longitude - 138.210_419_6) < 1e-6)
  }

  @Test func theWayAcrossTheDateLineIsShort() {
    let middle = place(0, 179).towards(place(0, -177), share: 0.25)
    #expect(abs((middle?.longitude360 ?? 0) - 180) < 1e-9)
    #expect(place(0, 179).towards(place(0, -1), share: 0.5) == nil)
  }

  @Test func theMeanOfPlacesTurnsRoundTheDateLine() {
    let mean = Coordinate.mean([place(10, 179), place(10, -179)])
    #expect(abs(abs(mean?.longitude ?? 0) - 180) < 1e-9)
    #expect((mean?.latitude ?? 0) > 10)
    #expect(Coordinate.mean([]) == nil)
    #expect(Coordinate.mean([place(0, 0), place(0, 180)]) == nil)
  }

  @Test func theDistanceToAnArcEndsAtItsEnds() {
    // On the equator from 0 to 10°E: beside it, beyond its end, and behind its beginning.
    let (a, b) = (place(0, 0), place(0, 10))
    #expect(abs(place(3, 5).distance(toArcFrom: a, to: b) - quarter * 3 / 90) < 1e-3)
    #expect(abs(place(0, 12).distance(toArcFrom: a, to: b) - quarter * 2 / 90) < 1e-3)
    #expect(abs(place(0, -4).distance(toArcFrom: a, to: b) - quarter * 4 / 90) < 1e-3)
    #expect(abs(place(0, 185).distance(toArcFrom: a, to: b) - quarter * 175 / 90) < 1e-3)
    #expect(abs(place(1, 0).distance(toArcFrom: a, to: a) - quarter / 90) < 1e-3)
  }
}
