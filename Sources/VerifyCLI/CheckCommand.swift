import ArgumentParser
import Foundation
import Verify

/// Looks at an evaluation before it is run.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look at an evaluation before it is run.",
    discussion: """
      Reads the evaluation file and what its inputs hold, matches one forecast of each system on trial, and tells \
      what would be read, how many pairs to expect, how much memory it takes and what looks wrong: units, \
      accumulation periods, times that don't overlap, stations without height, components without their partner.

      Exits with 0, or with 3 where an input is wrong or no pair can be expected.
      """)

  @Argument(help: "The evaluation file.", completion: .file(extensions: ["yaml", "yml"]))
  var evaluation: String

  @Flag(help: "Print JSON for programs.")
  var json = false

  func run() async throws {
    try await reportingErrors {
      let preflight = try await Preflight(try EvaluationPlan(contentsOf: URL(filePath: evaluation)))
      if json {
        try printJSON(preflight)
      } else {
        try put(preflight.text, terminator: "")
      }
      guard preflight.canMatch else {
        say("verify: no pair can be expected: no observation is near the valid times of the forecasts")
        throw Exit.badInput
      }
    }
  }
}
