/// Every score and every statistic. A new score is a file of its own and a line here.
public enum Catalogue {
  public static let metrics: [any Metric] = [
    // Of single values, and of the ensemble mean
    PairCount(),
    MeanError(),
    MeanAbsoluteError(),
    MeanSquaredError(),
    RootMeanSquaredError(),
    ErrorStandardDeviation(),
    Correlation(),
    LeastError(),
    GreatestError(),
    MeanForecast(),
    MeanObservation(),

    // Of ensembles
    EmpiricalCRPS(),
    FairCRPS(),
    EnsembleSpread(),
    UnbiasedSpreadSkill(),
    FortinSpreadSkill(),
  ]

  /// Scores of events, for a threshold each.
  public static let eventMetrics: [any EventMetric.Type] = [
    BaseRate.self,
    FrequencyBias.self,
    ProbabilityOfDetection.self,
    FalseAlarmRatio.self,
    ProbabilityOfFalseDetection.self,
    CriticalSuccessIndex.self,
    EquitableThreatScore.self,
    HeidkeSkillScore.self,
    PeirceSkillScore.self,
    ExtremalDependenceIndex.self,
    SymmetricExtremalDependenceIndex.self,
  ]

  /// The kinds of sums that results can hold, for one station or for all.
  public static let statistics: [any Statistic.Type] = [
    ErrorMoments.self,
    EnsembleMoments.self,
    ContingencyTable.self,
  ]

  public static let definitions: [MetricDefinition] =
    metrics.map { $0.definition } + eventMetrics.map { $0.definition }

  /// The metric with an `id` such as `rmse`; nil where there is none, or where it needs a threshold.
  public static func metric(id: String) -> (any Metric)? {
    metrics.first { $0.definition.id == id }
  }

  /// The score of an event with an `id` such as `pod`; nil where there is none.
  public static func metric(id: String, at threshold: Threshold) -> (any EventMetric)? {
    eventMetrics.first { $0.definition.id == id }.map { $0.init(threshold) }
  }

  /// The kind of statistic that stores its sums under a key; nil where there is none.
  static func statistic(ofKey key: String) -> (any Statistic.Type)? {
    let prefix = "by_station."
    guard !key.hasPrefix(prefix) else {
      return statistic(ofKey: String(key.dropFirst(prefix.count))).map { byStation($0) }
    }
    let name = key.prefix { $0 != "(" }
    return statistics.first { $0.name == name }
  }

  private static func byStation<S: Statistic>(_: S.Type) -> any Statistic.Type { ByStation<S>.self }
}
