/// Scores of an event over all its pairs, and beside them those of the pairs where it was observed, and where it was
/// forecast.
///
/// Pairs are taken as margins beyond their own limits, so that a limit that differs from place to place is no
/// difficulty: an event is a margin of 0 or more, the threshold-weighted error is the error beyond 0.
///
/// The mean error where the event was observed is no measure of a forecast: among pairs that are chosen by an extreme
/// observation any forecast with errors is too weak on average, and one that always warns is best (the forecaster's
/// dilemma, Lerch et al. 2017, doi:10.1214/16-STS588). The one where it was forecast has the opposite fault. The
/// threshold-weighted errors are of all pairs and have neither (Gneiting and Ranjan 2011,
/// doi:10.1198/jbes.2010.08110; Taggart 2022, doi:10.1002/qj.4206).
public struct EventErrors: Sendable {
  private let metrics: [any Metric]
  private let errors: [any Metric] = [PairCount(), MeanError(), MeanAbsoluteError(), RootMeanSquaredError()]
  private let test: Threshold
  private let ensembleScore: ThresholdWeightedCRPS
  private var all: Accumulation
  private var members: Accumulation
  private var whereObserved: Accumulation
  private var whereForecast: Accumulation

  /// Scores by what they are of.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// Every pair: threshold-weighted scores and those of the table of events.
    case all
    /// Pairs with the event observed.
    case observed
    /// Pairs with the event forecast.
    case forecast
  }

  public init(_ comparison: Threshold.Comparison) {
    let test = Threshold(comparison, 0)
    self.test = test
    let interval = test.isUpper ? ValueInterval(0, .infinity) : ValueInterval(-.infinity, 0)
    metrics = [
      BaseRate(test), FrequencyBias(test), ProbabilityOfDetection(test), FalseAlarmRatio(test),
      CriticalSuccessIndex(test), SymmetricExtremalDependenceIndex(test), ThresholdWeightedAbsoluteError(interval),
      ThresholdWeightedSquaredError(interval),
    ]
    ensembleScore = ThresholdWeightedCRPS(test)
    all = Accumulation(for: errors + metrics)
    members = Accumulation(for: [ensembleScore])
    whereObserved = Accumulation(for: errors)
    whereForecast = Accumulation(for: errors)
  }

  /// Adds pairs; those whose limit is NaN are left out.
  ///
  /// - limits: one a pair.
  public mutating func add(_ pairs: MatchedPairs, limits: [Double]) throws(MetricsError) {
    precondition(limits.count == pairs.count, "\(pairs.count) pairs and \(limits.count) limits")
    let kept = limits.indices.filter { !limits[$0].isNaN }
    var margins = kept.count == pairs.count ? pairs : pairs.selecting(kept)
    margins.columns = [:]
    for (i, position) in kept.enumerated() {
      margins.forecasts[i] -= limits[position]
      margins.observations[i] -= limits[position]
      guard !margins.members.isEmpty else { continue }
      for k in i * margins.memberCount..<(i + 1) * margins.memberCount { margins.members[k] -= limits[position] }
    }
    try all.add(margins)
    if !margins.members.isEmpty { try members.add(margins) }
    let positions = 0..<margins.count
    try whereObserved.add(margins.selecting(positions.filter { test.isMet(by: margins.observations[$0]) }))
    try whereForecast.add(margins.selecting(positions.filter { test.isMet(by: margins.forecasts[$0]) }))
  }

  /// The scores with their identities; `twcrps_ecdf` only where the forecast is an ensemble.
  public func scores(isEnsemble: Bool) throws(MetricsError) -> [(part: Part, metric: any Metric, outcome: Outcome)] {
    var scores: [(part: Part, metric: any Metric, outcome: Outcome)] = []
    for metric in errors + metrics { scores.append((.all, metric, try all.outcome(of: metric))) }
    if isEnsemble { scores.append((.all, ensembleScore, try members.outcome(of: ensembleScore))) }
    for metric in errors { scores.append((.observed, metric, try whereObserved.outcome(of: metric))) }
    for metric in errors { scores.append((.forecast, metric, try whereForecast.outcome(of: metric))) }
    return scores
  }

  /// What the scores are.
  public func definitions(isEnsemble: Bool) -> [MetricDefinition] {
    (errors + metrics).map(\.definition) + (isEnsemble ? [ThresholdWeightedCRPS.definition] : [])
  }
}
