public import Fields

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How probable it was that the centre of a cyclone would come near a place, and whether it did.
///
/// The probability of a cell is the part of all members of the ensemble whose track comes within `radius` of its centre
/// in the period; members without the storm count among all. Tracks are arcs of great circles between fixes that are at
/// most 6 hours apart. After van der Grijn et al. (2004), ECMWF Newsletter 102.
public struct StrikeProbability: Hashable, Sendable, Codable {
  /// Metres.
  public var radius: Double
  public var from: UTCTime
  public var through: UTCTime
  public var memberCount: Int
  /// Degrees north of the rows, from the north; degrees east of the columns, counting on beyond 180.
  public var latitudes: [Double]
  public var longitudes: [Double]
  /// 0...1, row by row.
  public var probabilities: [Double]
  /// Where the best track came within the radius.
  public var observed: [Bool]
  /// The area-weighted mean of (p − o)²; nil where the best track has no fix in the period.
  public var brier: Double?
  /// The part of the map's area that the best track came near; nil as `brier`.
  public var observedPart: Double?

  public static let usualRadius = 120_000.0
  public static let usualPeriod = TimeSpan.hours(120)

  /// The map of a forecast over all of its tracks, the best track and `margin` degrees around them; nil where no member
  /// has the storm in the period.
  public init?(
    of forecast: TrackForecast, against observed: Track, radius: Double = usualRadius,
    period: TimeSpan = usualPeriod, step: Double = 0.5, margin: Double = 3
  ) {
    self.radius = radius
    from = forecast.initTime
    through = forecast.initTime + period
    let members = forecast.ensemble.map(\.track)
    memberCount = members.count
    let (start, end) = (from, through)
    func ways(_ track: Track) -> [(from: Coordinate, to: Coordinate)] {
      let single = track.points.filter { $0.time >= start && $0.time <= end }.map { ($0.position, $0.position) }
      return single + track.arcs(from: start, to: end)
    }
    let forecastWays = members.map(ways)
    let observedWays = ways(observed)
    let places = (forecastWays.flatMap { $0 } + observedWays).flatMap { [$0.from, $0.to] }
    guard forecastWays.contains(where: { !$0.isEmpty }), let anchor = places.first?.longitude else { return nil }
    // Counted from one meridian, so that a storm at 180 degrees stays in one piece.
    let turns = places.map { ($0.longitude - anchor).remainder(dividingBy: 360) }
    func axis(_ low: Double, _ high: Double) -> [Double] {
      let first = (low / step).rounded(.down)
      let last = (high / step).rounded(.up)
      return (0...Int(last - first)).map { (first + Double($0)) * step }
    }
    let south = max(-90 + step, (places.map(\.latitude).min() ?? 0) - margin)
    let north = min(90 - step, (places.map(\.latitude).max() ?? 0) + margin)
    latitudes = axis(south, north).reversed()
    let west = anchor + (turns.min() ?? 0) - margin
    longitudes = axis(west, min(west + 360 - step, anchor + (turns.max() ?? 0) + margin))
    let map = StrikeMap(latitudes: latitudes, longitudes: longitudes, radius: radius)
    var counts = [Int](repeating: 0, count: latitudes.count * longitudes.count)
    for ways in forecastWays {
      for (cell, isNear) in map.cells(near: ways).enumerated() where isNear { counts[cell] += 1 }
    }
    probabilities = counts.map { Double($0) / Double(max(1, members.count)) }
    self.observed = map.cells(near: observedWays)
    guard !observedWays.isEmpty else { return }
    var (squares, near, weights) = (0.0, 0.0, 0.0)
    for (row, latitude) in latitudes.enumerated() {
      let weight = cos(latitude * .pi / 180)
      for column in longitudes.indices {
        let cell = row * longitudes.count + column
        let outcome = self.observed[cell] ? 1.0 : 0
        squares += weight * (probabilities[cell] - outcome) * (probabilities[cell] - outcome)
        near += weight * outcome
        weights += weight
      }
    }
    brier = squares / weights
    observedPart = near / weights
  }
}

/// The cells of a map that are near a track.
private struct StrikeMap {
  let latitudes: [Double]
  let longitudes: [Double]
  let radius: Double

  func cells(near ways: [(from: Coordinate, to: Coordinate)]) -> [Bool] {
    var near = [Bool](repeating: false, count: latitudes.count * longitudes.count)
    let reach = radius / Coordinate.earthRadius * 180 / .pi + 0.01
    for way in ways {
      let (low, high) = (min(way.from.latitude, way.to.latitude), max(way.from.latitude, way.to.latitude))
      // The arc bulges towards the pole by little over 6 hours.
      let rows = latitudes.indices.filter { latitudes[$0] >= low - reach - 1 && latitudes[$0] <= high + reach + 1 }
      for row in rows {
        for column in longitudes.indices {
          let turn = abs((longitudes[column] - way.from.longitude).remainder(dividingBy: 360))
          let length = abs((way.to.longitude - way.from.longitude).remainder(dividingBy: 360))
          let squeeze = max(0.05, cos((abs(latitudes[row]) + reach) * .pi / 180))
          guard turn <= length + reach / squeeze else { continue }
          let cell = row * longitudes.count + column
          guard !near[cell] else { continue }
          let place = Coordinate(latitude: latitudes[row], longitude: longitudes[column])
          near[cell] = place.distance(toArcFrom: way.from, to: way.to) <= radius
        }
      }
    }
    return near
  }
}
