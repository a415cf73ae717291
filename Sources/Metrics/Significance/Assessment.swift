/// What the spread between initial times says of a score or a difference, by one method.
public struct Assessment: Hashable, Sendable {
  /// The `id` of the method that was used: never `automatic`.
  public let method: String
  public let confidence: Confidence
  /// Two-sided, of the score or difference being 0; nil where there are no limits.
  public let pValue: Double?
  /// How many independent initial times would give the same standard error.
  public let effectiveSampleSize: Double?
  /// Of Student's t; nil where the limits are percentiles.
  public let degreesOfFreedom: Double?
  /// The method's settings as they came out, and its doubts: `4 lags`, `mean block of 3.1 initial times`.
  public let note: String?

  /// There are no limits, for a reason.
  init(_ method: SignificanceMethod, none reason: String) {
    self.method = method == .automatic ? SignificanceMethod.independent.id : method.id
    confidence = .none(reason)
    (pValue, effectiveSampleSize, degreesOfFreedom, note) = (nil, nil, nil, nil)
  }

  init(
    _ method: SignificanceMethod, _ confidence: Confidence, pValue: Double?, effectiveSampleSize: Double?,
    degreesOfFreedom: Double?, note: String?
  ) {
    self.method = method.id
    self.confidence = confidence
    self.pValue = pValue
    self.effectiveSampleSize = effectiveSampleSize
    self.degreesOfFreedom = degreesOfFreedom
    self.note = note
  }

  /// Student's t around a value, with a standard error.
  init(
    _ method: SignificanceMethod, of series: CaseSeries, standardError error: Double, degreesOfFreedom: Double,
    level: Double, note: String? = nil
  ) {
    if let reason = series.reasonAgainst(error) {
      self.init(method, none: reason)
      return
    }
    let t = StudentT(degreesOfFreedom: degreesOfFreedom)
    let reach = t.quantile((1 + level) / 2) * error
    self.init(
      method, .limits(lower: series.whole - reach, upper: series.whole + reach, standardError: error),
      pValue: t.twoSided(series.whole / error), effectiveSampleSize: series.variance / (error * error),
      degreesOfFreedom: degreesOfFreedom, note: note)
  }

  /// Of stations and initial times at once, with limits no further out than the ends of the score's range.
  public init(_ clustering: TwoWayClustering, within bounds: ClosedRange<Double>? = nil) {
    let hasLimits = clustering.confidence.reason == nil
    self.init(
      .twoWay, clustering.confidence.clipped(to: bounds), pValue: clustering.pValue, effectiveSampleSize: nil,
      degreesOfFreedom: hasLimits ? Double(min(clustering.times, clustering.stations) - 1) : nil,
      note: hasLimits ? "clusters: \(clustering.times) initial times, \(clustering.stations) stations" : nil)
  }

  /// The same with limits no further out than the ends of the score's range.
  func clipped(to bounds: ClosedRange<Double>?) -> Assessment {
    with(confidence: confidence.clipped(to: bounds), note: note)
  }

  func noting(_ text: String) -> Assessment {
    with(confidence: confidence, note: note.map { "\(text); \($0)" } ?? text)
  }

  private func with(confidence: Confidence, note: String?) -> Assessment {
    Assessment(
      method: method, confidence: confidence, pValue: pValue, effectiveSampleSize: effectiveSampleSize,
      degreesOfFreedom: degreesOfFreedom, note: note)
  }

  private init(
    method: String, confidence: Confidence, pValue: Double?, effectiveSampleSize: Double?, degreesOfFreedom: Double?,
    note: String?
  ) {
    self.method = method
    self.confidence = confidence
    self.pValue = pValue
    self.effectiveSampleSize = effectiveSampleSize
    self.degreesOfFreedom = degreesOfFreedom
    self.note = note
  }

  /// The size of a true difference that a test of as many initial times would find with probability `power`.
  ///
  ///     (t(1 - α/2) + t(power)) SE,  α = 1 - level
  /// nil where there is no standard error. Traps where power or level is not between 0 and 1.
  public func minimumDetectable(power: Double = 0.8, level: Double = 0.95) -> Double? {
    guard let error = confidence.standardError, let degreesOfFreedom else { return nil }
    let t = StudentT(degreesOfFreedom: degreesOfFreedom)
    return (t.quantile((1 + level) / 2) + t.quantile(power)) * error
  }
}
