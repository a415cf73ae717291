public import Metrics

/// A summary of an evaluation for a terminal: the finding, one table of all lead times together, where
/// the observations went.
public struct TextReport: Report {
  public static let format = "text"
  public static let title = "a summary for a terminal"

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let record = record.inDisplayUnits
    let headline = Headline(record)
    output.write("\(record.title)\n\n\(headline.verdict)\n")
    for finding in headline.findings { output.write("  \(finding)\n") }
    if record.hasPairs {
      output.write("\n\(TextGrid.scoresNote(record))\n\n")
      write(TextGrid(scoresOf: record), to: &output)
    }
    let strata = TextGrid(strataOf: record)
    if !strata.rows.isEmpty {
      output.write("\nBy stratum (their other scores are in the CSV report):\n\n")
      write(strata, to: &output)
    }
    let notes = StrataSummary(record).notes
    if !notes.isEmpty { output.write("\n" + notes.map { "\($0.asSentence)\n" }.joined()) }
    let events = EventScores.tables(record).filter { $0.stratum == record.firstStratum }
    for (position, table) in events.enumerated() {
      output.write(position == 0 ? "\nEvents; intervals are in the other reports\n\n" : "\n")
      write(TextGrid(table, of: record), to: &output)
      for reason in table.reasons(record) { output.write("  undefined: \(reason)\n") }
    }
    let smaller = SmallerSamples(record).lines
    if !smaller.isEmpty {
      output.write("\n\(SmallerSamples.note)\n\n")
      for line in smaller { output.write("  \(line)\n") }
    }
    guard !record.ledger.isEmpty else { return }
    output.write("\n\(LedgerTotals.title(record)):\n\n")
    write(TextGrid(ledgerOf: record), to: &output)
  }

  private func write(_ grid: TextGrid, to output: inout some TextOutputStream) {
    for line in grid.lines { output.write(line + "\n") }
  }
}
