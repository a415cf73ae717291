import ArgumentParser
import Formats
import Foundation
import Metrics
import Reports
import Verify

/// Runs an evaluation.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run an evaluation and keep its scores.",
    discussion: """
      Reads the forecasts and observations that the evaluation file names, matches them, and keeps sums, scores \
      and the ledger of pairs in DIR/results.sqlite. Run again, it adds only what is new; stopped, it goes on \
      where it was.

      Exits with 0, or with 3 where an input is wrong or no observation met a forecast.
      """)

  @Argument(help: "The evaluation file.", completion: .file(extensions: ["yaml", "yml"]))
  var evaluation: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder for the results.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(help: "How many threads match forecasts and decode files; results are the same on any number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Remove earlier results in the folder and compute all anew.")
  var restart = false

  @Flag(help: "Print errors and warnings alone.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 1 to 1024.") }
  }

  func run() async throws {
    try await reportingErrors {
      ThreadBudget.limit = threads
      let plan = try EvaluationPlan(contentsOf: URL(filePath: evaluation))
      let evaluation = try await Evaluation(plan)
      for warning in evaluation.warnings { say("warning: \(warning)") }
      let folder = URL(filePath: output)
      if restart { try ResultsDatabase.remove(from: folder) }
      let results = try ResultsDatabase(writingTo: folder)
      let bar = quiet ? nil : RunProgressLine()
      let summary: RunSummary
      do {
        summary = try await evaluation.run(into: results, threads: threads) { bar?.show($0) }
        bar?.clear()
      } catch {
        bar?.clear()
        if let stop = try results.stop() {
          say("warning: \(stop.missing); what is scored is kept, and the same command goes on")
        }
        throw error
      }
      if !quiet {
        try put(RunText(summary, evaluation, results.url).text)
        try put(try TextReport().text(of: try results.record()), terminator: "")
      }
      guard summary.pairs > 0 else {
        say("verify: " + (try NoPairs(results).explanation))
        throw Exit.badInput
      }
    }
  }
}

/// Shows on a terminal how far a run is, in one line that is written over.
struct RunProgressLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) != 0

  func show(_ progress: RunProgress) {
    guard isTerminal else { return }
    let percent = progress.done * 100 / max(1, progress.total)
    tell(
      "\r\u{1B}[K\(percent) % · \(progress.done) of \(progress.total) · from "
        + "\(progress.unit.initTime.shortDescription) at \(progress.unit.leadTime)")
  }

  func clear() {
    guard isTerminal else { return }
    tell("\r\u{1B}[K")
  }
}

/// What a run did, in a few lines.
struct RunText {
  let text: String

  init(_ summary: RunSummary, _ evaluation: Evaluation, _ url: URL) {
    var line = "\(summary.computed) forecast\(summary.computed == 1 ? "" : "s") matched"
    if summary.alreadyDone > 0 { line += ", \(summary.alreadyDone) done before" }
    if summary.renewedInitTimes > 0 {
      line +=
        "; \(summary.renewedInitTimes) initial time\(summary.renewedInitTimes == 1 ? "" : "s") anew, since "
        + "observations or systems have changed"
    }
    if summary.waiting > 0 { line += ", \(summary.waiting) without any observation yet" }
    text = "\(line); results in \(url.path)\n" + summary.attention.map { $0 + "\n" }.joined()
  }
}
