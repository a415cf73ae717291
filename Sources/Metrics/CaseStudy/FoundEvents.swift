public import Fields

/// Events that were found, the first one first.
public struct FoundEvents: Sendable, Codable {
  public var hazard: Hazard
  public var variable: Variable
  /// As it was written: `>= 17 m/s`.
  public var threshold: String
  /// `of the climatology`, `of the values of each place`, or nothing where it is a fixed limit.
  public var thresholdOrigin: String?
  public var from: UTCTime
  public var through: UTCTime
  /// Whether places are cells, and not stations.
  public var isOfCells: Bool
  public var places = 0
  public var values = 0
  public var valuesBeyond = 0
  /// Values whose place has no limit.
  public var lacking = 0
  public var ledger = Ledger()
  public var events: [FoundEvent] = []
  /// Events that are no longer told, and those of too few places.
  public var further = 0
  public var tooSmall = 0
  public var setAside: [ReportSetAside] = []

  public init(
    hazard: Hazard, variable: Variable, threshold: String, from: UTCTime, through: UTCTime, isOfCells: Bool
  ) {
    self.hazard = hazard
    self.variable = variable
    self.threshold = threshold
    self.from = from
    self.through = through
    self.isOfCells = isOfCells
  }
}

/// Values beyond a threshold that lie together in space and time.
public struct FoundEvent: Hashable, Sendable, Codable {
  public var places: Int
  public var values: Int
  /// The first and last time beyond the threshold.
  public var first: UTCTime
  public var last: UTCTime
  /// Hours from the first to the last, and one step of the observations.
  public var hours: Double
  public var peak: EventPeak
  /// The rectangle of its places, in degrees.
  public var south: Double
  public var north: Double
  public var west: Double
  public var east: Double
  /// The median of the limits of its places, in the canonical unit.
  public var medianLimit: Double
  /// Initial times with a forecast that is valid within it; nil where there are no forecasts.
  public var initTimes: Int?
  /// The event file that was written.
  public var file: String?

  /// - edges: south, north, west, east.
  public init(
    places: Int, values: Int, first: UTCTime, last: UTCTime, hours: Double, peak: EventPeak,
    edges: (south: Double, north: Double, west: Double, east: Double), medianLimit: Double
  ) {
    self.places = places
    self.values = values
    self.first = first
    self.last = last
    self.hours = hours
    self.peak = peak
    (south, north, west, east) = edges
    self.medianLimit = medianLimit
  }

  /// Places times hours.
  public var size: Double { Double(places) * hours }
}
