import ArgumentParser
import Fields
import Foundation
import Verify

/// Tells the story of one pair.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell how a single pair came about, or why it did not.",
    discussion: """
      Matches one station and valid time again, from the evaluation and inputs that the results record: the reports \
      that competed, the cells of the grid with their weights and values, the correction, and the result or the \
      reason of the rejection.
      """)

  @Argument(help: "The results.sqlite of a run, or its folder.", completion: .file(extensions: ["sqlite"]))
  var results: String

  @Option(help: "The station's identifier.")
  var station: String

  @Option(help: "The valid time, such as 2018-11-20T12.")
  var valid: UTCTime

  @Option(help: "The system; all where it is absent.")
  var model: String?

  @Option(help: "The variable, such as t2m; all where it is absent.")
  var variable: Variable?

  @Flag(help: "Print JSON for programs.")
  var json = false

  func run() async throws {
    try await reportingErrors {
      let explainer = try await Explainer(try ResultsDatabase(reading: URL(filePath: results)))
      for warning in explainer.warnings { say("warning: \(warning)") }
      let stories = try await explainer.stories(
        station: station, validTime: valid, system: model, variable: variable)
      if json {
        try printJSON(stories)
      } else {
        try put(stories.map(\.text).joined(separator: "\n"), terminator: "")
      }
    }
  }
}
