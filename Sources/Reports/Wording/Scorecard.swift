import Fields
import Metrics

/// The changes of one system from its baseline, by variable and stratum and by lead time: what a scorecard shows.
struct Scorecard {
  struct Row {
    let stratum: String
    /// One for each of `leads`, and at the end that of all lead times together; nil where there is none.
    let cells: [Comparison?]
  }

  struct Group {
    let variable: Variable
    let key: ScoreRow.Key
    let rows: [Row]
  }

  let system: String
  let reference: String
  /// `RMSE`; nil where each variable has the score that decides of it.
  let score: ScoreRow.Key?
  let leads: [TimeSpan]
  let groups: [Group]

  var cellCount: Int { groups.reduce(0) { $0 + $1.rows.count } * (leads.count + 1) }

  /// The improvements in per cent of the baseline's score, positive where better.
  var improvements: [Double] {
    groups.flatMap { $0.rows.flatMap { $0.cells.compactMap { $0?.improvement } } }
  }

  /// For every candidate a card of the scores that decide, and then one of each other score with a better and a worse
  /// that is not one of events.
  static func cards(_ record: EvaluationRecord, _ comparisons: [Comparison]) -> [Scorecard] {
    let judged = comparisons.filter {
      $0.difference.initTime == nil && [.negative, .positive].contains($0.definition.orientation)
    }
    return EvaluationRecord.unique(judged.map(\.difference.system)).flatMap { system -> [Scorecard] in
      let own = judged.filter { $0.difference.system == system }
      let plain = own.filter { !EventScores.isEvent($0.definition.id) }
      let deciding = record.variables.compactMap { variable -> ScoreRow.Key? in
        let candidates = own.filter { $0.difference.variable == variable }
        return candidates.min { Headline.rank($0.definition.id) < Headline.rank($1.definition.id) }
          .map { ScoreRow.Key($0.difference, of: "", at: nil) }
      }
      let first = Scorecard(own, system: system, score: nil, keys: deciding, record)
      let others = EvaluationRecord.unique(plain.map { ScoreKind($0.difference) }).compactMap { kind -> Scorecard? in
        let keys = EvaluationRecord.unique(
          plain.filter { ScoreKind($0.difference) == kind }.map { ScoreRow.Key($0.difference, of: "", at: nil) })
        guard Set(keys) != Set(deciding), let key = keys.first, kind.metric != "mse" || record.definition("rmse") == nil
        else { return nil }
        return Scorecard(own, system: system, score: key, keys: keys, record)
      }
      return ([first] + others).compactMap { $0 }
    }
  }

  private init?(
    _ comparisons: [Comparison], system: String, score: ScoreRow.Key?, keys: [ScoreRow.Key], _ record: EvaluationRecord
  ) {
    guard let reference = comparisons.first?.difference.reference, !keys.isEmpty else { return nil }
    let index = Dictionary(comparisons.map { (ScoreRow.Key($0.difference), $0) }) { first, _ in first }
    let leads = Set(comparisons.compactMap(\.difference.leadTime)).sorted()
    self.system = system
    self.reference = reference
    self.score = score
    self.leads = leads
    groups = keys.map { key in
      Group(
        variable: key.variable, key: key,
        rows: record.strata.compactMap { stratum in
          let cells = (leads.map(Optional.some) + [nil]).map { index[key.of(stratum).at($0)] }
          return cells.contains { $0 != nil } ? Row(stratum: stratum, cells: cells) : nil
        })
    }.filter { !$0.rows.isEmpty }
    guard !groups.isEmpty else { return nil }
  }

  private struct ScoreKind: Hashable {
    let metric: String
    let threshold: String?

    init(_ score: Score) {
      metric = score.metric
      threshold = score.threshold
    }
  }
}

extension Comparison {
  /// By how many per cent of the baseline's score it is better; negative where worse. nil where the score has no better
  /// and worse, or the baseline's is zero or absent.
  var improvement: Double? {
    switch definition.orientation {
    case .negative: percent.map { -$0 }
    case .positive: percent
    case .towardsPerfect, .none: nil
    }
  }
}
