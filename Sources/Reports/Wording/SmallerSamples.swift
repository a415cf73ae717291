import Fields
import Metrics

/// Which scores stand on fewer pairs than there are, since the others lack what the score needs: a climatology, a
/// baseline, the members of an ensemble.
struct SmallerSamples {
  /// One a score and variable, in the order of the record.
  let lines: [String]

  init(_ record: EvaluationRecord) {
    let used = LedgerTotals(record.ledger).lines
    var parts: [(title: String, texts: [String])] = []
    for score in record.scores
    where score.leadTime == nil && score.initTime == nil && score.reference == nil
      && score.stratum == record.firstStratum && score.n > 0
    {
      guard let pairs = used.first(where: { $0.system == score.system && $0.variable == score.variable })?.ledger.used,
        score.n < pairs
      else { continue }
      let symbol = record.definition(score.metric)?.name ?? score.metric
      let title = "\(symbol)\(score.threshold.map { " (\($0))" } ?? ""), \(score.variable.title)"
      let text = "\(Digits.count(score.n)) of \(Digits.count(pairs)) pairs of \(score.system)"
      if let i = parts.firstIndex(where: { $0.title == title }) {
        parts[i].texts.append(text)
      } else {
        parts.append((title, [text]))
      }
    }
    lines = parts.map { "\($0.title): \($0.texts.joined(separator: ", "))" }
  }

  /// What stands above the lines.
  static let note =
    "These scores stand on fewer pairs; the others lack what the score needs, such as a climatology or, for scores of "
    + "whole fields, the cells around or beside them."
}
