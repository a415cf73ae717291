#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Lines along the shores of the Earth, for maps.
public struct Shores: Hashable, Sendable {
  /// Each in order along the shore, in degrees; a line whose ends are one place is closed. Longitudes of neighbouring
  /// points differ by less than half a turn.
  public var lines: [[Coordinate]]
  /// Where they come from, for people: `GSHHG 2.3.7`.
  public var source: String

  public init(lines: [[Coordinate]], source: String) {
    self.lines = lines
    self.source = source
  }
}

extension Shores {
  /// The same shores with as few points as keep every line within `tolerance` of where it was, in degrees of latitude
  /// on the plane that is true to scale at the line's own latitude. Closed lines that are smaller than that all over
  /// are left out.
  ///
  /// Douglas and Peucker (1973), doi:10.3138/FM57-6770-U75U-7727
  public func simplified(to tolerance: Double) -> Shores {
    Shores(lines: lines.compactMap { ShoreLine($0).simplified(to: tolerance) }, source: source)
  }

  /// The lines that have a point within a box.
  public func lines(touching box: Region.Box) -> Shores {
    Shores(lines: lines.filter { $0.contains(where: box.contains) }, source: source)
  }
}

/// One line on the plane that is true to scale in its middle latitude.
private struct ShoreLine {
  let points: [Coordinate]
  private let squeeze: Double

  init(_ points: [Coordinate]) {
    self.points = points
    let latitudes = points.map(\.latitude)
    let middle = ((latitudes.min() ?? 0) + (latitudes.max() ?? 0)) / 2
    squeeze = cos(middle * .pi / 180)
  }

  /// nil for a closed line smaller than the tolerance.
  func simplified(to tolerance: Double) -> [Coordinate]? {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [0..<points.count - 1]
    while let part = open.popLast() {
      var (greatest, place) = (tolerance, part.lowerBound)
      for i in part.dropFirst() {
        let distance = self.distance(of: points[i], from: points[part.lowerBound], to: points[part.upperBound])
        if distance > greatest { (greatest, place) = (distance, i) }
      }
      guard place > part.lowerBound else { continue }
      isKept[place] = true
      open.append(part.lowerBound..<place)
      open.append(place..<part.upperBound)
    }
    let kept = zip(points, isKept).filter(\.1).map(\.0)
    return kept.count == 2 && kept[0] == kept[1] ? nil : kept
  }

  /// How far a point is from a piece of a straight line.
  private func distance(of point: Coordinate, from start: Coordinate, to end: Coordinate) -> Double {
    let (dx, dy) = ((end.longitude - start.longitude) * squeeze, end.latitude - start.latitude)
    let (px, py) = ((point.longitude - start.longitude) * squeeze, point.latitude - start.latitude)
    let length = dx * dx + dy * dy
    let along = length > 0 ? min(1, max(0, (px * dx + py * dy) / length)) : 0
    return hypot(px - along * dx, py - along * dy)
  }
}
