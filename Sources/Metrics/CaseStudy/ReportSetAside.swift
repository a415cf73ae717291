public import Fields

/// A report that quality control found wrong, or doubtful.
public struct ReportSetAside: Hashable, Sendable, Codable {
  public var station: String
  public var variable: Variable
  public var time: UTCTime
  public var value: Double
  public var check: String
  /// `bad` or `suspect`.
  public var quality: String
  public var reason: String
  /// Whether it would be of the event if it were believed.
  public var isBeyond: Bool

  public init(
    station: String, variable: Variable, time: UTCTime, value: Double, check: String, quality: String, reason: String,
    isBeyond: Bool
  ) {
    self.station = station
    self.variable = variable
    self.time = time
    self.value = value
    self.check = check
    self.quality = quality
    self.reason = reason
    self.isBeyond = isBeyond
  }
}
