/// The curve of the relative operating characteristic: the hit rate over the rate of false detection, each time
/// the event is called forecast where its probability is at least a limit.
public struct ROCCurve: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    /// The limit of probability; infinite for never.
    public let limit: Double
    /// F, the part of the non-events that was forecast.
    public let falseDetection: Double
    /// H, the part of the events that was forecast.
    public let detection: Double

    public init(limit: Double, falseDetection: Double, detection: Double) {
      self.limit = limit
      self.falseDetection = falseDetection
      self.detection = detection
    }
  }

  /// From never, at (0, 0), to always, at (1, 1).
  public let points: [Point]

  /// The area below straight lines between the points.
  public var area: Double {
    zip(points, points.dropFirst()).reduce(0) { sum, ends in
      sum + (ends.1.falseDetection - ends.0.falseDetection) * (ends.0.detection + ends.1.detection) / 2
    }
  }

  public init(points: [Point]) {
    self.points = points
  }
}

extension ProbabilitySums {
  /// The curve; nil where the event was never or always observed.
  public var roc: ROCCurve? {
    guard constancy == nil else { return nil }
    let levels = levels
    let events = levels.reduce(0) { $0 + $1.events }
    let others = levels.reduce(0) { $0 + $1.others }
    var (hits, falseAlarms) = (0.0, 0.0)
    var points = [ROCCurve.Point(limit: .infinity, falseDetection: 0, detection: 0)]
    for level in levels.reversed() {
      hits += level.events
      falseAlarms += level.others
      points.append(
        ROCCurve.Point(
          limit: level.probability, falseDetection: min(1, falseAlarms / others), detection: min(1, hits / events)))
    }
    return ROCCurve(points: points)
  }
}
