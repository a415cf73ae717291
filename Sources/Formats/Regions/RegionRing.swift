import Fields

/// The corners of a ring as a file gives them, and what is wrong with them.
struct RegionRing {
  var corners: [Coordinate]

  mutating func close() {
    if let first = corners.first, corners.last != first { corners.append(first) }
  }

  /// For messages, after the name of the ring; nil where nothing is wrong.
  var problem: String? {
    guard let first = corners.first, corners.count >= 4 else {
      return "has \(corners.count) positions; a closed ring of three corners has 4"
    }
    guard corners.last == first else {
      return "is not closed: it begins at \(first) and ends at \(corners[corners.count - 1]). Repeat its first position"
    }
    for (a, b) in zip(corners, corners.dropFirst()) {
      let width = abs(a.longitude - b.longitude)
      // Once around is the edge of a belt or a cap.
      guard width > 180, width != 360 else { continue }
      return "has an edge from \(RegionRing.east(a)) to \(RegionRing.east(b)), more than half around the Earth. Write "
        + "longitudes on beyond 180 where it crosses that meridian (170, 190), cut it there into two polygons as "
        + "RFC 7946 asks, or put a corner between if it is meant"
    }
    guard Set(corners).count >= 3 else { return "has fewer than three different corners" }
    return nil
  }

  private static func east(_ corner: Coordinate) -> String { "longitude \(corner.longitude)" }

  /// What is wrong with one position; nil where it is on the Earth. A ring may go a turn beyond.
  static func problem(of corner: Coordinate) -> String? {
    guard corner.latitude.isFinite, corner.longitude.isFinite else { return "a coordinate is not finite" }
    if abs(corner.latitude) > 90 {
      return "the latitude \(corner.latitude) is beyond the poles"
        + (abs(corner.longitude) <= 90 ? "; longitude and latitude may be exchanged" : "")
    }
    guard abs(corner.longitude) <= 540 else { return "the longitude \(corner.longitude) is no number of degrees" }
    return nil
  }
}
