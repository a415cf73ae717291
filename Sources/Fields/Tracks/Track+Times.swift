extension Track {
  /// The longest time between two fixes over which positions are interpolated.
  public static let longestGap = TimeSpan.hours(6)

  /// The storm at a time: a fix, or between two fixes that are at most `gap` apart the position on the great circle
  /// and values on the straight line. nil before the first fix, after the last, and in longer gaps: nothing is
  /// extrapolated.
  ///
  /// A value that one of the two fixes lacks is missing between them, and so is a wind whose averaging changes. The
  /// stage is the later fix's.
  public func point(at time: UTCTime, gap: TimeSpan = Track.longestGap) -> TrackPoint? {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].time < time { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return nil }
    let after = points[low]
    if after.time == time { return after }
    guard low > 0 else { return nil }
    let before = points[low - 1]
    guard after.time - before.time <= gap else { return nil }
    let share = Double((time - before.time).seconds) / Double((after.time - before.time).seconds)
    guard let position = before.position.towards(after.position, share: share) else { return nil }
    func between(_ a: Double?, _ b: Double?) -> Double? {
      guard let a, let b else { return nil }
      return a + share * (b - a)
    }
    let isOneWind = before.averaging == after.averaging
    return TrackPoint(
      time: time, position: position,
      minimumPressure: between(before.minimumPressure, after.minimumPressure),
      maximumWind: isOneWind ? between(before.maximumWind, after.maximumWind) : nil,
      averaging: isOneWind ? after.averaging : nil, stage: after.stage)
  }

  /// The arcs between neighbouring fixes that are at most `gap` apart, from one time to another, both included. Arcs
  /// that reach beyond are cut there.
  public func arcs(
    from start: UTCTime, to end: UTCTime, gap: TimeSpan = Track.longestGap
  ) -> [(from: Coordinate, to: Coordinate)] {
    zip(points, points.dropFirst()).compactMap { a, b in
      guard b.time - a.time <= gap, b.time >= start, a.time <= end,
        let first = point(at: max(a.time, start), gap: gap), let last = point(at: min(b.time, end), gap: gap)
      else { return nil }
      return (first.position, last.position)
    }
  }
}
