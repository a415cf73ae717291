import ArgumentParser
import Formats
import Foundation
import Metrics
import Reports
import Stations
import Verify

/// Simulates a world, writes it as real files and verifies them.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Verify a small simulated world, from files to report.",
    discussion: """
      Writes what a forecast centre would have: a candidate's forecasts in NetCDF, a baseline's in GRIB, \
      observations of stations in CSV, the height of the model's ground and an evaluation file; 110 MB. Then it \
      imports, runs and reports as the other commands do, and prints those commands. The same seed makes the \
      same world.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder for the files.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(help: "Which world.")
  var seed: UInt64 = 1

  @Option(help: "How many stations.")
  var stations = 300

  @Option(help: "Degrees between the points of the grid; divides 180 (default: 1).")
  var spacing: Double?

  @Flag(
    help: """
      Write instead the world's states of a year, and of a month after it with reports of stations, for models to \
      learn from and be verified on; on a grid of 2 degrees unless --spacing says otherwise.
      """)
  var states = false

  func validate() throws {
    guard (10...5000).contains(stations) else {
      throw ValidationError("--stations is \(stations); give 10 to 5000.")
    }
    if let spacing, ![0.5, 1, 1.5, 2, 2.5, 3, 5, 6].contains(spacing) {
      throw ValidationError("--spacing is \(spacing); give 0.5, 1, 1.5, 2, 2.5, 3, 5 or 6.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      let folder = URL(filePath: output)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard !states else { return try writeStates(to: folder) }
      let files = DemoFiles(in: folder, DemoFiles.Options(seed: seed, stations: stations, spacing: spacing ?? 1))
      let line = ProgressLine("simulating a world")
      try files.write(progress: line.show)
      line.clear()
      try importObservations(files)
      let evaluation = try await Evaluation(try EvaluationPlan(contentsOf: files.evaluation))
      for warning in evaluation.warnings { say("warning: \(warning)") }
      let resultsFolder = folder.appending(path: "results")
      try ResultsDatabase.remove(from: resultsFolder)
      let results = try ResultsDatabase(writingTo: resultsFolder)
      let bar = RunProgressLine()
      let summary = try await evaluation.run(
        into: results, threads: ProcessInfo.processInfo.activeProcessorCount
      ) { bar.show($0) }
      bar.clear()
      try put(RunText(summary, evaluation, results.url).text)
      let report = folder.appending(path: "report.html")
      let record = try results.record()
      let page = HTMLReport(shores: shores(around: record.stationScores.map(\.coordinate)))
      let text = try page.text(of: record)
      try TextSink.writing(to: report.path) { try $0.write(text) }
      try put(commands(files, results.url, report))
    }
  }

  private func writeStates(to folder: URL) throws {
    let states = DemoStates(
      in: folder, DemoStates.Options(seed: seed, stations: stations, spacing: spacing ?? 2))
    let line = ProgressLine("simulating a world")
    try states.write(progress: line.show)
    line.clear()
    try put(
      """
      \(states.learning.path): the states of \(states.options.days) days to learn from
      \(states.analyses.path): those to be verified on, from \(states.firstHeldOut.shortDescription)
      \(states.observations.path): what stations report of the latter

      """)
  }

  private func importObservations(_ files: DemoFiles) throws {
    let options = ReaderOptions()
    let store = try ObservationStore(path: files.database.path)
    let reader = try Catalogue.observationReader(of: files.observations, format: nil, options: options)
    let progress = ProgressLine(files.observations.lastPathComponent)
    let summary = try store.importFile(
      files.observations, reader: reader, options: options, progress: progress.show)
    progress.clear()
    var report = ObservationsImportReport(isJSON: false)
    try report.add(summary, path: files.observations.path)
  }

  /// What was made, and how it is made by hand.
  private func commands(_ files: DemoFiles, _ results: URL, _ report: URL) -> String {
    func path(_ url: URL) -> String { url.path.contains(" ") ? "'\(url.path)'" : url.path }
    return """
      The report is \(path(report)). By hand it is made so:

        verify observations import --database \(path(files.database)) \(path(files.observations))
        verify run \(path(files.evaluation)) --output \(path(results.deletingLastPathComponent()))
        verify report \(path(results)) --output \(path(report))
      """
  }
}
