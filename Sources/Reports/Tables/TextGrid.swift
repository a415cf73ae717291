import Fields
import Metrics

/// A table of an evaluation as text: what the reports for people share, whatever draws its lines.
struct TextGrid {
  var head: [String]
  /// How many columns, from the left, are text; the rest are numbers.
  var textColumns: Int
  var rows: [[String]] = []

  init(head: [String], textColumns: Int, rows: [[String]] = []) {
    self.head = head
    self.textColumns = textColumns
    self.rows = rows
  }

  /// Scores of all systems side by side, then each candidate minus the baseline, then the number of pairs, which
  /// has no line of its own.
  init(scoresOf record: EvaluationRecord) {
    self.init(
      record,
      ScoreRow.rows(of: TextGrid.scores(record) { $0.stratum == record.firstStratum }, comparisons: record.comparisons))
  }

  /// The same of strata, of each the bias and the score that decides.
  init(strataOf record: EvaluationRecord) {
    let shown = Set(StrataSummary(record).groups.flatMap(\.columns))
    let scores = TextGrid.scores(record) { score in
      score.stratum != record.firstStratum && shown.contains(ScoreRow.Key(score, of: "", at: nil))
    }
    self.init(record, ScoreRow.rows(of: scores, comparisons: record.comparisons))
  }

  /// The scores of events of one variable and stratum, an event and a system a line.
  init(_ events: EventScores, of record: EvaluationRecord) {
    let hasStratum = events.stratum != record.firstStratum
    head = ["variable"] + (hasStratum ? ["stratum"] : []) + ["event", "system"]
    textColumns = head.count
    head += events.columns.map { events.head($0, record) } + ["n"]
    for line in events.lines {
      var cells = [events.variable.title] + (hasStratum ? [events.stratum] : []) + [line.event, line.model]
      cells += events.columns.map { column in
        guard let score = line.scores[column] else { return "" }
        guard let value = score.number else { return "undefined" }
        let decimals = events.decimals(column) + (line.isDifference ? 1 : 0)
        let mark = line.isDifference && score.interval.map { !$0.contains(0) } ?? false ? " \u{2217}" : ""
        return Digits.fixed(value, decimals) + mark
      }
      rows.append(cells + [Digits.count(line.n, separator: " ")])
    }
  }

  private static func scores(_ record: EvaluationRecord, where isShown: (Score) -> Bool) -> [Score] {
    record.summaryScores.filter { $0.metric != "n" && !EventScores.isEvent($0.metric) && isShown($0) }
  }

  private init(_ record: EvaluationRecord, _ lines: [ScoreRow]) {
    let systems = record.systems.map(\.name)
    let candidates = systems.filter { name in lines.contains { $0.comparisons[name] != nil } }
    let hasStrata = Set(lines.map(\.key.stratum)).subtracting(record.strata.prefix(1)).count > 0
    let hasLeads = lines.contains { $0.key.leadTime != nil }
    head = ["variable"] + (hasStrata ? ["stratum"] : []) + (hasLeads ? ["lead"] : []) + ["score", "units"]
    textColumns = head.count
    head += systems
    head += candidates.map { "\($0) - \(record.baseline?.name ?? "baseline")" } + ["n"]
    for line in lines {
      var cells = [line.key.variable.title]
      if hasStrata { cells.append(line.key.stratum) }
      if hasLeads { cells.append(line.key.leadTime.map(\.description) ?? "all") }
      cells.append(
        [record.symbol(of: line.key.metric), line.key.threshold].compactMap { $0 }.joined(separator: " "))
      cells.append(DisplayUnit.text(line.units))
      cells += systems.map { TextGrid.text(line.scores[$0], line.decimals) }
      cells += candidates.map { name in
        line.comparisons[name].map { TextGrid.text($0.difference, $0.decimals) } ?? ""
      }
      let counts = Set(line.scores.values.map(\.n)).sorted()
      cells.append(counts.map { Digits.count($0, separator: " ") }.joined(separator: " / "))
      rows.append(cells)
    }
  }

  /// Where the candidates went, by system and variable.
  init(ledgerOf record: EvaluationRecord) {
    let totals = LedgerTotals(record.ledger)
    head = ["system", "variable", "candidates", "used"] + totals.reasons.map(\.rawValue)
    textColumns = 2
    for line in totals.lines {
      let counts = [line.ledger.candidates, line.ledger.used] + totals.reasons.map { line.ledger.rejected[$0] ?? 0 }
      rows.append([line.system, line.variable.title] + counts.map { Digits.count($0, separator: " ") })
    }
  }

  /// What the numbers of the table of scores are.
  static func scoresNote(_ record: EvaluationRecord) -> String {
    var parts: [String] = []
    if record.systems.count > 1 {
      parts.append(record.onCommonPairs ? "on the pairs that all systems have" : "each system on all its pairs")
    }
    if (record.summaryScores + record.differences).contains(where: { $0.interval != nil }) {
      let mark = record.differences.isEmpty ? "" : ", \u{2217} where a difference's leaves out zero"
      parts.append("95 % intervals in brackets" + mark)
    }
    return (parts.isEmpty ? "No confidence intervals" : parts.joined(separator: "; ")).asSentence
  }

  private static func text(_ score: Score?, _ decimals: Int) -> String {
    guard let score else { return "" }
    guard let value = score.number else { return "undefined: \(score.reasonUndefined ?? "no reason given")" }
    let number = Digits.fixed(value, decimals)
    guard let interval = score.interval else { return number }
    let limits = "[\(Digits.fixed(interval.lowerBound, decimals)), \(Digits.fixed(interval.upperBound, decimals))]"
    let mark = score.reference != nil && !interval.contains(0) ? " \u{2217}" : ""
    return "\(number) \(limits)\(mark)"
  }
}
