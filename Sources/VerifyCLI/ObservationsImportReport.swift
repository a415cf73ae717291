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

  mutating func add(_ summary: ImportSummary, path: String) {
    summaries.append(summary)
    guard !isJSON else { return }
    if summary.alreadyImported {
      print("\(path): imported before, nothing changed (\(grouped(summary.kept)) values kept then)")
      return
    }
    print("\(path): \(summary.format), \(ObservationsImportReport.counts(summary.totals))")
    for line in ObservationsImportReport.reasons(summary.rejected, examples: summary.examples) { print("  " + line) }
  }

  mutating func passOver(_ path: String) {
    passedOver.append(path)
    if !isJSON { print("\(path): passed over, no format recognises it") }
  }

  mutating func fail(_ path: String, _ error: any Error) {
    failed.append(Failure(file: path, error: "\(error)"))
    printError("verify: \(error)")
  }

  func finish() throws {
    let total = ImportSummary.Totals(summaries)
    if isJSON {
      try printJSON(Document(files: summaries, passedOver: passedOver, failed: failed, total: total))
      return
    }
    guard summaries.count + failed.count + passedOver.count > 1 else { return }
    print(
      "Total: \(total.files) files imported, \(total.unchangedFiles) imported before, \(passedOver.count) passed over, "
        + "\(failed.count) failed")
    guard total.files > 0 else { return }
    print("  \(ObservationsImportReport.counts(total))")
    for line in ObservationsImportReport.reasons(total.rejected, examples: [:]) { print("  " + line) }
  }

  private static func counts(_ total: ImportSummary.Totals) -> String {
    """
    read \(grouped(total.read)), kept \(grouped(total.kept)) (new \(grouped(total.new)), \
    unchanged \(grouped(total.unchanged)), replaced \(grouped(total.replaced))), \
    rejected \(grouped(total.rejectedCount)); \(grouped(total.missing)) missing
    """
  }

  /// The most frequent reason first.
  private static func reasons(
    _ rejected: [ImportRejection: Int], examples: [ImportRejection: [String]]
  ) -> [String] {
    rejected.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { reason, count in
      let example = examples[reason]?.first.map { ", such as \($0)" } ?? ""
      return "rejected \(grouped(count)): \(reason.rawValue)\(example)"
    }
  }
}
