public import Fields

/// A score over all initial times, with confidence limits that come from its spread between them.
///
/// The limits stand on what the score becomes without each initial time in turn, its jackknife pseudo-values, and
/// the method says how far initial times depend on one another. They stop at the ends of the score's range.
/// By the method `independent`, those of a mean with equal weight in every initial time are exactly those of the
/// one-sample t-test; consecutive forecasts are alike, so they are too narrow where initial times follow closely.
/// Pairs within an initial time may depend on each other in any way. Always show `cases` beside them.
public struct ScoreEstimate: Hashable, Sendable {
  public let outcome: Outcome
  /// Pairs that the score stands on.
  public let n: Int
  /// Initial times that have pairs.
  public let cases: Int
  /// Its limits and how they were made; its p-value is of a score of 0.
  public let assessment: Assessment

  public var confidence: Confidence { assessment.confidence }

  /// - Parameters:
  ///   - sums: what was accumulated, by initial time.
  ///   - leadTime: Of all the forecasts; nil where they are of several.
  public init<M: Metric>(
    of metric: M, sums: [UTCTime: M.Source.Result], level: Double = 0.95, method: SignificanceMethod = .automatic,
    leadTime: TimeSpan? = nil
  ) {
    let cases = metric.cases(of: sums)
    let (whole, without) = leavingOneOut(cases.map(\.sums))
    // Without cases, the sums of what was left out still say why.
    let left = sums.sorted { $0.key < $1.key }.map(\.value)
    outcome = metric.value(of: cases.isEmpty ? left.reduce(into: .init()) { $0.merge($1) } : whole)
    n = metric.count(of: whole)
    self.cases = cases.count
    let parts = cases.map(\.sums)
    assessment = Jackknife(
      times: cases.map(\.time), whole: outcome, without: without.map { metric.value(of: $0) },
      scale: abs(outcome.value ?? 0), metric: metric
    ).assessed(by: method, level: level, leadTime: leadTime) { metric.value(of: merging(parts, at: $0)) }
      .clipped(to: metric.definition.bounds)
  }

  /// The same from sums whose type is not known; an error where they are of another statistic.
  public static func make(
    _ metric: any Metric, sums: [UTCTime: AnySums], level: Double = 0.95, method: SignificanceMethod = .automatic,
    leadTime: TimeSpan? = nil
  ) throws(MetricsError) -> ScoreEstimate {
    try typed(metric, sums, level, method, leadTime)
  }

  private static func typed<M: Metric>(
    _ metric: M, _ sums: [UTCTime: AnySums], _ level: Double, _ method: SignificanceMethod, _ leadTime: TimeSpan?
  ) throws(MetricsError) -> ScoreEstimate {
    ScoreEstimate(
      of: metric, sums: try metric.statistic.results(in: sums), level: level, method: method, leadTime: leadTime)
  }
}

extension Statistic {
  /// Sums by initial time as this statistic's own type; an error where one is of another.
  func results(in sums: [UTCTime: AnySums]) throws(MetricsError) -> [UTCTime: Result] {
    var results: [UTCTime: Result] = [:]
    results.reserveCapacity(sums.count)
    for (time, sum) in sums { results[time] = try result(in: sum) }
    return results
  }
}
