import ArgumentParser
import Fields
import Foundation
import Stations

/// The group of commands about station observations.
struct ObservationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "observations", abstract: "Import, list, export and check station observations.",
    discussion: """
      Observations live in one SQLite file. Importing is atomic by file and may be repeated: the same file \
      again changes nothing.
      """,
    subcommands: [
      ObservationsImportCommand.self, ObservationsListCommand.self, ObservationsExportCommand.self,
      ObservationsInfoCommand.self, ObservationsCheckCommand.self,
    ])
}

/// The database that a command works on.
struct DatabaseOption: ParsableArguments {
  @Option(help: "The SQLite file of observations.", completion: .file())
  var database: String

  func open(_ access: ObservationStore.Access) throws -> ObservationStore {
    try reportingBadInput { try ObservationStore(path: database, access: access) }
  }
}

/// Which observations a command is about.
struct ObservationFilter: ParsableArguments {
  @Option(help: "Only this variable, by short name (t2m, ws10m, tp24h); may be repeated.")
  var variable: [Variable] = []

  @Option(help: "Only this station; may be repeated.")
  var station: [String] = []

  @Option(help: "Only this source; may be repeated.")
  var source: [String] = []

  @Option(help: "The first valid time, as 2019-02-17T00.")
  var from: UTCTime?

  @Option(name: .customLong("to"), help: "The last valid time.")
  var through: UTCTime?

  @Option(help: "Only stations in this box, as west,south,east,north in degrees.")
  var box: MapBox?

  var query: ObservationQuery {
    var query = ObservationQuery()
    query.variables = variable
    query.stations = Set(station + station.map { StationIdentifier.wmo($0) })
    query.sources = Set(source)
    query.from = from
    query.through = through
    query.box = box
    return query
  }
}

/// Runs `body`; an error in it is bad input, told on standard error, and the command exits with 3.
func reportingBadInput<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ExitCode {
    throw error
  } catch {
    say("verify: \(explanation(of: error))")
    throw Exit.badInput
  }
}

/// Prints a value as JSON with its keys in order.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try put(String(decoding: try encoder.encode(value), as: UTF8.self))
}
