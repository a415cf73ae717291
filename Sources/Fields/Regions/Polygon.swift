extension Region {
  /// The inside of a ring without the inside of others, on the plane of longitude and latitude.
  ///
  /// Edges are straight lines on that plane, as in GeoJSON (RFC 7946, 3.1.1), not great circles. Points on an edge are
  /// inside, on the edge of a hole as well: two polygons that share an edge share its points. Longitudes go on beyond
  /// 180 or -180 where a polygon crosses that meridian. A pole is inside where the polygon reaches its latitude.
  public struct Polygon: Hashable, Sendable {
    private let outer: Ring
    private let holes: [Ring]

    /// Traps where a ring has fewer than three corners or a coordinate is not finite.
    ///
    /// - Parameters:
    ///   - outer: The corners of the ring in turn; the last may repeat the first. Either turn is right.
    ///   - holes: Rings within it.
    public init(outer: [Coordinate], holes: [[Coordinate]] = []) {
      self.outer = Ring(outer)
      self.holes = holes.map(Ring.init)
    }

    public func contains(_ point: Coordinate) -> Bool {
      let y = point.latitude
      guard outer.latitudes.contains(y) else { return false }
      if abs(y) == 90 { return true }
      // The first turn of the point's longitude that is not west of the polygon.
      let turns = ((outer.longitudes.lowerBound - point.longitude) / 360).rounded(.up)
      var x = point.longitude + turns * 360
      while x <= outer.longitudes.upperBound {
        if containsPlanar(x, y) { return true }
        x += 360
      }
      return false
    }

    private func containsPlanar(_ x: Double, _ y: Double) -> Bool {
      switch outer.place(x, y) {
      case .outside: false
      case .onEdge: true
      case .inside: !holes.contains { $0.place(x, y) == .inside }
      }
    }

    /// All corners as text, ring by ring: equal for equal polygons alone.
    public var corners: String { ([outer] + holes).map(\.corners).joined(separator: ";") }
  }
}

/// A closed line of straight edges, sorted into bands of latitude so that a point meets few of them.
private struct Ring: Hashable, Sendable {
  enum Place {
    case inside, onEdge, outside
  }

  let latitudes: ClosedRange<Double>
  let longitudes: ClosedRange<Double>
  private let x: [Double]
  private let y: [Double]
  /// The edges of each band by their second corner.
  private let bands: [[Int32]]

  init(_ corners: [Coordinate]) {
    let isClosed = corners.first == corners.last
    let corners = isClosed ? corners.dropLast() : corners[...]
    precondition(corners.count >= 3, "a ring of \(corners.count) corners")
    precondition(corners.allSatisfy { $0.latitude.isFinite && $0.longitude.isFinite }, "a corner that is not finite")
    x = corners.map(\.longitude)
    y = corners.map(\.latitude)
    latitudes = (y.min() ?? 0)...(y.max() ?? 0)
    longitudes = (x.min() ?? 0)...(x.max() ?? 0)
    var bands = [[Int32]](repeating: [], count: min(4096, max(1, y.count / 4)))
    for current in y.indices {
      let previous = current == 0 ? y.count - 1 : current - 1
      let first = Ring.band(of: min(y[previous], y[current]), in: latitudes, bands.count)
      let last = Ring.band(of: max(y[previous], y[current]), in: latitudes, bands.count)
      for band in first...last { bands[band].append(Int32(current)) }
    }
    self.bands = bands
  }

  private static func band(of y: Double, in latitudes: ClosedRange<Double>, _ count: Int) -> Int {
    let height = latitudes.upperBound - latitudes.lowerBound
    guard height > 0 else { return 0 }
    return min(count - 1, max(0, Int((y - latitudes.lowerBound) / height * Double(count))))
  }

  /// By the parity of the edges that a ray to the east crosses.
  func place(_ px: Double, _ py: Double) -> Place {
    guard latitudes.contains(py), longitudes.contains(px) else { return .outside }
    var isInside = false
    for edge in bands[Ring.band(of: py, in: latitudes, bands.count)] {
      let current = Int(edge)
      let previous = current == 0 ? x.count - 1 : current - 1
      let (x0, y0, x1, y1) = (x[previous], y[previous], x[current], y[current])
      guard min(y0, y1) <= py, py <= max(y0, y1), px <= max(x0, x1) else { continue }
      let side = (x1 - x0) * (py - y0) - (px - x0) * (y1 - y0)
      if side == 0, min(x0, x1) <= px { return .onEdge }
      // An edge has its lower end and not its upper one, so that a corner counts once.
      guard (y0 <= py) != (y1 <= py) else { continue }
      if (side > 0) == (y1 > y0) { isInside.toggle() }
    }
    return isInside ? .inside : .outside
  }

  var corners: String { zip(x, y).map { "\($0) \($1)" }.joined(separator: ",") }
}
