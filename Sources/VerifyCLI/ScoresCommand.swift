import ArgumentParser
import Foundation
import Metrics
import Reports
import Verify

/// Prints the scores of a finished evaluation.
struct ScoresCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores", abstract: "Print the scores of an evaluation, or the scores that there are.",
    discussion: """
      With --list it prints the catalogue of scores, or one of them in full: verify scores --list sedi.

      The columns of csv are \(CSVReport.columns.joined(separator: ",")); an empty lead is all lead times together, \
      an empty value an undefined score, whose reason json gives. With --by init the column init_time stands \
      before lead_hours; with --by station the columns are \(StationTable.columns.joined(separator: ",")).

      met is \(METReport.title): SL1L2, CNT, CTC, CTS and VL1L2 by lead time, with --by init of each initial time. \
      netcdf is a file for xarray after the CF conventions, of each variable and score an array such as t2m_rmse \
      with the dimensions system, stratum and lead_time; it needs --output. docs/outputs.md shows all of them.
      """)

  enum Grouping: String, ExpressibleByArgument, CaseIterable {
    case station
    case `init`
  }

  @Argument(
    help: "The results.sqlite of a run, or its folder; with --list the identity of a score, such as sedi.",
    completion: .file(extensions: ["sqlite"]))
  var results: String?

  @Flag(help: "Print what scores there are: identity, name, unit, range and what is better.")
  var list = false

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(help: "csv, json, markdown, scorecard, met or netcdf.")
  var format = "csv"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output where it is absent.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: "common or all; as the evaluation file says where it is absent.", transform: pairing)
  var pairs: Matching.Pairing?

  @Option(help: "station or init: scores of each station, or of each initial time (csv, json; init also met, netcdf).")
  var by: Grouping?

  mutating func validate() throws {
    if json { format = JSONReport.format }
    if results == nil, !list {
      throw ValidationError("Name the results.sqlite of a run, or give --list for the scores that there are.")
    }
    guard format == ScoresCommand.arrays || ReportCatalogue.report(named: format) != nil else {
      let known = ReportCatalogue.formats + [ScoresCommand.arrays]
      throw ValidationError("No format is called '\(format)'; known are \(known.joined(separator: ", ")).")
    }
    if format == ScoresCommand.arrays, output == nil, !list {
      throw ValidationError("A NetCDF file needs a name; give --output scores.nc.")
    }
    let grouped = ["csv", "json"] + (by == .`init` ? [METReport.format, ScoresCommand.arrays] : [])
    if let by, !grouped.contains(format) {
      throw ValidationError("--by \(by.rawValue) is for \(grouped.joined(separator: ", ")); give --format csv.")
    }
  }

  /// The format that is no text.
  private static let arrays = "netcdf"

  func run() async throws {
    try await reportingErrors {
      guard let results, !list else { return try put(listing(), terminator: "") }
      let database = try ResultsDatabase(reading: URL(filePath: results))
      try warnIfUnfinished(database)
      let report = ReportCatalogue.report(named: format)
      let record = try database.record(
        pairing: pairs, byInitTime: by == .`init`, withSums: report.map { type(of: $0).needsSums } ?? false)
      if format == ScoresCommand.arrays, let output { return try record.writeScores(to: URL(filePath: output)) }
      let text =
        switch (by, format) {
        case (.station, "csv"): StationTable(record).text
        case (.`init`, "csv"): InitTimeTable(record).text
        default: try report?.text(of: record) ?? ""
        }
      noteOmissions(from: report, record)
      try TextSink.writing(to: output) { try $0.write(text) }
    }
  }
}

extension ScoresCommand {
  /// The catalogue, or one score of it.
  private func listing() throws -> String {
    let listing = ScoreListing()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let results else {
      return json ? String(decoding: try encoder.encode(listing.scores), as: UTF8.self) + "\n" : listing.text
    }
    let id = String(results.prefix { $0 != "(" })
    guard let entry = listing.entry(id) else { throw VerifyError.unknownScore(id) }
    return json ? String(decoding: try encoder.encode(entry), as: UTF8.self) + "\n" : entry.text
  }
}

/// Says where a run was stopped before its end.
func warnIfUnfinished(_ results: ResultsDatabase) throws {
  guard !(try results.isFinished()) else { return }
  say("warning: the run of these results was stopped before its end; `verify run` goes on")
  if let stop = try results.stop() { say("warning: \(stop.missing), since: \(stop.reason)") }
}

/// Says what a report leaves out of the record.
func noteOmissions(from report: (any Report)?, _ record: EvaluationRecord) {
  for omission in report.map({ type(of: $0).omissions(in: record) }) ?? [] { say("note: \(omission)") }
}

/// Reads `common` or `all`.
func pairing(_ text: String) throws -> Matching.Pairing {
  guard let pairing = Matching.Pairing(rawValue: text) else {
    throw ValidationError("'\(text)' are no pairs; give common or all.")
  }
  return pairing
}
