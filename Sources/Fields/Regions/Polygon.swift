extension Region {
  /// The inside of a ring without the inside of others, on the plane of longitude and latitude.
  ///
  /// Edges are straight lines on that plane, as in GeoJSON (RFC 7946, 3.1.1), not great circles. Points on an edge are
  /// inside, on the edge of a hole as well: two polygons that share an edge share its points. Longitudes go on beyond
  /// 180 or -180 where a polygon crosses that meridian. A pole is inside where the polygon reaches its latitude.
  public struct Polygon: Hashable, Sendable {
    /// The outer ring, then the holes.
    let rings: [Ring]
    /// Of the outer ring, in degrees as written.
    private let west: Double
    private let east: Double
    private let south: Double
    private let north: Double

    /// Traps where a ring has fewer than three corners or a coordinate is not finite.
    ///
    /// - Parameters:
    ///   - outer: The corners of the ring in turn; the last need not repeat the first. Either turn is right.
    ///   - holes: Rings within it.
    public init(outer: [Coordinate], holes: [[Coordinate]] = []) {
      rings = ([outer] + holes).map(Ring.init)
      west = outer.map(\.longitude).min() ?? 0
      east = outer.map(\.longitude).max() ?? 0
      south = outer.map(\.latitude).min() ?? 0
      north = outer.map(\.latitude).max() ?? 0
    }

    public func contains(_ point: Coordinate) -> Bool {
      let y = point.latitude
      guard (south...north).contains(y) else { return false }
      if abs(y) == 90 { return true }
      // The first turn of the point's longitude that is not west of the polygon.
      var x = point.longitude360 + ((west - point.longitude360) / 360).rounded(.up) * 360
      while x <= east {
        if containsPlanar(x, y) { return true }
        x += 360
      }
      return false
    }

    private func containsPlanar(_ x: Double, _ y: Double) -> Bool {
      switch rings[0].place(x, y) {
      case .outside: false
      case .onEdge: true
      case .inside: !rings.dropFirst().contains { $0.place(x, y) == .inside }
      }
    }
  }
}

/// A closed line of straight edges.
struct Ring: Hashable, Sendable {
  enum Place {
    case inside, onEdge, outside
  }

  private let x: [Double]
  private let y: [Double]

  init(_ corners: [Coordinate]) {
    let isClosed = corners.first == corners.last
    let corners = isClosed ? corners.dropLast() : corners[...]
    precondition(corners.count >= 3, "a ring of \(corners.count) corners")
    precondition(corners.allSatisfy { $0.latitude.isFinite && $0.longitude.isFinite }, "a corner that is not finite")
    x = corners.map(\.longitude)
    y = corners.map(\.latitude)
  }

  /// By the parity of the edges that a ray to the east crosses.
  func place(_ px: Double, _ py: Double) -> Place {
    var isInside = false
    var previous = x.count - 1
    for current in x.indices {
      let (x0, y0, x1, y1) = (x[previous], y[previous], x[current], y[current])
      previous = current
      guard min(y0, y1) <= py, py <= max(y0, y1), px <= max(x0, x1) else { continue }
      let side = (x1 - x0) * (py - y0) - (px - x0) * (y1 - y0)
      if side == 0, min(x0, x1) <= px { return .onEdge }
      // An edge has its lower end and not its upper one, so that a corner counts once.
      guard (y0 <= py) != (y1 <= py) else { continue }
      if (side > 0) == (y1 > y0) { isInside.toggle() }
    }
    return isInside ? .inside : .outside
  }
}
