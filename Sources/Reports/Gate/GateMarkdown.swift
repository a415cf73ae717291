import Metrics

/// What a gate found for the summary of a job: the finding, and a table of what wants an answer above one of the rest.
struct GateMarkdown {
  let text: String

  init(_ record: GateRecord) {
    var text = "## \(escaped(record.headline))\n\n\(escaped(record.title)), against \(escaped(record.reference)).\n"
    if !record.problems.isEmpty { text += "\n" + record.problems.map { "- \(escaped($0))\n" }.joined() }
    let ranked = record.ranked
    let (open, passed) = (
      ranked.filter { $0.comparison.verdict != .notWorse }, ranked.filter { $0.comparison.verdict == .notWorse }
    )
    if !open.isEmpty { text += "\n" + GateMarkdown.table(open) }
    if !passed.isEmpty {
      let summary = "\(passed.count) not worse"
      text +=
        "\n<details\(open.isEmpty ? " open" : "")><summary>\(summary)</summary>\n\n\(GateMarkdown.table(passed))\n</details>\n"
    }
    for note in record.notes { text += "\n> \(escaped(note))\n" }
    self.text = text
  }

  private static func table(_ wordings: [GateWording]) -> String {
    var text = "| | score | now | reference | change | cases | |\n| :-- | :-- | --: | --: | --: | --: | :-- |\n"
    for wording in wordings {
      let comparison = wording.comparison
      let reason = comparison.verdict.reason ?? wording.limit ?? ""
      let cells = [
        wording.verdict, wording.title, wording.score(comparison.candidate), wording.score(comparison.reference),
        wording.change, "\(comparison.cases)", reason,
      ]
      text += "| \(cells.map(escaped).joined(separator: " | ")) |\n"
    }
    return text
  }
}

/// Text that Markdown shows as it is, on one line.
private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
