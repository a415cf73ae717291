import Foundation
import Formats
import Stations

/// The observations of a plan: its database, or its files in a store of their own.
struct OpenedObservations: Sendable {
  let reports: any ReportSource
  let warnings: [String]

  init(_ planned: PlannedObservations, from planFile: URL?) throws {
    switch planned.origin {
    case .database(let url):
      reports = try ObservationStore(path: url.path, access: .reading)
      warnings = []
    case .files(let files):
      let store = try ObservationStore.inMemory()
      let options = ReaderOptions(stationList: planned.stationList, columns: planned.columns)
      var warnings: [String] = []
      for file in files {
        let reader = try Formats.Catalogue.observationReader(of: file, format: planned.format, options: options)
        let summary = try store.importFile(file, reader: reader, options: options)
        if let warning = OpenedObservations.warning(summary) { warnings.append(warning) }
      }
      reports = store
      self.warnings = warnings
    }
  }

  private static func warning(_ summary: ImportSummary) -> String? {
    if summary.kept == 0 { return "\(summary.file) gives no observation" + reasons(summary) }
    guard summary.rejectedCount > 0 else { return nil }
    return "\(summary.file): \(summary.rejectedCount) of \(summary.read) values rejected" + reasons(summary)
  }

  private static func reasons(_ summary: ImportSummary) -> String {
    let parts = summary.rejected.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
      .map { "\($0.key.rawValue) \($0.value)" }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}
