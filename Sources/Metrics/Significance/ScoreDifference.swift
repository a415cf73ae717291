public import Fields

/// The difference of a score between two systems, paired by initial time, with its limits and p-value.
///
/// Only initial times that both systems have are used; the others are counted. The limits and the p-value stand on
/// what the difference becomes without each initial time of both systems in turn, its jackknife pseudo-values, and
/// the method says how far initial times depend on one another. By the method `independent`, those of a mean score
/// with equal weight in every initial time are exactly those of the paired t-test; consecutive forecasts are
/// alike, so they are too narrow where initial times follow closely. Pairs within an initial time may depend on
/// each other in any way. Always show `cases` beside them.
public struct ScoreDifference: Hashable, Sendable {
  /// The score of the first system less that of the second, over the initial times of both.
  public let outcome: Outcome
  /// The score of each system over the initial times of both.
  public let first: Outcome
  public let second: Outcome
  /// Pairs of the first system that the difference stands on.
  public let n: Int
  /// Initial times that both systems have.
  public let cases: Int
  /// Initial times that only one of the systems has.
  public let unmatchedFirst: Int
  public let unmatchedSecond: Int
  /// Its limits and p-value, and how they were made.
  public let assessment: Assessment

  public var confidence: Confidence { assessment.confidence }
  /// Two-sided, of no difference; nil where there are no limits.
  public var pValue: Double? { assessment.pValue }

  /// - Parameters:
  ///   - first: what was accumulated of a system, by initial time.
  ///   - second: the same of the system that it is compared with.
  ///   - leadTime: Of all the forecasts; nil where they are of several.
  public init<M: Metric>(
    of metric: M, _ first: [UTCTime: M.Source.Result], minus second: [UTCTime: M.Source.Result],
    level: Double = 0.95, method: SignificanceMethod = .automatic, leadTime: TimeSpan? = nil
  ) {
    let pairs = PairedCases(of: metric, first, minus: second)
    unmatchedFirst = pairs.unmatchedFirst
    unmatchedSecond = pairs.unmatchedSecond
    cases = pairs.times.count
    self.first = pairs.whole.first
    self.second = pairs.whole.second
    n = pairs.n
    outcome = pairs.jackknife.whole
    assessment = pairs.jackknife.assessed(by: method, level: level, leadTime: leadTime) { pairs.difference(at: $0) }
  }

  /// The same from sums whose type is not known; an error where they are of another statistic.
  public static func make(
    _ metric: any Metric, _ first: [UTCTime: AnySums], minus second: [UTCTime: AnySums], level: Double = 0.95,
    method: SignificanceMethod = .automatic, leadTime: TimeSpan? = nil
  ) throws(MetricsError) -> ScoreDifference {
    try typed(metric, first, second, level, method, leadTime)
  }

  private static func typed<M: Metric>(
    _ metric: M, _ first: [UTCTime: AnySums], _ second: [UTCTime: AnySums], _ level: Double,
    _ method: SignificanceMethod, _ leadTime: TimeSpan?
  ) throws(MetricsError) -> ScoreDifference {
    ScoreDifference(
      of: metric, try metric.statistic.results(in: first), minus: try metric.statistic.results(in: second),
      level: level, method: method, leadTime: leadTime)
  }

  /// The mean block length that the stationary bootstrap takes by itself, in initial times; nil where the difference
  /// has no standard error.
  public static func automaticBlockLength(
    _ metric: any Metric, _ first: [UTCTime: AnySums], minus second: [UTCTime: AnySums]
  ) throws(MetricsError) -> Double? {
    try typedBlockLength(metric, first, second)
  }

  private static func typedBlockLength<M: Metric>(
    _ metric: M, _ first: [UTCTime: AnySums], _ second: [UTCTime: AnySums]
  ) throws(MetricsError) -> Double? {
    let first = try metric.statistic.results(in: first)
    let second = try metric.statistic.results(in: second)
    return PairedCases(of: metric, first, minus: second).jackknife.series?.automaticBlockLength
  }
}
