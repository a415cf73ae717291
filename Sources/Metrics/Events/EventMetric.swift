/// A score of an event, made with what makes a value an event.
public protocol EventMetric: Metric where Source: EventStatistic {
  init(_ threshold: Threshold)

  /// Limits for pairs that are independent of one another and have weight 1, or why there are none.
  ///
  /// They are too narrow where neighbours in space or time share their weather: `ScoreEstimate` takes the spread
  /// between initial times instead.
  ///
  /// - Parameter level: how often limits so made hold the truth, such as 0.95.
  func samplingConfidence(of sums: Source.Result, level: Double) -> Confidence
}

extension EventMetric {
  public var threshold: String? { statistic.threshold.description }

  public func samplingConfidence(of sums: Source.Result, level: Double) -> Confidence {
    .none("no formula for limits of this score")
  }

  /// The same from sums whose type is not known; an error where they are of another statistic.
  public func samplingConfidence(of sums: AnySums, level: Double) throws(MetricsError) -> Confidence {
    samplingConfidence(of: try statistic.result(in: sums), level: level)
  }
}

/// A statistic of an event: of values beyond a threshold.
public protocol EventStatistic: Statistic {
  var threshold: Threshold { get }
}

extension EventStatistic {
  public var key: String { "\(Self.name)(\(threshold))" }
  public var columns: Set<PairColumn> { threshold.columns }
}
