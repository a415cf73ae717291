import Fields
import Formats
public import Foundation
public import Inference

/// A forecast that a model makes while it is scored: the model's folder, and the files of its initial states.
public struct PlannedModel: Hashable, Sendable {
  public var folder: URL
  public var initial: [URL]
  /// Bytes that a step may take; nil is the memory of the machine.
  public var memoryLimit: ByteCount?
  /// Nil is what the model says.
  public var attention: FengWuConfiguration.AttentionKind?

  public init(
    folder: URL, initial: [URL], memoryLimit: ByteCount? = nil, attention: FengWuConfiguration.AttentionKind? = nil
  ) {
    self.folder = folder
    self.initial = initial
    self.memoryLimit = memoryLimit
    self.attention = attention
  }

  /// What makes its forecasts others beside the contents of its files.
  var identity: String { "a model" + ownAttention }
  /// For people: with what attention, asked for or as the model says, and from which files.
  var description: String {
    let kind = attention ?? (try? ModelFolder(folder).attention)
    let names = initial.map(\.lastPathComponent)
    let files =
      switch (names.first, names.last) {
      case (let first?, let last?) where names.count > 1: " from \(first) … \(last) (\(names.count) files)"
      case (let only?, _): " from \(only)"
      default: ""
      }
    return "the model \(folder.lastPathComponent)" + (kind.map { " with \($0.rawValue) attention" } ?? "") + files
  }
  private var ownAttention: String { attention.map { " with \($0.rawValue) attention" } ?? "" }

  /// The model's own files. Throws where it is damaged.
  var files: [URL] { get throws { try ModelFolder(folder).files } }

  /// Opens the model over its initial states, one rollout from each.
  ///
  /// - Parameters:
  ///   - leadTimes: those that are asked for; nil takes as many steps as the model says.
  ///   - options: how the files of the initial states are read.
  /// - Throws: `InferenceError` where the model is damaged, has no windows to attend within, does not fit into memory,
  ///   or an initial state lacks a channel; `FormatError` where a file can't be read.
  func source(named name: String, at leadTimes: [TimeSpan]?, _ options: SourceOptions) async throws -> ModelSource {
    let threads = ThreadBudget.limit
    let model = try ForecastModel(
      try ModelFolder(folder).attending(attention), threads: threads,
      memoryLimit: memoryLimit?.bytes ?? ForecastModel.machineMemory)
    let files = SourceOptions(
      name: initial.map(\.path).joined(separator: ", "), column: options.column, units: options.units,
      initTime: options.initTime, variable: options.variable)
    let states = try await InitialStates(
      DerivingSource(try Formats.Catalogue.open(initial, options: files)), for: model.description)
    let step = model.description.timeStep.seconds
    let steps = leadTimes.map { Int(($0.max()?.seconds ?? 0) / step) }
    return try ModelSource(name: name, model, from: states, steps: steps, threads: threads)
  }
}
