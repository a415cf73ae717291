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
    let headline = Headline(record)
    output.write("# \(escaped(record.title))\n\n**\(escaped(headline.verdict))**\n")
    if !headline.findings.isEmpty {
      output.write("\n" + headline.findings.map { "- \(escaped($0))\n" }.joined())
    }
    output.write("\n## Scores\n\n")
    let pairs = record.onCommonPairs ? "On the pairs that all systems have" : "Each system on all its pairs"
    output.write("\(pairs); 95 % intervals in brackets, \u{2217} where a difference's leaves out zero.\n\n")
    writeScores(record, to: &output)
    output.write("\n## Where the observations went\n\n")
    writeLedger(record, to: &output)
    output.write("\n<details><summary>Provenance</summary>\n\n")
    for fact in record.provenance { output.write("- \(escaped(fact.name)): \(escaped(fact.value))\n") }
    output.write("\n</details>\n")
  }

  private func writeScores(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let rows = ScoreRow.rows(of: record.summaryScores, comparisons: record.comparisons)
    let systems = record.systems.map(\.name)
    let candidates = systems.filter { name in rows.contains { $0.comparisons[name] != nil } }
    let hasStrata = record.strata.count > 1
    let hasLeads = rows.contains { $0.key.leadTime != nil }
    var head = ["variable"] + (hasStrata ? ["stratum"] : []) + (hasLeads ? ["lead"] : []) + ["score", "units"]
    let textColumns = head.count
    head += systems
    head += candidates.map { "\($0) - \(record.baseline?.name ?? "baseline")" } + ["n"]
    writeRow(head, to: &output)
    writeRow(head.indices.map { $0 < textColumns ? ":--" : "--:" }, escaping: false, to: &output)
    for row in rows {
      var cells = [row.key.variable.title]
      if hasStrata { cells.append(row.key.stratum) }
      if hasLeads { cells.append(row.key.leadTime.map(\.description) ?? "all") }
      let definition = record.definition(row.key.metric)
      cells.append([definition?.symbol ?? row.key.metric, row.key.threshold].compactMap { $0 }.joined(separator: " "))
      cells.append(row.units)
      cells += systems.map { text(row.scores[$0], row.decimals) }
      cells += candidates.map { name in
        row.comparisons[name].map { text($0.difference, Digits.decimals(of: [$0.difference])) } ?? ""
      }
      let counts = Set(row.scores.values.map(\.n)).sorted()
      cells.append(counts.map { Digits.count($0, separator: " ") }.joined(separator: " / "))
      writeRow(cells, to: &output)
    }
  }

  private func text(_ score: Score?, _ decimals: Int) -> String {
    guard let score else { return "" }
    guard let value = score.number else { return "undefined: \(score.reasonUndefined ?? "no reason given")" }
    let number = Digits.fixed(value, decimals)
    guard let interval = score.interval else { return number }
    let limits = "[\(Digits.fixed(interval.lowerBound, decimals)), \(Digits.fixed(interval.upperBound, decimals))]"
    let mark = score.reference != nil && !interval.contains(0) ? " \u{2217}" : ""
    return "\(number) \(limits)\(mark)"
  }

  private func writeLedger(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let totals = LedgerTotals(record.ledger)
    writeRow(["system", "variable", "candidates", "used"] + totals.reasons.map(\.rawValue), to: &output)
    writeRow([":--", ":--", "--:", "--:"] + totals.reasons.map { _ in "--:" }, escaping: false, to: &output)
    for line in totals.lines {
      let counts = [line.ledger.candidates, line.ledger.used] + totals.reasons.map { line.ledger.rejected[$0] ?? 0 }
      writeRow([line.system, line.variable.title] + counts.map { Digits.count($0, separator: " ") }, to: &output)
    }
  }

  private func writeRow(_ cells: [String], escaping: Bool = true, to output: inout some TextOutputStream) {
    output.write("| " + cells.map { escaping ? escaped($0) : $0 }.joined(separator: " | ") + " |\n")
  }

  /// Text that Markdown shows as it is, on one line.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "`", "[", "]", "_", "#": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
