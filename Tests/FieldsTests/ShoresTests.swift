import Fields
import Testing

@Suite struct ShoresTests {
  private func line(_ points: [(Double, Double)]) -> [Coordinate] {
    points.map { Coordinate(latitude: $0.1, longitude: $0.0) }
  }

  @Test func pointsWithinTheToleranceOfAStraightLineGo() {
    let coast = line([(0, 0), (1, 0.05), (2, -0.05), (3, 1), (4, 0)])
    let kept = Shores(lines: [coast], source: "").simplified(to: 0.1).lines
    // (3, 1) is the farthest from the line between the ends; (2, -0.05) is 0.68 below that from (0, 0) to (3, 1).
    #expect(kept == [line([(0, 0), (2, -0.05), (3, 1), (4, 0)])])
  }

  @Test func degreesOfLongitudeAreShorterFarNorth() {
    // 0.15° of longitude at 60° N is 0.075° of latitude.
    let bump = line([(0, 59.9), (0.15, 60), (0, 60.1)])
    #expect(Shores(lines: [bump], source: "").simplified(to: 0.1).lines[0].count == 2)
    let atTheEquator = bump.map { Coordinate(latitude: $0.latitude - 60, longitude: $0.longitude) }
    #expect(Shores(lines: [atTheEquator], source: "").simplified(to: 0.1).lines[0].count == 3)
  }

  @Test func closedLinesStayClosedAndTheSmallestOnesGo() {
    let island = line([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    let rock = line([(5, 5), (5.01, 5), (5.01, 5.01), (5, 5)])
    #expect(Shores(lines: [island, rock], source: "").simplified(to: 0.1).lines == [island])
  }

  @Test func everyPointThatGoesIsWithinTheTolerance() {
    let coast = (0..<100).map { i -> Coordinate in
      let x = Double(i) / 5
      return Coordinate(
        latitude: 2 * (x * 0.9).remainder(dividingBy: 1) + 0.3 * (x * 7.1).remainder(dividingBy: 1), longitude: x)
    }
    let kept = Shores(lines: [coast], source: "").simplified(to: 0.3).lines[0]
    #expect(kept.count < coast.count && kept.first == coast.first && kept.last == coast.last)
    for point in coast {
      let nearest = zip(kept, kept.dropFirst()).map { distance(point, $0, $1) }.min()
      #expect((nearest ?? 1) <= 0.301)
    }
  }

  /// By 100 steps along the line; on the plane, which within 2° of the equator is true to 0.1 %.
  private func distance(_ p: Coordinate, _ a: Coordinate, _ b: Coordinate) -> Double {
    (0...100).map { step in
      let t = Double(step) / 100
      let (dx, dy) = (
        a.longitude + t * (b.longitude - a.longitude) - p.longitude,
        a.latitude + t * (b.latitude - a.latitude) - p.latitude
      )
      return (dx * dx + dy * dy).squareRoot()
    }.min() ?? 0
  }

  @Test func linesOutsideABoxAreLeftOut() {
    let shores = Shores(lines: [line([(359, 1), (359.5, 2)]), line([(40, 1), (41, 1)])], source: "s")
    let near = shores.lines(touching: Region.Box(south: 0, north: 5, west: -5, east: 5))
    #expect(near == Shores(lines: [shores.lines[0]], source: "s"))
  }
}
