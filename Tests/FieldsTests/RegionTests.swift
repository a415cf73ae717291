import Fields
import Testing

@Suite("Regions")
struct RegionTests {
  private func point(_ longitude: Double, _ latitude: Double) -> Coordinate {
    Coordinate(latitude: latitude, longitude: longitude)
  }

  private func polygon(_ corners: [(Double, Double)], holes: [[(Double, Double)]] = []) -> Region.Polygon {
    Region.Polygon(outer: corners.map { point($0.0, $0.1) }, holes: holes.map { $0.map { point($0.0, $0.1) } })
  }

  @Test func edgesAndCornersAreInside() {
    let square = polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    for inside in [(5.0, 5.0), (0, 0), (10, 10), (10, 0), (0, 10), (5, 0), (10, 5), (365, 5), (-350, 10)] {
      #expect(square.contains(point(inside.0, inside.1)), "\(inside)")
    }
    for outside in [(-0.001, 5.0), (10.001, 5), (5, -0.001), (5, 10.001), (185, 5)] {
      #expect(!square.contains(point(outside.0, outside.1)), "\(outside)")
    }
  }

  @Test func aHoleIsOutsideAndItsEdgeIsInside() {
    let ring = polygon([(0, 0), (10, 0), (10, 10), (0, 10)], holes: [[(4, 4), (6, 4), (6, 6), (4, 6)]])
    #expect(!ring.contains(point(5, 5)))
    #expect(ring.contains(point(4, 5)))
    #expect(ring.contains(point(6, 6)))
    #expect(ring.contains(point(3.9, 5)))
  }

  @Test func theTurnOfARingDoesNotMatter() {
    let corners = [(0.0, 0.0), (7, 1), (9, 8), (2, 9), (4, 5)]
    let (there, back) = (polygon(corners), polygon(corners.reversed()))
    for x in stride(from: -1.0, through: 10, by: 0.5) {
      for y in stride(from: -1.0, through: 10, by: 0.5) {
        #expect(there.contains(point(x, y)) == back.contains(point(x, y)), "\(x) \(y)")
      }
    }
  }

  @Test func aPolygonAcross180DegreesContainsBothSides() {
    let fiji = polygon([(175, -20), (185, -20), (185, -15), (175, -15)])
    for longitude in [176.0, 180, -180, -176, 184, -175] { #expect(fiji.contains(point(longitude, -17))) }
    for longitude in [-174.0, 174, 0, 186] { #expect(!fiji.contains(point(longitude, -17))) }
  }

  @Test func aCapContainsItsPoleAtAnyLongitude() {
    let cap = polygon([(-180, 60), (180, 60), (180, 90), (-180, 90)])
    #expect(cap.contains(point(123, 90)))
    #expect(cap.contains(point(-180, 75)))
    #expect(cap.contains(point(180, 60)))
    #expect(!cap.contains(point(0, -90)))
    #expect(!cap.contains(point(0, 59.9)))
    let sector = polygon([(10, 60), (20, 60), (20, 90), (10, 90)])
    #expect(sector.contains(point(-100, 90)))
    #expect(!sector.contains(point(-100, 89)))
  }

  @Test func knownRegionsHaveTheBoundsOfTheirSources() throws {
    // WMO-No. 485, appendix on standardised verification; WeatherBench 2's evaluation of 2024.
    let asia = try #require(NamedRegion(id: "wmo-asia"))
    #expect(asia.box == Region.Box(south: 25, north: 65, west: 60, east: 145))
    let pacific = try #require(NamedRegion(id: "wb2-north-pacific"))
    #expect(pacific.box.contains(point(180, 40)))
    #expect(pacific.box.contains(point(-130, 60)))
    #expect(!pacific.box.contains(point(-129.9, 40)))
    #expect(!pacific.box.contains(point(0, 40)))
    #expect(NamedRegion(id: "europe") == nil)
    #expect(Set(NamedRegion.all.map(\.id)).count == NamedRegion.all.count)
  }
}
