/// A score of an event, made from its contingency table.
public protocol EventMetric: Metric where Source == ContingencyTable {
  init(_ threshold: Threshold)
}

extension EventMetric {
  public var threshold: String? { statistic.threshold.description }
}
