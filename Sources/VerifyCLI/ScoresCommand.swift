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

  @Option(help: "csv, json, markdown or scorecard.")
  var format = "csv"

  @Option(help: "common or all; as the evaluation file says where it is absent.", transform: pairing)
  var pairs: Matching.Pairing?

  @Option(help: "station or init: scores of each station, or of each initial time (csv and json).")
  var by: Grouping?

  mutating func validate() throws {
    if json { format = JSONReport.format }
    if results == nil, !list {
      throw ValidationError("Name the results.sqlite of a run, or give --list for the scores that there are.")
    }
    guard ReportCatalogue.report(named: format) != nil else {
      throw ValidationError(
        "No format is called '\(format)'; known are \(ReportCatalogue.formats.joined(separator: ", ")).")
    }
    if by != nil, !["csv", "json"].contains(format) {
      throw ValidationError("--by is for csv and json; give --format csv.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      guard let results, !list else { return try put(listing(), terminator: "") }
      let database = try ResultsDatabase(reading: URL(filePath: results))
      try warnIfUnfinished(database)
      let record = try database.record(pairing: pairs, byInitTime: by == .`init`)
      switch (by, format) {
      case (.station, "csv"): try put(StationTable(record).text, terminator: "")
      case (.`init`, "csv"): try put(InitTimeTable(record).text, terminator: "")
      default: try put(try ReportCatalogue.report(named: format)?.text(of: record) ?? "", terminator: "")
      }
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

/// Reads `common` or `all`.
func pairing(_ text: String) throws -> Matching.Pairing {
  guard let pairing = Matching.Pairing(rawValue: text) else {
    throw ValidationError("'\(text)' are no pairs; give common or all.")
  }
  return pairing
}
