import Fields
import Metrics

extension TextGrid {
  /// So many lead times stand side by side on a page.
  private static let mostLeads = 8

  /// What `init(scorecardOf:)` shows, in a sentence.
  static func scorecardNote(_ record: EvaluationRecord) -> String {
    let baseline = record.baseline?.name ?? "the baseline"
    let leads = scorecardLeads(record)
    let more = leads.shown.count < leads.count ? " \(leads.shown.count) of \(leads.count) lead times are shown." : ""
    return
      "Change to \(baseline) in per cent by lead time. \u{25B2} better, \u{25BC} worse: significant after adjustment for "
      + "the number of tests; a number without a mark is not significant.\(more)"
  }

  /// Of each candidate and variable the score that decides: its change to the baseline in per cent at lead times and
  /// over all of them. Without rows where there is nothing to compare.
  init(scorecardOf record: EvaluationRecord) {
    let leads = TextGrid.scorecardLeads(record).shown
    let primary = record.hasPairs ? Headline.primaryComparisons(record) : []
    let hasCandidates = EvaluationRecord.unique(primary.map(\.difference.system)).count > 1
    head = (hasCandidates ? ["system"] : []) + ["variable", "score"]
    textColumns = head.count
    head += leads.map(\.description) + ["all"]
    let byLead = record.comparisons.filter { $0.difference.leadTime != nil }
    for comparison in primary {
      let own = byLead.filter { Headline.isSame($0, comparison) }
      let holds = Discoveries.hold(own)
      let cells = leads.map { lead in
        zip(own, holds).first { $0.0.difference.leadTime == lead }.map { TextGrid.change($0, isMarked: $1) } ?? ""
      }
      let difference = comparison.difference
      let score = [record.symbol(of: comparison.definition.id), difference.threshold].compactMap { $0 }.joined(
        separator: " ")
      rows.append(
        (hasCandidates ? [difference.system] : []) + [difference.variable.title, score] + cells
          + [TextGrid.change(comparison, isMarked: true)])
    }
  }

  /// All lead times where they are few, else some from the first to the last.
  private static func scorecardLeads(_ record: EvaluationRecord) -> (shown: [TimeSpan], count: Int) {
    let all = Set(record.differences.compactMap(\.leadTime)).sorted()
    guard all.count > mostLeads else { return (all, all.count) }
    return ((0..<mostLeads).map { all[$0 * (all.count - 1) / (mostLeads - 1)] }, all.count)
  }

  /// `▲ -3.2`, or `(0.12)` where the baseline's score is 0.
  private static func change(_ comparison: Comparison, isMarked: Bool) -> String {
    guard let value = comparison.difference.number else { return "undefined" }
    let text =
      comparison.percent.map { Digits.fixed($0, 1) } ?? "(\(Digits.fixed(value, comparison.decimals)))"
    switch comparison.verdict {
    case .better where isMarked: return "\u{25B2} \(text)"
    case .worse where isMarked: return "\u{25BC} \(text)"
    default: return text
    }
  }
}
