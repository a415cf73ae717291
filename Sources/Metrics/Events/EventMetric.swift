/// A score of an event, made with what makes a value an event.
public protocol EventMetric: Metric where Source: EventStatistic {
  init(_ threshold: Threshold)
}

extension EventMetric {
  public var threshold: String? { statistic.threshold.description }
}

/// A statistic of an event: of values beyond a threshold.
public protocol EventStatistic: Statistic {
  var threshold: Threshold { get }
}

extension EventStatistic {
  public var key: String { "\(Self.name)(\(threshold))" }
}
