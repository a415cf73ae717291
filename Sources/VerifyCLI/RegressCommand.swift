import ArgumentParser
import Foundation
import Metrics
import Reports
import Verify

/// Says by its exit code whether an evaluation is worse than a reference.
struct RegressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regress", abstract: "Fail where scores are worse than those of a reference.",
    discussion: """
      The test of each score is paired by initial time and adjusted for how many scores are tested. Exit codes: \
      0 not worse; 1 significantly worse, by more than the practical size of the policy; 2 inconclusive, with the \
      degradation that could have been seen; 3 not comparable: other data, definitions or scores. \
      docs/gate.md has ready workflows.
      """)

  @Argument(help: "The results.sqlite of a run, or its folder.", completion: .file(extensions: ["sqlite"]))
  var results: String

  @Option(help: "The reference: a JSON file that --update writes.", completion: .file(extensions: ["json"]))
  var against: String

  @Option(help: "What is compared and when it fails; see docs/gate.md.", completion: .file(extensions: ["yaml"]))
  var policy: String?

  @Flag(help: "Write the reference from these results instead of comparing with it.")
  var update = false

  @Option(help: "common or all; as the evaluation file says where it is absent.", transform: pairing)
  var pairs: Matching.Pairing?

  @Flag(help: "Print JSON for programs instead of text for people.")
  var json = false

  @Flag(help: "Print GitHub annotations too.")
  var annotations = false

  @Option(help: "A file for a summary in Markdown.", completion: .file(extensions: ["md"]))
  var markdown: String?

  @Option(help: "A file for JUnit XML.", completion: .file(extensions: ["xml"]))
  var junit: String?

  func run() async throws {
    try await reportingErrors {
      let database = try ResultsDatabase(reading: URL(filePath: results))
      let policy = try policy.map { try GatePolicy(contentsOf: URL(filePath: $0)) } ?? GatePolicy()
      if update {
        let reference = try database.gateReference(policy, pairing: pairs)
        try TextSink.writing(to: against) { try $0.write(try reference.json()) }
        return say("wrote \(against): \(reference.summary)")
      }
      let reference = try GateReference(contentsOf: URL(filePath: against))
      let record = try database.gate(against: reference, policy, named: against, pairing: pairs)
      try put(try text(of: record), terminator: "")
      if annotations { try put(GateReport.annotations.text(of: record), terminator: "") }
      for (file, form) in [(markdown, GateReport.markdown), (junit, .junit)] {
        guard let file else { continue }
        try TextSink.writing(to: file) { try $0.write(form.text(of: record)) }
      }
      if let code = exit(record.outcome) { throw code }
    }
  }

  private func text(of record: GateRecord) throws -> String {
    guard json else { return GateReport.text.text(of: record) }
    return try record.json()
  }

  private func exit(_ outcome: GateRecord.Outcome) -> ExitCode? {
    switch outcome {
    case .notWorse: nil
    case .worse: Exit.worse
    case .inconclusive: Exit.inconclusive
    case .incomparable: Exit.badInput
    }
  }
}
