public import Metrics

/// A form in which what a gate found is handed on.
public enum GateReport: String, Sendable, CaseIterable {
  /// For a terminal.
  case text
  /// For the summary of a job or a pull request.
  case markdown
  /// For the test report of a CI system: a test case for each comparison.
  case junit
  /// Commands by which GitHub shows lines beside a run.
  case annotations

  /// The same record gives the same bytes.
  public func text(of record: GateRecord) -> String {
    switch self {
    case .text: GateText(record).text
    case .markdown: GateMarkdown(record).text
    case .junit: GateJUnit(record).text
    case .annotations: GateAnnotations(record).text
    }
  }
}

/// What a gate found for a terminal: the finding, then each comparison, those first that want an answer.
struct GateText {
  let text: String

  init(_ record: GateRecord) {
    var lines = ["\(record.title), against \(record.reference)", "", record.headline]
    lines += record.problems.map { "  \($0)" }
    lines += record.notes.map { "note: \($0)" }
    if !record.comparisons.isEmpty { lines.append("") }
    for wording in record.ranked {
      lines.append("\(wording.verdict.padding(to: 15))\(wording.title)")
      lines.append(String(repeating: " ", count: 15) + wording.explanation)
    }
    text = lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
