import Fields
public import Metrics

/// A summary of an evaluation for a pull request or a chat: the finding, a scorecard of the scores that decide, and
/// folded up below them the scores of all lead times together, the events, the strata, where the pairs went and the
/// provenance.
///
/// All scores by lead time are in the other reports.
public struct MarkdownReport: Report {
  public static let format = "markdown"
  public static let title = "a summary in Markdown"

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let record = record.inDisplayUnits
    let headline = Headline(record)
    output.write("# \(escaped(record.title))\n\n**\(escaped(headline.verdict))**\n")
    if !headline.findings.isEmpty {
      output.write("\n" + headline.findings.map { "- \(escaped($0))\n" }.joined())
    }
    let scorecard = TextGrid(scorecardOf: record)
    if !scorecard.rows.isEmpty {
      output.write("\n\(TextGrid.scorecardNote(record))\n\n")
      write(scorecard, to: &output)
    }
    if record.hasPairs {
      fold("Scores over all lead times", to: &output) { output in
        output.write("\(TextGrid.scoresNote(record))\n\n")
        write(TextGrid(scoresOf: record), to: &output)
      }
    }
    writeEvents(record, to: &output)
    writeStrata(record, to: &output)
    if !record.ledger.isEmpty {
      fold(LedgerTotals.title(record), to: &output) { write(TextGrid(ledgerOf: record), to: &$0) }
    }
    fold("Provenance", to: &output) { output in
      for fact in record.provenance { output.write("- \(escaped(fact.name)): \(escaped(fact.value))\n") }
    }
  }

  private func writeEvents(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let events = EventScores.tables(record).filter { $0.stratum == record.firstStratum }
    guard !events.isEmpty else { return }
    fold("Events", to: &output) { output in
      output.write("Intervals are in the other reports.\n")
      for table in events {
        output.write("\n")
        write(TextGrid(table, of: record), to: &output)
        let reasons = table.reasons(record)
        if !reasons.isEmpty { output.write("\n" + reasons.map { "- undefined: \(escaped($0))\n" }.joined()) }
      }
    }
  }

  private func writeStrata(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let strata = TextGrid(strataOf: record)
    let notes = StrataSummary(record).notes
    if !strata.rows.isEmpty || !notes.isEmpty {
      fold("By stratum", to: &output) { output in
        if !strata.rows.isEmpty { write(strata, to: &output) }
        if !notes.isEmpty { output.write("\n" + notes.map { "- \(escaped($0.asSentence))\n" }.joined()) }
      }
    }
    let smaller = SmallerSamples(record).lines
    if !smaller.isEmpty {
      output.write("\n\(SmallerSamples.note)\n\n" + smaller.map { "- \(escaped($0))\n" }.joined())
    }
  }

  /// A part that is folded up until somebody opens it.
  private func fold<Output: TextOutputStream>(_ title: String, to output: inout Output, _ body: (inout Output) -> Void)
  {
    output.write("\n<details><summary>\(escaped(title))</summary>\n\n")
    body(&output)
    output.write("\n</details>\n")
  }

  private func write(_ grid: TextGrid, to output: inout some TextOutputStream) {
    writeRow(grid.head.map(escaped), to: &output)
    writeRow(grid.head.indices.map { $0 < grid.textColumns ? ":--" : "--:" }, to: &output)
    for row in grid.rows { writeRow(row.map(escaped), to: &output) }
  }

  private func writeRow(_ cells: [String], to output: inout some TextOutputStream) {
    output.write("| " + cells.joined(separator: " | ") + " |\n")
  }
}

private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
