public import Fields

/// The storm that goes on as it did: a reference that any forecast of a track should beat.
///
/// From the best track's position at the initial time the storm moves along the great circle on which it came in the 12
/// hours before, at that speed; pressure and wind stay as they were. The reference knows the best track of the initial
/// time, which no forecaster had: it is a little better than one made at that time. Simplified from CLIPER: Neumann
/// (1972), NOAA Technical Memorandum NWS SR-62.
public enum SteadyMotion {
  public static let name = "steady motion"
  static let period = TimeSpan.hours(12)
  /// The last lead time: nobody would go on further.
  static let longest = TimeSpan.hours(120)

  /// The forecast from an initial time; nil where the best track has no position then and 12 hours before.
  public static func forecast(from observed: Track, at initTime: UTCTime, leadTimes: [TimeSpan]) -> TrackForecast? {
    guard let now = observed.point(at: initTime), let before = observed.point(at: initTime - period) else { return nil }
    let speed = before.position.distance(to: now.position) / Double(period.seconds)
    let bearing = now.position.bearing(to: before.position).map { $0 + 180 } ?? 0
    let leads = leadTimes.filter { $0 >= .zero && $0 <= longest }
    let points = leads.map { lead in
      var point = now
      point.time = initTime + lead
      point.position = now.position.moved(bearing: bearing, distance: speed * Double(lead.seconds))
      return point
    }
    let track = Track(storm: observed.storm, name: observed.name, basin: observed.basin, points: points)
    return TrackForecast(
      storm: observed.storm, name: observed.name, initTime: initTime,
      members: [TrackForecast.Member(number: 1, kind: .control, track: track)], leadTimes: leads)
  }
}
