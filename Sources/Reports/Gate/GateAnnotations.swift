import Metrics

/// What a gate found as workflow commands of GitHub: an error for each score that is worse or can't be compared, a
/// warning for each that is inconclusive, and a notice of the whole.
///
/// GitHub shows ten of each kind at most; where there are more, the last of them says how many.
struct GateAnnotations {
  let text: String

  private static let most = 10

  init(_ record: GateRecord) {
    var lines = record.problems.map { command("error", "not comparable", $0) }
    for (kind, ids) in [("error", ["worse", "incomparable"]), ("warning", ["inconclusive"])] {
      let wordings = record.ranked.filter { ids.contains($0.comparison.verdict.id) }
      let shown = wordings.count > GateAnnotations.most ? GateAnnotations.most - 1 : wordings.count
      lines += wordings.prefix(shown).map { command(kind, "\($0.verdict): \($0.title)", $0.explanation) }
      if shown < wordings.count {
        lines.append(command(kind, "and more", "\(wordings.count - shown) more; see the summary of the job"))
      }
    }
    lines.append(command("notice", "verify regress", record.headline))
    text = lines.joined(separator: "\n") + "\n"
  }
}

private func command(_ kind: String, _ title: String, _ message: String) -> String {
  let title = escaped(title).replacing(":", with: "%3A").replacing(",", with: "%2C")
  return "::\(kind) title=\(title)::\(escaped(message))"
}

private func escaped(_ text: String) -> String {
  text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
}
