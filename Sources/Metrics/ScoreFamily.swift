/// What a score is of, to find it in a list.
public enum ScoreFamily: String, Sendable, CaseIterable, Codable {
  case singleValues = "single values"
  case anomalies
  case wind
  case events
  case extremes
  case categories
  case precipitation
  case probabilities
  case ensembles
  case fields = "whole fields"

  /// The family of a score, by what it is made of.
  public init(of metric: any Metric) {
    switch metric.statistic as any Statistic {
    case is ContingencyTable:
      self = ScoreFamily.ofRareEvents.contains(metric.definition.id) ? .extremes : .events
    case is ToleranceTable: self = .events
    case is any FieldStatistic: self = .fields
    case is AnomalyMoments, is ByInitTime<AnomalyMoments>: self = .anomalies
    case is VectorErrors, is DirectionErrors: self = .wind
    case is QuantileLoss, is IntervalLoss, is ThresholdWeightedLoss, is ForecastAndObservedHistograms: self = .extremes
    case is CategoryTable: self = .categories
    case is SEEPSTable: self = .precipitation
    case is ProbabilityTable, is ClimatologicalBrier, is CategoryProbabilities: self = .probabilities
    case is ErrorMoments, is ByInitTime<ErrorMoments>, is BaselineErrors, is ErrorHistogram: self = .singleValues
    default: self = .ensembles
    }
  }

  private static let ofRareEvents: Set<String> = Set(
    [
      ExtremeDependencyScore.definition, SymmetricExtremeDependencyScore.definition,
      ExtremalDependenceIndex.definition, SymmetricExtremalDependenceIndex.definition,
    ].map(\.id))
}
