import Fields
public import Metrics

/// A summary of an evaluation for a pull request or a chat: the finding, one table of all lead times
/// together, where the pairs went.
///
/// Scores by lead time are in the other reports.
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
    if record.hasPairs {
      output.write("\n## Scores\n\n\(TextGrid.scoresNote(record))\n\n")
      write(TextGrid(scoresOf: record), to: &output)
    }
    let events = EventScores.tables(record).filter { $0.stratum == record.strata.first }
    if !events.isEmpty { output.write("\n## Events\n\nIntervals are in the other reports.\n") }
    for table in events {
      output.write("\n")
      write(TextGrid(table, of: record), to: &output)
      let reasons = table.reasons(record)
      if !reasons.isEmpty { output.write("\n" + reasons.map { "- undefined: \(escaped($0))\n" }.joined()) }
    }
    let strata = TextGrid(strataOf: record)
    let notes = StrataSummary(record).notes
    if !strata.rows.isEmpty || !notes.isEmpty { output.write("\n## By stratum\n\n") }
    if !strata.rows.isEmpty { write(strata, to: &output) }
    if !notes.isEmpty { output.write("\n" + notes.map { "- \(escaped($0.asSentence))\n" }.joined()) }
    let smaller = SmallerSamples(record).lines
    if !smaller.isEmpty {
      output.write("\n\(SmallerSamples.note)\n\n" + smaller.map { "- \(escaped($0))\n" }.joined())
    }
    if !record.ledger.isEmpty {
      output.write("\n## \(LedgerTotals.title(record))\n\n")
      write(TextGrid(ledgerOf: record), to: &output)
    }
    output.write("\n<details><summary>Provenance</summary>\n\n")
    for fact in record.provenance { output.write("- \(escaped(fact.name)): \(escaped(fact.value))\n") }
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
