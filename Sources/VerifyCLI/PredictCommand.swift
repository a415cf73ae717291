import ArgumentParser
import Fields
import Formats
import Foundation
import Inference
import Verify

/// Makes a forecast of a model.
struct PredictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Make a forecast of a model from an initial state.",
    discussion: """
      The initial state comes from GRIB, NetCDF or Zarr in any order, unit and grid, and is regridded; what is missing \
      is listed. States go into the output as they are made, as CF NetCDF or Zarr. Weights stay on disk but for a block \
      and the next where memory is short; a run that can't fit says so before it starts. One that is killed leaves \
      nothing under the output's name.
      """)

  @Option(help: ArgumentHelp("The model's folder.", valueName: "dir"), completion: .directory)
  var model: String

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files with the initial state.", valueName: "file"),
    completion: .file())
  var initial: [String]

  @Option(help: "The initial time, as 2026-01-15T00; the latest that the files hold where it is absent.")
  var initialTime: UTCTime?

  @Option(help: "How many steps; what the model says where it is absent.")
  var steps: Int?

  @Option(parsing: .upToNextOption, help: "What is written: t2m, z500; all channels where it is absent.")
  var variables: [Variable] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The NetCDF file, or the Zarr store FILE.zarr, to write; without it the states are dropped.",
      valueName: "file"), completion: .file(extensions: ["nc", "zarr"]))
  var output: String?

  @Option(help: "How many threads compute; the forecast is the same on any number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help:
      "The most memory that a step may take, as 8GiB, beside the program and what it reads; the machine's where it is absent."
  )
  var memoryLimit: ByteCount?

  @Option(
    help: ArgumentHelp(
      "How high-resolution blocks attend, or those without a window of a model that has none; what the model says where "
        + "it is absent."))
  var attention: FengWuConfiguration.AttentionKind?

  @Flag(help: "Print errors alone.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 1 to 1024.") }
    if let steps, !(1...10_000).contains(steps) {
      throw ValidationError("--steps is \(steps); give 1 to 10000.")
    }
    guard !initial.isEmpty else { throw ValidationError("--initial names no file.") }
  }

  func run() async throws {
    try await reportingErrors {
      ThreadBudget.limit = threads
      let prediction = try await Prediction(
        Prediction.Request(
          model: URL(filePath: model), initial: initial.map { URL(filePath: $0) }, initTime: initialTime, steps: steps,
          variables: variables.isEmpty ? nil : variables, output: output.map { URL(filePath: $0) }, threads: threads,
          memoryLimit: memoryLimit, attention: attention))
      let steps = prediction.leadTimes.count == 1 ? "1 step" : "\(prediction.leadTimes.count) steps"
      if !quiet {
        say(
          "\(prediction.title): \(steps) from \(prediction.initTime.shortDescription), expected peak memory of a step "
            + "\(prediction.expectedPeak), \(prediction.attention.rawValue) attention")
        if let advice = MatrixKernels.current.advice { say(advice) }
      }
      let line = quiet ? nil : PredictionLine()
      try await prediction.run { line?.show($0) }
      line?.clear()
      if !quiet {
        try put(
          "\(steps) to \(prediction.leadTimes.last?.description ?? "")"
            + (output.map { " in \($0)" } ?? ", not written as no --output is given")
            + "; peak memory of the program \(ForecastModel.peakMemory)")
        if let wave = prediction.waveOutcome { try put(wave.text) }
      }
    }
  }
}

/// How far a prediction is: one line that is written over, or a line a step where no terminal looks on.
struct PredictionLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) != 0

  func show(_ progress: Prediction.Progress) {
    let text =
      "step \(progress.step) of \(progress.steps) · \(progress.leadTime) · \(seconds(progress.duration)) a step · "
      + "\(seconds(progress.remaining)) left"
    tell(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
  }

  func clear() {
    guard isTerminal else { return }
    tell("\r\u{1B}[K")
  }

  private func seconds(_ duration: Duration) -> String {
    duration.formatted(.units(allowed: [.hours, .minutes, .seconds], width: .narrow, fractionalPart: .show(length: 1)))
  }
}
