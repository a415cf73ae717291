import Fields
import Formats
import Foundation
import Stations

/// The observations of a plan: its database, or its files in a store of their own.
struct OpenedObservations: Sendable {
  var reports: any ReportSource
  let warnings: [String]
  /// Where forecasts are compared with fields.
  let archive: AnalysisArchive?

  /// - variables: those whose reports are asked for; of files, no others are kept.
  init(_ planned: PlannedObservations, of variables: Set<Variable>) async throws {
    var archive: AnalysisArchive?
    switch planned.origin {
    case .fields(let analysis):
      let source = try Formats.Catalogue.open(analysis.files, options: SourceOptions(name: "analysis"))
      archive = try await AnalysisArchive(DerivingSource(source))
      reports = NoReports()
      warnings = []
    case .database(let url):
      reports = try ObservationStore(path: url.path, access: .reading)
      warnings = []
    case .analysis(let files):
      let source = try Formats.Catalogue.open(files, options: SourceOptions(name: "analysis"))
      reports = try await AnalysisReports(DerivingSource(source))
      warnings = []
    case .files(let files):
      let store = try ObservationStore.inMemory()
      let options = ReaderOptions(stationList: planned.stationList, columns: planned.columns)
      var summaries: [ImportSummary] = []
      let kept = ReportsOfVariables.needed(for: variables)
      for file in files {
        let reader = try Formats.Catalogue.observationReader(of: file, format: planned.format, options: options)
        summaries.append(try store.importFile(file, reader: reader, options: options, keeping: kept))
      }
      reports = ReportsOfVariables(source: store, variables: kept)
      warnings = OpenedObservations.warnings(summaries)
    }
    self.archive = archive
  }

  /// Files that gave nothing, one a line, and what was rejected of the others together.
  private static func warnings(_ summaries: [ImportSummary]) -> [String] {
    func gives(_ summary: ImportSummary) -> Bool { summary.kept + (summary.passedOver ?? 0) > 0 }
    var warnings = summaries.filter { !gives($0) }.map { "\($0.file) gives no observation" + reasons($0.rejected) }
    let useful = summaries.filter(gives)
    let rejected = useful.reduce(into: [ImportRejection: Int]()) { $0.merge($1.rejected, uniquingKeysWith: +) }
    let (lost, read) = (rejected.values.reduce(0, +), useful.reduce(0) { $0 + $1.read })
    if lost > 0 {
      warnings.append("\(lost) of \(read) values of the observation files were rejected" + reasons(rejected))
    }
    return warnings
  }

  private static func reasons(_ rejected: [ImportRejection: Int]) -> String {
    let parts = rejected.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
      .map { "\($0.key.rawValue) \($0.value)" }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}
