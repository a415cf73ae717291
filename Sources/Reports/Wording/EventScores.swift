import Fields
import Metrics

/// The scores of the events of one variable, over all lead times together: a line for each event and system, a column
/// for each score.
struct EventScores {
  /// One system, or the difference of one from the baseline.
  struct Line {
    let event: String
    let model: String
    /// By identity of the score.
    let scores: [String: Score]

    var isDifference: Bool { scores.values.contains { $0.reference != nil } }
    var n: Int { scores.values.map(\.n).max() ?? 0 }
  }

  let variable: Variable
  let stratum: String
  /// Of probabilities, and not of yes and no.
  let areOfProbabilities: Bool
  /// The identities of the scores, in the order of the record.
  let columns: [String]
  let lines: [Line]

  var hasIntervals: Bool { lines.contains { $0.scores.values.contains { $0.interval != nil } } }
  var events: [String] { EvaluationRecord.unique(lines.map(\.event)) }

  /// The name of a column with its unit: `twCRPS (mm)`.
  func head(_ column: String, _ record: EvaluationRecord) -> String {
    let symbol = record.symbol(of: column)
    let unit = DisplayUnit.text(lines.lazy.compactMap { $0.scores[column]?.units }.first ?? "1")
    return unit.isEmpty ? symbol : "\(symbol) (\(unit))"
  }

  /// How many decimals a column is written with.
  func decimals(_ column: String) -> Int {
    Digits.decimals(of: lines.filter { !$0.isDifference }.compactMap { $0.scores[column] })
  }

  /// Why a score has no value, each reason once: `SEDI, ≥ 20 m s⁻¹, meps: no hits`.
  func reasons(_ record: EvaluationRecord) -> [String] {
    EvaluationRecord.unique(
      lines.filter { !$0.isDifference }.flatMap { line in
        columns.compactMap { column -> String? in
          guard let score = line.scores[column], let reason = score.reasonUndefined else { return nil }
          return "\(record.symbol(of: column)), \(line.event), \(line.model): \(reason)"
        }
      })
  }

  /// The scores of a record that is in display units, by stratum and variable: first those of yes and no, then those of
  /// probabilities.
  static func tables(_ record: EvaluationRecord) -> [EventScores] {
    let scores = record.summaryScores.filter { $0.leadTime == nil && isEvent($0.metric) }
    let differences = record.differences.filter { $0.leadTime == nil && $0.initTime == nil && isEvent($0.metric) }
    var tables: [EventScores] = []
    for stratum in record.strata {
      for variable in record.variables {
        for areOfProbabilities in [false, true] {
          let own = scores.filter {
            $0.stratum == stratum && $0.variable == variable && isProbability($0.metric) == areOfProbabilities
          }
          guard !own.isEmpty else { continue }
          let columns = EvaluationRecord.unique(own.map(\.metric))
          let beside = differences.filter {
            $0.stratum == stratum && $0.variable == variable && columns.contains($0.metric)
          }
          let lines = EvaluationRecord.unique(own.compactMap(\.threshold)).flatMap { event in
            let all = (own + beside).filter { $0.threshold == event }
            return EvaluationRecord.unique(all.map(\.model)).map { model in
              Line(
                event: event, model: model,
                scores: Dictionary(all.filter { $0.model == model }.map { ($0.metric, $0) }) { first, _ in first })
            }
          }
          tables.append(
            EventScores(
              variable: variable, stratum: stratum, areOfProbabilities: areOfProbabilities, columns: columns,
              lines: lines))
        }
      }
    }
    return tables
  }

  /// Whether a score is one of events, which have tables of their own.
  static func isEvent(_ metric: String) -> Bool { eventIDs.contains(metric) }

  private static func isProbability(_ metric: String) -> Bool { probabilityIDs.contains(metric) }

  private static let eventIDs = Set(Catalogue.eventMetrics.map { $0.definition.id })
  private static let probabilityIDs = Set(
    Catalogue.eventMetrics.filter { !($0.init(Threshold(.atLeast, 0)).statistic is ContingencyTable) }
      .map { $0.definition.id })
}
