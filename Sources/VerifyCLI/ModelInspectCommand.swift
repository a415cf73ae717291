import ArgumentParser
import Foundation
import Inference

/// Says what a model is and what a step of it costs.
struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what a model is and what a step of it costs, before anything runs.",
    discussion: """
      Reads model.json and the headers of the weights, checks them against each other, and prints parameters, floating \
      point operations and peak memory of a step, tokens, attention, adapters and channels. No weight is read.

      Exits with 3 where the folder is no model: one message lists everything that is wrong.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var folder: String

  @Option(help: "How many threads would compute.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 1 to 1024.") }
  }

  func run() throws {
    try reportingBadInput {
      let inspection = ModelInspection(try ModelFolder(URL(filePath: folder)), threads: threads)
      if json { try printJSON(inspection) } else { try put(inspection.text, terminator: "") }
    }
  }
}
