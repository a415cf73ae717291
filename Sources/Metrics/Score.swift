public import Fields

/// One number of an evaluation, with what it is of.
public struct Score: Hashable, Sendable, Codable {
  public var system: String
  /// The system it is compared with, where this is a difference (`system` minus `reference`).
  public var reference: String?
  public var variable: Variable
  /// `all`, or the name of a region or list of stations.
  public var stratum: String
  /// nil is all lead times together.
  public var leadTime: TimeSpan?
  /// nil is all initial times together.
  public var initTime: UTCTime?
  /// The `id` of its definition.
  public var metric: String
  public var threshold: String?
  /// Pairs it was computed from.
  public var n: Int
  /// Initial times it was computed from.
  public var cases: Int
  public var outcome: Outcome
  /// 95 % confidence limits; nil where there are none, with the reason in `intervalNote`.
  public var lower: Double?
  public var upper: Double?
  public var intervalNote: String?
  /// The two-sided p-value of a difference.
  public var pValue: Double?
  /// Of all the differences of this score, adjusted for how many they are.
  public var adjustedPValue: Double?
  /// How many independent initial times would be as good as these.
  public var effectiveSampleSize: Double?
  /// The size of a true difference that as many initial times would show in 8 of 10 cases.
  public var detectableDifference: Double?
  /// The `id` of the method that the limits and the p-value come from; nil where there are none.
  public var method: String?
  /// The method's settings as they came out, and its doubts.
  public var methodNote: String?
  public var units: String

  public init(
    system: String, reference: String? = nil, variable: Variable, stratum: String,
    leadTime: TimeSpan? = nil, initTime: UTCTime? = nil, metric: String, threshold: String? = nil,
    n: Int, cases: Int, outcome: Outcome, lower: Double? = nil, upper: Double? = nil,
    intervalNote: String? = nil, pValue: Double? = nil, adjustedPValue: Double? = nil,
    effectiveSampleSize: Double? = nil, detectableDifference: Double? = nil, method: String? = nil,
    methodNote: String? = nil, units: String
  ) {
    self.system = system
    self.reference = reference
    self.variable = variable
    self.stratum = stratum
    self.leadTime = leadTime
    self.initTime = initTime
    self.metric = metric
    self.threshold = threshold
    self.n = n
    self.cases = cases
    self.outcome = outcome
    self.lower = lower
    self.upper = upper
    self.intervalNote = intervalNote
    self.pValue = pValue
    self.adjustedPValue = adjustedPValue
    self.effectiveSampleSize = effectiveSampleSize
    self.detectableDifference = detectableDifference
    self.method = method
    self.methodNote = methodNote
    self.units = units
  }
}
