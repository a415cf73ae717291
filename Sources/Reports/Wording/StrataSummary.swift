import Fields
import Metrics

/// What there is to say of the strata beside all pairs: of each the bias and the score that decides, and in words what
/// their scores must not be taken for and which pairs they leave out.
struct StrataSummary {
  /// A variable, with the scores that are shown of its strata.
  struct Group {
    let variable: Variable
    /// By metric and threshold, in the order of the columns.
    let columns: [ScoreRow.Key]
    /// By stratum, in the order of the record.
    let strata: [String]
  }

  let groups: [Group]
  let notes: [String]

  init(_ record: EvaluationRecord) {
    let scores = record.summaryScores.filter { $0.stratum != record.firstStratum }
    groups = record.variables.compactMap { variable in
      let own = scores.filter { $0.variable == variable }
      let columns = StrataSummary.columns(own, record)
      guard !columns.isEmpty else { return nil }
      return Group(variable: variable, columns: columns, strata: EvaluationRecord.unique(own.map(\.stratum)))
    }
    notes =
      StrataSummary.warnings(record) + StrataSummary.emptyStrata(record) + StrataSummary.pairsOutside(record)
  }

  /// The first score without better and worse but with a perfect value, as the bias, and the one that decides.
  private static func columns(_ scores: [Score], _ record: EvaluationRecord) -> [ScoreRow.Key] {
    let keys = EvaluationRecord.unique(scores.map { ScoreRow.Key($0, of: "", at: nil) })
    func orientation(_ key: ScoreRow.Key) -> MetricDefinition.Orientation? {
      record.definition(key.metric)?.orientation
    }
    let bias = keys.first { $0.metric == "me" }
    let deciding = keys.filter { [.negative, .positive].contains(orientation($0)) }
      .min { Headline.rank($0.metric) < Headline.rank($1.metric) }
    return [bias, deciding].compactMap { $0 }
  }

  private static func warnings(_ record: EvaluationRecord) -> [String] {
    let noted = record.stratumDefinitions.filter { $0.note != nil }
    return EvaluationRecord.unique(noted.compactMap(\.note)).map { note in
      listed(noted.filter { $0.note == note && $0.family != "products" }.map(\.name)) + ": \(note)"
    }
  }

  private static func emptyStrata(_ record: EvaluationRecord) -> [String] {
    let held = Set(record.scores.filter { $0.n > 0 }.map(\.stratum))
    let empty = record.stratumDefinitions.map(\.name).filter { !held.contains($0) }
    return record.hasPairs && !empty.isEmpty ? ["No pairs in \(listed(empty))"] : []
  }

  private static func pairsOutside(_ record: EvaluationRecord) -> [String] {
    let rows = record.outside.filter { $0.outside > 0 }
    return EvaluationRecord.unique(rows.map(\.family)).map { family in
      let own = rows.filter { $0.family == family }
      let texts = EvaluationRecord.unique(own.map(\.variable)).flatMap { variable -> [String] in
        let counts = own.filter { $0.variable == variable }
        func text(_ row: EvaluationRecord.Outside) -> String {
          "\(Digits.count(row.outside)) of \(Digits.count(row.pairs)) pairs of \(variable.title)"
        }
        // Of common pairs every system has the same.
        if Set(counts.map(text)).count == 1 { return [text(counts[0])] }
        return counts.map { "\(text($0)) of \($0.system)" }
      }
      return "In no stratum of \(family): \(texts.joined(separator: ", "))"
    }
  }

  /// All names where they are few.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}

extension ScoreRow.Key {
  /// The same score of another stratum and lead time.
  init(_ score: Score, of stratum: String, at leadTime: TimeSpan?) {
    var score = score
    score.stratum = stratum
    score.leadTime = leadTime
    score.initTime = nil
    self.init(score)
  }

  func of(_ stratum: String) -> ScoreRow.Key {
    ScoreRow.Key(
      variable: variable, stratum: stratum, leadTime: leadTime, initTime: initTime, metric: metric,
      threshold: threshold)
  }

  func at(_ leadTime: TimeSpan?) -> ScoreRow.Key {
    ScoreRow.Key(
      variable: variable, stratum: stratum, leadTime: leadTime, initTime: initTime, metric: metric,
      threshold: threshold)
  }

  private init(
    variable: Variable, stratum: String, leadTime: TimeSpan?, initTime: UTCTime?, metric: String, threshold: String?
  ) {
    self.variable = variable
    self.stratum = stratum
    self.leadTime = leadTime
    self.initTime = initTime
    self.metric = metric
    self.threshold = threshold
  }
}
