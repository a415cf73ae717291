public import Fields

/// What one forecast said of an event: one system, initial time, variable and threshold.
public struct ForecastOfEvent: Hashable, Sendable, Codable {
  /// One of the scores over all the pairs in the window, or over a part of them.
  public struct Value: Hashable, Sendable, Codable {
    public var part: EventErrors.Part
    public var metric: String
    public var outcome: Outcome
    public var units: String

    public init(part: EventErrors.Part, metric: String, outcome: Outcome, units: String) {
      self.part = part
      self.metric = metric
      self.outcome = outcome
      self.units = units
    }
  }

  public var system: String
  public var initTime: UTCTime
  public var variable: Variable
  public var threshold: String
  /// Valid times in the window at which it was compared.
  public var validTimes: [UTCTime]
  public var ledger: Ledger
  public var peak: EventPeak?
  /// Of the same pairs.
  public var observedPeak: EventPeak?
  /// The peak of each member of an ensemble.
  public var memberPeaks: [Double] = []
  public var peakError: Outcome
  /// Hours, later being positive.
  public var timingError: Outcome
  /// Kilometres.
  public var displacement: Outcome
  /// Hours, later being positive.
  public var onsetError: Outcome
  /// Hours, longer being positive.
  public var durationError: Outcome
  /// Places with the event at any time: both, forecast alone, observed alone, neither.
  public var footprint: [Double]
  public var footprintSuccess: Outcome
  /// The part of the places with the event observed that it was forecast for; it decides a hit.
  public var footprintDetection: Outcome
  /// By cells a side of the neighbourhood; empty for stations.
  public var fractionsSkill: [Int: Outcome] = [:]
  public var values: [Value] = []
  public var isHit: Bool

  public init(
    system: String, initTime: UTCTime, variable: Variable, threshold: String, tally: EventTally, ledger: Ledger,
    hitPart: Double, place: (Int32) -> EventPlace
  ) {
    self.system = system
    self.initTime = initTime
    self.variable = variable
    self.threshold = threshold
    self.ledger = ledger
    validTimes = tally.validTimes
    func peak(_ peak: EventTally.Peak?) -> EventPeak? {
      peak.map { EventPeak(value: $0.value, time: $0.time, place: place($0.place)) }
    }
    self.peak = peak(tally.forecast.peak)
    observedPeak = peak(tally.observed.peak)
    memberPeaks = tally.memberPeaks
    peakError = tally.peakError
    timingError = tally.timingError
    displacement = tally.displacement { place($0).coordinate }
    onsetError = tally.onsetError
    durationError = tally.durationError
    let sums = tally.footprint
    footprint = [sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives]
    footprintSuccess = tally.footprintSuccess
    footprintDetection = tally.footprintDetection
    isHit = tally.footprintDetection.value.map { $0 >= hitPart } ?? false
  }

  /// A score by its identity.
  public func outcome(_ metric: String, _ part: EventErrors.Part = .all) -> Outcome? {
    values.first { $0.part == part && $0.metric == metric }?.outcome
  }
}
