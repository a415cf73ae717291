import ArgumentParser
import Fields
import Foundation
import Verify

/// Tells the story of one pair.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell how a single pair came about, or why it did not.",
    discussion: """
      Matches one station, or cell of a grid, and valid time again, from the evaluation and inputs that the results record: the reports \
      that competed, the cells of the grid with their weights and values, the correction, and the result or the \
      reason of the rejection.
      """)

  @Argument(help: "The results.sqlite of a run, or its folder.", completion: .file(extensions: ["sqlite"]))
  var results: String

  @Option(help: "The station's identifier, of an evaluation against observations.")
  var station: String?

  @Option(
    help: ArgumentHelp("A point, of an evaluation against an analysis: degrees north and east.", valueName: "lat,lon"),
    transform: point)
  var at: Coordinate?

  @Option(help: "The valid time, such as 2018-11-20T12.")
  var valid: UTCTime

  @Option(help: "The system; all where it is absent.")
  var model: String?

  @Option(help: "The variable, such as t2m; all where it is absent.")
  var variable: Variable?

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (station == nil) != (at == nil) else {
      throw ValidationError("Give one of --station and --at.")
    }
  }

  private static func point(_ text: String) throws -> Coordinate {
    let numbers = text.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
    guard numbers.count == 2, Coordinate(latitude: numbers[0], longitude: numbers[1]).isValid else {
      throw ValidationError("'\(text)' is no point; give degrees north and east, such as 59.94,10.72.")
    }
    return Coordinate(latitude: numbers[0], longitude: numbers[1])
  }

  func run() async throws {
    try await reportingErrors {
      let explainer = try await Explainer(try ResultsDatabase(reading: URL(filePath: results)))
      for warning in explainer.warnings { say("warning: \(warning)") }
      if let at {
        let stories = try await explainer.stories(at: at, validTime: valid, system: model, variable: variable)
        try show(stories, \.text)
      } else if let station {
        let stories = try await explainer.stories(
          station: station, validTime: valid, system: model, variable: variable)
        try show(stories, \.text)
      }
    }
  }

  private func show<Story: Encodable>(_ stories: [Story], _ text: (Story) -> String) throws {
    if json {
      try printJSON(stories)
    } else {
      try put(stories.map(text).joined(separator: "\n"), terminator: "")
    }
  }
}
