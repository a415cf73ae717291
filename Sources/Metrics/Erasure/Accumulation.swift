/// The sums of several statistics over the same pairs: all that some metrics need, each statistic once.
public struct Accumulation: Sendable, Equatable {
  public private(set) var sums: [AnySums]
  public let statistics: [any Statistic]

  /// Sums of no pairs, for the statistics of the metrics.
  public init(for metrics: [any Metric]) {
    self.init(Accumulation.statistics(of: metrics))
  }

  /// Sums of no pairs. A statistic given twice is kept once.
  public init(_ statistics: [any Statistic]) {
    var seen: Set<String> = []
    self.statistics = statistics.filter { seen.insert($0.key).inserted }
    sums = self.statistics.map { $0.emptySums() }
  }

  /// What the metrics are computed from, each statistic once, in the order of the metrics.
  public static func statistics(of metrics: [any Metric]) -> [any Statistic] {
    var seen: Set<String> = []
    return metrics.map { $0.statistic as any Statistic }.filter { seen.insert($0.key).inserted }
  }

  public mutating func add(_ pairs: MatchedPairs) throws(MetricsError) {
    for (i, statistic) in statistics.enumerated() { try statistic.accumulate(pairs, into: &sums[i]) }
  }

  /// Adds the other's sums; an error where it is of other statistics.
  public mutating func merge(_ other: Accumulation) throws(MetricsError) {
    guard statistics.map(\.key) == other.statistics.map(\.key) else {
      throw .otherStatistic(expected: names, found: other.names)
    }
    for i in sums.indices { try sums[i].merge(other.sums[i]) }
  }

  /// A score of these pairs; an error where the metric's statistic is not among the accumulated.
  public func outcome(of metric: any Metric) throws(MetricsError) -> Outcome {
    try metric.outcome(of: sums(for: metric))
  }

  /// The sums that a metric is computed from; an error where they are not among the accumulated.
  public func sums(for metric: any Metric) throws(MetricsError) -> AnySums {
    let key = (metric.statistic as any Statistic).key
    guard let found = sums.first(where: { $0.statistic == key }) else {
      throw .otherStatistic(expected: key, found: names)
    }
    return found
  }

  public static func == (a: Accumulation, b: Accumulation) -> Bool { a.sums == b.sums }

  private var names: String { statistics.map(\.key).joined(separator: ", ") }
}
