public import Fields

/// The sums that some scores of a system are made of, for outputs that hand on sums instead of scores.
public struct PartialSums: Equatable, Sendable, Codable {
  public var system: String
  public var variable: Variable
  /// `all`, or the name of a stratum.
  public var stratum: String
  public var leadTime: TimeSpan
  /// The first and the last of the initial times.
  public var initTimes: ClosedRange<UTCTime>
  /// What makes a value an event, where they are of events.
  public var threshold: Threshold?
  /// Those of `ErrorMoments`, `ContingencyTable` or `VectorErrors`.
  public var sums: AnySums

  public init(
    system: String, variable: Variable, stratum: String, leadTime: TimeSpan, initTimes: ClosedRange<UTCTime>,
    threshold: Threshold? = nil, sums: AnySums
  ) {
    self.system = system
    self.variable = variable
    self.stratum = stratum
    self.leadTime = leadTime
    self.initTimes = initTimes
    self.threshold = threshold
    self.sums = sums
  }
}
