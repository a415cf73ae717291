public import Fields

/// What was observed of an event in the region and the window: all of it, whether or not a forecast is valid then.
public struct ObservedEvent: Hashable, Sendable, Codable {
  public var variable: Variable
  /// The canonical text of the threshold: `>=17.2`.
  public var threshold: String
  /// Places with values, and values.
  public var places = 0
  public var values = 0
  /// Those beyond the threshold.
  public var placesBeyond = 0
  public var valuesBeyond = 0
  /// Square kilometres of the cells beyond it; nil for stations.
  public var areaBeyond: Double?
  public var peak: EventPeak?
  /// The first time with a value.
  public var begin: UTCTime?
  /// The first and the last time beyond the threshold; nil where there is none.
  public var first: UTCTime?
  public var last: UTCTime?
  /// Whether it was there at the first time with a value.
  public var wasUnderWay: Bool { first != nil && first == begin }
  /// What became of the candidates of the region.
  public var ledger = Ledger()
  /// Values without a limit, where the threshold is of a climatology.
  public var lacking = 0

  public init(variable: Variable, threshold: String) {
    self.variable = variable
    self.threshold = threshold
  }
}
