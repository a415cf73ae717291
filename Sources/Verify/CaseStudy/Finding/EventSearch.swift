public import Fields
public import Foundation
public import Metrics

/// What is searched for events, and what counts as one.
public struct EventSearch: Sendable {
  public var hazard: Hazard
  public var variable: Variable
  public var threshold: Threshold
  /// The threshold as it was written, with its unit.
  public var thresholdText: String
  /// nil takes all.
  public var region: Region?
  public var from: UTCTime?
  public var through: UTCTime?
  /// How far apart, in metres and in time, two places beyond the threshold are of one event.
  public var reach: Double
  public var gap: TimeSpan
  /// What has fewer places is no event.
  public var fewestPlaces: Int
  /// The largest ones that are told.
  public var most: Int
  public var order: Order
  /// Whether reports are checked first.
  public var isScreened = true
  public var observations: PlannedObservations
  public var matching: Matching
  public var climatology: [URL]
  /// Where the observations, and forecasts for the event files, come from; nil where they are given one by one.
  public var evaluation: EvaluationPlan?

  /// What makes an event stand before another.
  public enum Order: String, Sendable, CaseIterable {
    /// Places times duration.
    case size
    case peak
  }

  /// A search in what an evaluation names.
  public init(_ evaluation: EvaluationPlan, hazard: Hazard, variable: Variable? = nil, threshold: String? = nil) throws
  {
    try self.init(
      evaluation.observations, evaluation.matching, climatology: evaluation.climatology, hazard: hazard,
      variable: variable, threshold: threshold)
    self.evaluation = evaluation
  }

  /// A search in observations.
  ///
  /// - threshold: as evaluation files have it, `>= 17 m/s` or `>= q0.99`; nil takes the hazard's usual quantile.
  /// - Throws: `VerifyError` where the threshold is none of the variable, or on the side that is not extreme.
  public init(
    _ observations: PlannedObservations, _ matching: Matching = Matching(), climatology: [URL] = [], hazard: Hazard,
    variable: Variable? = nil, threshold: String? = nil
  ) throws {
    self.hazard = hazard
    self.variable = variable ?? hazard.usualVariable
    self.threshold =
      try threshold.map { text throws(VerifyError) in
        try PlannedThreshold.threshold(text, of: variable ?? hazard.usualVariable)
      } ?? hazard.usualThreshold
    thresholdText =
      threshold ?? "\(self.threshold.comparison.rawValue) \(self.threshold.limit)"
    self.observations = observations
    self.matching = matching
    self.climatology = climatology
    (reach, gap, fewestPlaces, most, order) = (150_000, .hours(6), 3, 10, .size)
    guard !WindScores.isWind(self.variable), !Bearing.isMeasured(by: self.variable) else {
      throw VerifyError(
        "\(self.variable) is neither above nor below a threshold", suggestion: "Take the speed of the wind, ws10m.")
    }
    if let side = hazard.isUpper(self.variable), side != self.threshold.isUpper {
      throw VerifyError(
        "the threshold '\(thresholdText)' is on the wrong side for a \(hazard.title)",
        suggestion: "Write it with '\(side ? ">=" : "<=")'.")
    }
  }
}
