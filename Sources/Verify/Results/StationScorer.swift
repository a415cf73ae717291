import Fields
import Metrics
import Stations

/// Computes scores of single stations of one system and variable from sums by initial time.
struct StationScorer {
  let system: String
  let variable: Variable
  /// By number.
  let stations: [Station]
  /// Their numbers in the order of outputs.
  let order: [Int]
  let significance: PlannedSignificance

  typealias Cases = [UTCTime: [AnySums]]

  func scores(_ cases: Cases, _ metrics: [any Metric]) throws -> [EvaluationRecord.StationScore] {
    let times = cases.keys.sorted()
    var scores: [EvaluationRecord.StationScore] = []
    for number in order {
      guard let sums = try merged(number, times, cases), sums.n > 0 else { continue }
      for metric in metrics {
        var score = blank(number, metric)
        score.n = try metric.count(of: sums)
        score.outcome =
          try Bearing.objection(to: metric, of: variable).map(Outcome.undefined) ?? metric.outcome(of: sums)
        scores.append(score)
      }
    }
    return scores
  }

  /// What stations differ in from the baseline: of scores that say which of two is better. Limits and p-values come from
  /// the initial times as the plan has it, or without regard to other stations where it has two ways; p-values are
  /// adjusted over the stations of a score by Benjamini and Hochberg whatever the plan says of other differences.
  func differences(
    _ cases: Cases, _ metrics: [any Metric], minus reference: Cases, of baseline: String
  ) throws -> [EvaluationRecord.StationScore] {
    let method = significance.method == .twoWay ? .automatic : significance.method
    var all: [EvaluationRecord.StationScore] = []
    for metric in metrics where StationStatistics.compares(metric) && Bearing.objection(to: metric, of: variable) == nil
    {
      var differences: [EvaluationRecord.StationScore] = []
      for number in order {
        let (own, other) = (StationScorer.sums(of: number, cases), StationScorer.sums(of: number, reference))
        guard !own.isEmpty, !other.isEmpty else { continue }
        let difference = try ScoreDifference.make(metric, own, minus: other, method: method)
        guard difference.cases > 0 else { continue }
        var score = blank(number, metric)
        score.reference = baseline
        (score.n, score.cases, score.outcome) = (difference.n, difference.cases, difference.outcome)
        (score.lower, score.upper) = (difference.confidence.lower, difference.confidence.upper)
        (score.pValue, score.intervalNote) = (difference.pValue, difference.confidence.reason)
        differences.append(score)
      }
      let tested = differences.indices.filter { differences[$0].pValue != nil }
      let adjusted = Multiplicity.benjaminiHochberg.adjusted(tested.compactMap { differences[$0].pValue })
      for (i, p) in zip(tested, adjusted) { differences[i].adjustedPValue = p }
      all += differences
    }
    return all
  }

  private func blank(_ number: Int, _ metric: any Metric) -> EvaluationRecord.StationScore {
    EvaluationRecord.StationScore(
      system: system, variable: variable, station: stations[number].id, coordinate: stations[number].coordinate,
      elevation: stations[number].elevation, metric: metric.definition.id, threshold: metric.threshold, n: 0,
      outcome: .undefined("no pairs"))
  }

  /// Over all initial times, merged in their order; nil where the station has no sums.
  private func merged(_ number: Int, _ times: [UTCTime], _ cases: Cases) throws -> AnySums? {
    var whole: AnySums?
    for time in times {
      guard let sums = cases[time], number < sums.count else { continue }
      if whole == nil { whole = sums[number] } else { try whole?.merge(sums[number]) }
    }
    return whole
  }

  private static func sums(of number: Int, _ cases: Cases) -> [UTCTime: AnySums] {
    cases.compactMapValues { number < $0.count && $0[number].n > 0 ? $0[number] : nil }
  }
}

/// Which statistics are kept for each station: small ones that maps and tables of stations show.
///
/// In bytes of a station, initial time, system and kind of pairs: 120 of errors, 120 of ensembles, 56 of wind vectors
/// and 40 of each threshold.
enum StationStatistics {
  static func keeps(_ statistic: any Statistic) -> Bool {
    statistic is ErrorMoments || statistic is EnsembleMoments || statistic is ContingencyTable
      || statistic is VectorErrors
  }

  /// Whether one of two scores can be the better one, with limits.
  static func compares(_ metric: any Metric) -> Bool {
    metric.noIntervalReason == nil
      && (metric.definition.orientation == .negative || metric.definition.orientation == .positive)
  }
}
