public import Fields

/// What a gate says of a score.
public enum GateVerdict: Hashable, Sendable, Codable {
  case notWorse
  case worse
  /// There are too few cases, or no limits, for a reason.
  case inconclusive(String)
  /// The two are not of the same thing, for a reason.
  case incomparable(String)

  public var reason: String? {
    switch self {
    case .notWorse, .worse: nil
    case .inconclusive(let reason), .incomparable(let reason): reason
    }
  }

  /// For programs: `not_worse`, `worse`, `inconclusive` or `incomparable`.
  public var id: String {
    switch self {
    case .notWorse: "not_worse"
    case .worse: "worse"
    case .inconclusive: "inconclusive"
    case .incomparable: "incomparable"
    }
  }
}

/// A score of an evaluation beside the same score of a reference, over the same initial times.
public struct GateComparison: Hashable, Sendable, Codable {
  public var system: String
  public var variable: Variable
  public var stratum: String
  /// `all`, `24h`, `0h..48h`
  public var leadTimes: String
  /// The score with its parameter.
  public var score: String
  public var definition: MetricDefinition
  /// Of what is tested, and of the reference.
  public var candidate: Outcome = .undefined("not computed")
  public var reference: Outcome = .undefined("not computed")
  /// How much worse the candidate is, in the unit of the score; negative where it is better.
  public var degradation: Double?
  /// One-sided limits of the degradation at the confidence of the rule: it is above the lower one, and below the upper.
  public var lower: Double?
  public var upper: Double?
  /// One-sided, of no degradation.
  public var pValue: Double?
  /// The same adjusted for all the comparisons.
  public var adjustedPValue: Double?
  /// A true degradation of this size would be found in 8 of 10 such gates, with all their comparisons.
  public var detectable: Double?
  /// What the rule takes for the practical and for the detectable size, in the unit of the score.
  public var practicalSize = 0.0
  public var detectableSize = 0.0
  /// Initial times of both, and pairs of the candidate.
  public var cases = 0
  public var n = 0
  /// The `id` of the method of the limits, and its doubts.
  public var method: String?
  public var methodNote: String?
  public var units: String
  public var verdict = GateVerdict.inconclusive("not judged")
  /// What the smallest detectable degradation is made of.
  var assessment: Assessment?

  private enum CodingKeys: CodingKey {
    case system, variable, stratum, leadTimes, score, definition, candidate, reference, degradation, lower, upper
    case pValue, adjustedPValue, detectable, practicalSize, detectableSize, cases, n, method, methodNote, units, verdict
  }

  public init(
    system: String, variable: Variable, stratum: String, leadTimes: String, score: String, definition: MetricDefinition,
    units: String
  ) {
    self.system = system
    self.variable = variable
    self.stratum = stratum
    self.leadTimes = leadTimes
    self.score = score
    self.definition = definition
    self.units = units
  }

  /// For people and for programs: `ghr t2m rmse, europe, 24h`.
  public var name: String {
    let parts = [stratum == "all" ? nil : stratum, leadTimes == "all" ? nil : leadTimes].compactMap { $0 }
    return (["\(system) \(variable) \(score)"] + parts).joined(separator: ", ")
  }

  /// The degradation in parts of the reference's score; nil where that is no error with a unit, or zero.
  public var relativeDegradation: Double? {
    guard definition.units != .none, let degradation, let value = reference.value, value != 0 else { return nil }
    return degradation / abs(value)
  }
}
