public import Fields
import Formats
public import Foundation
public import Inference

/// A forecast of a model, made a state at a time, and written as it is made.
public struct Prediction: Sendable {
  /// What is to be predicted.
  public struct Request: Sendable {
    public var model: URL
    public var initial: [URL]
    /// Nil takes the latest that the files hold.
    public var initTime: UTCTime?
    /// Nil takes what the model says.
    public var steps: Int?
    /// What is written; nil writes every channel.
    public var variables: [Variable]?
    /// A Zarr store where it ends in `.zarr`, else NetCDF; nil writes nothing.
    public var output: URL?
    public var threads: Int
    /// Nil is the memory of the machine.
    public var memoryLimit: ByteCount?
    /// Nil takes what the model says.
    public var attention: FengWuConfiguration.AttentionKind?

    public init(
      model: URL, initial: [URL], initTime: UTCTime? = nil, steps: Int? = nil, variables: [Variable]? = nil,
      output: URL? = nil, threads: Int, memoryLimit: ByteCount? = nil,
      attention: FengWuConfiguration.AttentionKind? = nil
    ) {
      self.model = model
      self.initial = initial
      self.initTime = initTime
      self.steps = steps
      self.variables = variables
      self.output = output
      self.threads = threads
      self.memoryLimit = memoryLimit
      self.attention = attention
    }
  }

  /// How far it is.
  public struct Progress: Sendable {
    public let step: Int
    public let steps: Int
    public let leadTime: TimeSpan
    /// What the step took.
    public let duration: Duration
    /// What the rest will take, at the pace so far.
    public let remaining: Duration
  }

  public let initTime: UTCTime
  public let leadTimes: [TimeSpan]
  public let variables: [Variable]
  /// The most that a step takes, told before the run; the program itself and the files that it reads come on top.
  public let expectedPeak: ByteCount
  public let title: String
  /// How it attends, asked for or as the model says.
  public let attention: FengWuConfiguration.AttentionKind

  private let source: ModelSource
  private let model: ForecastModel
  private let grid: RectilinearGrid
  private let output: URL?
  /// What the file says of how it came about.
  private let origin: String

  /// Opens all and checks that it fits: into the memory, and on the disk.
  ///
  /// - Throws: `InferenceError`, `FormatError` and `VerifyError` before anything is computed or written.
  public init(_ request: Request) async throws {
    let folder = try ModelFolder(request.model).attending(request.attention)
    let description = folder.description
    try Prediction.check(request.output, initial: request.initial, folder)
    let limit = request.memoryLimit?.bytes ?? ForecastModel.machineMemory
    let cost = folder.cost(threads: request.threads)
    expectedPeak = ByteCount(cost.peak(try cost.residency(under: limit, file: request.model.path)))
    model = try ForecastModel(folder, threads: request.threads, memoryLimit: limit)
    let name = request.initial.map(\.path).joined(separator: ", ")
    let files = try Formats.Catalogue.open(request.initial, options: SourceOptions(name: name))
    let states = try await InitialStates(DerivingSource(files), for: description)
    guard let initTime = request.initTime ?? states.times.last, states.times.contains(initTime) else {
      throw states.lacking(at: request.initTime)
    }
    let steps = request.steps ?? description.steps
    self.initTime = initTime
    leadTimes = (1...max(1, steps)).map { .seconds(description.timeStep.seconds * Int64($0)) }
    var seen: Set<Variable> = []
    variables = (request.variables ?? description.variables).filter { seen.insert($0).inserted }
    title = description.title
    attention = folder.attention
    origin =
      "the model \(request.model.standardizedFileURL.lastPathComponent) with \(attention.rawValue) attention, run by "
      + "verify \(VerifyVersion.current)"
    grid = description.grid
    output = request.output
    if let unknown = variables.first(where: { !description.variables.contains($0) }) {
      throw VerifyError(
        file: request.model.path, "the model has no \(unknown)",
        suggestion: "It has \(description.variables.map(\.description).joined(separator: ", ")).")
    }
    source = try ModelSource(name: description.title, model, from: states, steps: steps, threads: request.threads)
    try refuseSmallDisk()
  }

  /// Refuses the name of what is read, or of a format that is not written.
  private static func check(_ output: URL?, initial: [URL], _ folder: ModelFolder) throws {
    guard let output else { return }
    let own = place(output)
    for (name, files) in [("initial state", initial), ("model", folder.files)]
    where files.contains(where: { place($0) == own }) {
      throw VerifyError(
        file: output.path, "the output would replace the \(name)", suggestion: "Give it another name.")
    }
    if ["grib", "grib1", "grib2", "grb", "grb1", "grb2"].contains(output.pathExtension.lowercased()) {
      throw VerifyError(
        file: output.path, "forecasts are not written as GRIB",
        suggestion: "Give FILE.nc for NetCDF, or FILE.zarr for Zarr.")
    }
  }

  /// How wave attention attended so far; nil where the model has none.
  public var waveOutcome: WaveOutcome? { model.waveOutcome }

  /// Where a file is, whatever links and dots lead to it.
  private static func place(_ url: URL) -> String { url.standardizedFileURL.resolvingSymlinksInPath().path }

  /// The bytes of the output before they are compressed.
  private var outputBytes: Int { 4 * grid.count * variables.count * leadTimes.count }

  private func refuseSmallDisk() throws {
    guard let output else { return }
    let parent = output.deletingLastPathComponent()
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: parent.path)
    guard let attributes else {
      throw VerifyError(file: output.path, "there is no folder \(parent.path)", suggestion: "Make it first.")
    }
    // Compressed fields of numbers seldom fall below two thirds.
    if let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue, free < outputBytes * 2 / 3 {
      throw VerifyError(
        file: output.path,
        "the forecast takes about \(ByteCount(outputBytes * 2 / 3)), and \(ByteCount(free)) are free",
        suggestion: "Give fewer --steps or --variables, or another disk.")
    }
  }

  /// Makes the forecast. A run that fails or is killed leaves no file under the output's name.
  public func run(progress: (Progress) throws -> Void = { _ in }) async throws {
    var file: ForecastFile?
    if let output {
      file = try ForecastFile(
        creating: output, title: title, source: origin, variables, on: grid, from: initTime, at: leadTimes)
    }
    let clock = ContinuousClock()
    let start = clock.now
    for (position, leadTime) in leadTimes.enumerated() {
      let before = clock.now
      // Without an output one field is enough to make the step.
      for variable in output == nil ? Array(variables.prefix(1)) : variables {
        let forecast = try await source.forecast(variable, from: initTime, at: leadTime)
        guard case .fields(let members)? = forecast?.values else {
          throw VerifyError(file: title, "made no \(variable) at \(leadTime)")
        }
        try file?.put(members[0], of: variable, at: leadTime)
      }
      let done = position + 1
      try progress(
        Progress(
          step: done, steps: leadTimes.count, leadTime: leadTime, duration: clock.now - before,
          remaining: (clock.now - start) / done * (leadTimes.count - done)))
    }
    try file.take()?.close()
  }
}
