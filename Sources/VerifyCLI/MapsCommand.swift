import ArgumentParser
import Foundation
import Verify

/// Writes the maps of an evaluation against an analysis.
struct MapsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maps", abstract: "Write maps of the errors of an evaluation against an analysis.",
    discussion: """
      One NetCDF file after the CF conventions: of each variable, system and lead time the mean error, the root mean \
      squared error, the difference of the mean squared error to the baseline, and how many forecasts were added. \
      The evaluation file says which lead times have maps, under 'analysis: maps'.
      """)

  @Argument(help: "The results.sqlite of a run, or its folder.", completion: .file(extensions: ["sqlite"]))
  var results: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The NetCDF file to write.", valueName: "file"),
    completion: .file(extensions: ["nc"]))
  var output: String

  func run() async throws {
    try await reportingErrors {
      let database = try ResultsDatabase(reading: URL(filePath: results))
      try warnIfUnfinished(database)
      try database.writeMaps(to: URL(filePath: output))
    }
  }
}
