public import Fields

/// The mean track of an ensemble and how its members spread about it.
///
/// At each lead time, of the members that have the storm then: the position is the direction of the sum of their unit
/// vectors, pressure and wind are means of those that have one. There is no mean where less than `share` of all members
/// of the ensemble have the storm, since those that keep it are not a sample of all.
public struct EnsembleTrack: Hashable, Sendable, Codable {
  public struct Fix: Hashable, Sendable, Codable {
    public var leadTime: TimeSpan
    /// Members that have the storm.
    public var count: Int
    /// nil where too few members have the storm.
    public var mean: TrackPoint?
    /// Metres: the root of the sum of squared distances to the mean over one less than their number; nil without a
    /// mean, and of one member.
    public var spread: Double?
  }

  /// All members of the ensemble, with the storm or without.
  public var memberCount: Int
  /// One a lead time of the forecast.
  public var fixes: [Fix]

  /// The part of the members that has to have the storm for a mean.
  public static let usualShare = 0.5

  public init(of forecast: TrackForecast, share: Double = usualShare) {
    let members = forecast.ensemble
    memberCount = members.count
    fixes = forecast.leadTimes.map { lead in
      let time = forecast.initTime + lead
      let points = members.compactMap { $0.track.point(at: time) }
      var fix = Fix(leadTime: lead, count: points.count)
      guard !points.isEmpty, Double(points.count) >= share * Double(members.count),
        let center = Coordinate.mean(points.map(\.position))
      else { return fix }
      let winds = points.filter { $0.maximumWind != nil }
      let averagings = Set(winds.map(\.averaging))
      fix.mean = TrackPoint(
        time: time, position: center, minimumPressure: EnsembleTrack.mean(points.compactMap(\.minimumPressure)),
        maximumWind: averagings.count > 1 ? nil : EnsembleTrack.mean(winds.compactMap(\.maximumWind)),
        averaging: averagings.count == 1 ? averagings.first ?? nil : nil)
      if points.count > 1 {
        let squares = points.map { point in
          let distance = point.position.distance(to: center)
          return distance * distance
        }
        fix.spread = (squares.reduce(0, +) / Double(points.count - 1)).squareRoot()
      }
      return fix
    }
  }

  /// The mean track, without the lead times that have none.
  public func track(storm: String, name: String) -> Track {
    Track(storm: storm, name: name, points: fixes.compactMap(\.mean))
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
