public import Fields

/// The difference of a score between two systems, paired by initial time, with its limits and p-value.
///
/// Only initial times that both systems have are used; the others are counted. The limits and the p-value come
/// from the jackknife that leaves out one initial time of both systems at a time, with Student's t for one degree
/// of freedom fewer than initial times. For a mean score with equal weight in every initial time this is exactly
/// the paired t-test; for other scores (RMSE, correlation) it is its generalisation.
///
/// It assumes that the differences at different initial times are independent of one another: where initial
/// times follow closely they are not, and then the limits are too narrow and the p-value too small. Pairs within
/// an initial time may depend on each other in any way. Always show `cases` beside them.
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
  public let confidence: Confidence
  /// Two-sided, of no difference; nil where there are no limits.
  public let pValue: Double?

  /// - Parameters:
  ///   - first: what was accumulated of a system, by initial time.
  ///   - second: the same of the system that it is compared with.
  public init<M: Metric>(
    of metric: M, _ first: [UTCTime: M.Source.Result], minus second: [UTCTime: M.Source.Result],
    level: Double = 0.95
  ) {
    let (a, b) = (metric.cases(of: first), metric.cases(of: second))
    let common = Set(a.map(\.time)).intersection(b.map(\.time))
    unmatchedFirst = a.count - common.count
    unmatchedSecond = b.count - common.count
    let times = common.sorted()
    cases = times.count
    let (wholeA, withoutA) = leavingOneOut(a.filter { common.contains($0.time) }.map(\.sums))
    let (wholeB, withoutB) = leavingOneOut(b.filter { common.contains($0.time) }.map(\.sums))
    self.first = metric.value(of: wholeA)
    self.second = metric.value(of: wholeB)
    n = metric.count(of: wholeA)
    outcome = ScoreDifference.subtract(self.first, self.second)
    confidence = metric.confidence(
      outcome,
      without: times.indices.map {
        (times[$0], ScoreDifference.subtract(metric.value(of: withoutA[$0]), metric.value(of: withoutB[$0])))
      },
      scale: max(abs(self.first.value ?? 0), abs(self.second.value ?? 0)), level: level)
    if let difference = outcome.value, let error = confidence.standardError {
      pValue = StudentT(degreesOfFreedom: Double(times.count - 1)).twoSided(difference / error)
    } else {
      pValue = nil
    }
  }

  /// The same from sums whose type is not known; an error where they are of another statistic.
  public static func make(
    _ metric: any Metric, _ first: [UTCTime: AnySums], minus second: [UTCTime: AnySums], level: Double = 0.95
  ) throws(MetricsError) -> ScoreDifference {
    try typed(metric, first, second, level)
  }

  private static func typed<M: Metric>(
    _ metric: M, _ first: [UTCTime: AnySums], _ second: [UTCTime: AnySums], _ level: Double
  ) throws(MetricsError) -> ScoreDifference {
    ScoreDifference(
      of: metric, try metric.statistic.results(in: first), minus: try metric.statistic.results(in: second),
      level: level)
  }
}

extension ScoreDifference {
  private static func subtract(_ a: Outcome, _ b: Outcome) -> Outcome {
    switch (a, b) {
    case (.value(let a), .value(let b)): Outcome(a - b)
    case (.undefined(let reason), _), (_, .undefined(let reason)): .undefined(reason)
    }
  }
}
