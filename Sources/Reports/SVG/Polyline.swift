/// A line through points from left to right, in a picture's coordinates.
struct Polyline {
  struct Point: Hashable {
    let x: Double
    let y: Double
  }

  let points: [Point]

  /// The line with everything beyond two heights moved to them: what a frame leaves of the edge of an area.
  ///
  /// Where the line crosses a height it gets a point, so that its part inside keeps its slope.
  func clamped(to range: ClosedRange<Double>) -> Polyline {
    var result: [Point] = []
    for (i, point) in points.enumerated() {
      if i > 0 { result += Polyline.crossings(points[i - 1], point, range) }
      result.append(Point(x: point.x, y: min(max(point.y, range.lowerBound), range.upperBound)))
    }
    return Polyline(points: result)
  }

  /// Where a straight line passes the heights, from its start to its end.
  private static func crossings(_ a: Point, _ b: Point, _ range: ClosedRange<Double>) -> [Point] {
    [range.lowerBound, range.upperBound].filter { (a.y - $0) * (b.y - $0) < 0 }
      .map { Point(x: a.x + (b.x - a.x) * ($0 - a.y) / (b.y - a.y), y: $0) }
      .sorted { $0.x < $1.x }
  }
}
