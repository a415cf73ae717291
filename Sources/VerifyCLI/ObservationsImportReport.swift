import Fields
import Stations

/// What `verify observations import` says of each file, and at the end of all.
struct ObservationsImportReport {
  private struct Failure: Encodable {
    var file: String
    var error: String
  }

  private struct Document: Encodable {
    var files: [ImportSummary]
    var passedOver: [String]
    var failed: [Failure]
    var total: ImportSummary.Totals
  }

  private let isJSON: Bool
  private var summaries: [ImportSummary] = []
  private var passedOver: [String] = []
  private var failed: [Failure] = []

  var failures: Int { failed.count }

  init(isJSON: Bool) { self.isJSON = isJSON }

  mutating func add(_ summary: ImportSummary, path: String) throws {
    summaries.append(summary)
    guard !isJSON else { return }
    if summary.alreadyImported {
      try put("\(path): imported before, nothing changed (\(grouped(summary.kept)) values kept then)")
      return
    }
    try put("\(path): \(summary.format), \(ObservationsImportReport.counts(summary.totals))")
    for note in summary.notes ?? [] { try put("  \(note)") }
  }

  mutating func passOver(_ path: String) throws {
    passedOver.append(path)
    if !isJSON { try put("\(path): passed over, no format recognises it") }
  }

  mutating func fail(_ path: String, _ error: any Error) {
    failed.append(Failure(file: path, error: explanation(of: error)))
    say("verify: \(explanation(of: error))")
  }

  func finish() throws {
    let total = ImportSummary.Totals(summaries)
    if isJSON {
      try printJSON(Document(files: summaries, passedOver: passedOver, failed: failed, total: total))
      return
    }
    if summaries.count + failed.count + passedOver.count > 1 {
      try put(
        "Total: \(total.files) files imported, \(total.unchangedFiles) imported before, \(passedOver.count) passed "
          + "over, \(failed.count) failed")
      if total.files > 0 { try put("  \(ObservationsImportReport.counts(total))") }
    }
    for line in reasons(total.rejected) { try put("  " + line) }
    if total.unlikelyHeights > 0 { try put("  " + heights(total.unlikelyHeights)) }
  }

  private func heights(_ count: Int) -> String {
    let subject = count == 1 ? "the height of 1 station is" : "the heights of \(grouped(count)) stations are"
    let example = summaries.lazy.filter { !$0.alreadyImported }.compactMap(\.unlikelyHeightExample).first
    let text = example.map { ", such as \($0)" } ?? ""
    return "\(subject) out of range and taken for unknown\(text)"
  }

  private static func counts(_ total: ImportSummary.Totals) -> String {
    """
    read \(grouped(total.read)), kept \(grouped(total.kept)) (new \(grouped(total.new)), \
    unchanged \(grouped(total.unchanged)), replaced \(grouped(total.replaced))), \
    rejected \(grouped(total.rejectedCount)); \(grouped(total.missing)) missing
    """
  }

  /// The most frequent reason first, each with the first example of it and the file that has it.
  private func reasons(_ rejected: [ImportRejection: Int]) -> [String] {
    rejected.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { reason, count in
      let first = summaries.first { !$0.alreadyImported && $0.examples[reason]?.isEmpty == false }
      let example = first.flatMap { file in
        file.examples[reason]?.first.map { ", such as \(summaries.count > 1 ? "\(file.file), " : "")\($0)" }
      }
      return "rejected \(grouped(count)): \(reason.rawValue)\(example ?? "")"
    }
  }
}
