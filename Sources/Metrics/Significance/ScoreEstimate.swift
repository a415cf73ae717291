public import Fields

/// A score over all initial times, with confidence limits that come from its spread between them.
///
/// The limits are those of the jackknife that leaves out one initial time at a time, with Student's t quantile for
/// one degree of freedom fewer than initial times; they stop at the ends of the score's range. For a mean with
/// equal weight in every initial time they are exactly those of the one-sample t-test.
///
/// They assume that initial times are independent of one another: consecutive forecasts are alike, so the
/// limits are too narrow where initial times follow closely. Pairs within an initial time may depend on each
/// other in any way. Always show `cases` beside them.
public struct ScoreEstimate: Hashable, Sendable {
  public let outcome: Outcome
  /// Pairs that the score stands on.
  public let n: Int
  /// Initial times that have pairs.
  public let cases: Int
  public let confidence: Confidence

  /// - Parameter sums: what was accumulated, by initial time.
  public init<M: Metric>(of metric: M, sums: [UTCTime: M.Source.Result], level: Double = 0.95) {
    let cases = metric.cases(of: sums)
    let (whole, without) = leavingOneOut(cases.map(\.sums))
    outcome = metric.value(of: whole)
    n = metric.count(of: whole)
    self.cases = cases.count
    confidence = metric.confidence(
      outcome, without: zip(cases, without).map { ($0.time, metric.value(of: $1)) }, scale: abs(outcome.value ?? 0),
      level: level
    ).clipped(to: metric.definition.bounds)
  }

  /// The same from sums whose type is not known; an error where they are of another statistic.
  public static func make(
    _ metric: any Metric, sums: [UTCTime: AnySums], level: Double = 0.95
  ) throws(MetricsError) -> ScoreEstimate {
    try typed(metric, sums, level)
  }

  private static func typed<M: Metric>(
    _ metric: M, _ sums: [UTCTime: AnySums], _ level: Double
  ) throws(MetricsError) -> ScoreEstimate {
    ScoreEstimate(of: metric, sums: try metric.statistic.results(in: sums), level: level)
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
