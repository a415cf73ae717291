public import Foundation

/// A model on disk: `model.json` and its weights, checked against each other from their headers alone.
public struct ModelFolder: Sendable {
  public let url: URL
  public private(set) var description: ModelDescription
  public let weights: WeightStore

  /// Reads `model.json` and the headers of the weights.
  ///
  /// - Throws: `InferenceError` where one of them is missing or damaged, or with a list of all the tensors that are
  ///   missing, unknown or of another shape.
  public init(_ url: URL) throws {
    self.url = url
    let file = url.appending(path: "model.json")
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw InferenceError(
        file: file.path, "can't be read, so this is no model folder",
        suggestion: "A model folder holds model.json and weights*.safetensors; docs/inference.md describes both.")
    }
    description = try ModelDescription(data, file: file.path)
    weights = try WeightStore(folder: url)
    try weights.check(description.network.tensors, description.network.adapters)
  }

  /// How its high-resolution blocks attend, or, without any, its blocks without a window.
  public var attention: FengWuConfiguration.AttentionKind {
    let network = description.network
    return network.downscale > 1 ? network.hresAttention : network.globalAttention
  }

  /// The same model with another attention on the same weights: of its high-resolution blocks, or, without any, of its
  /// blocks without a window. Nil is what the model says.
  ///
  /// - Throws: `InferenceError` where it has no windows for that.
  public func attending(_ kind: FengWuConfiguration.AttentionKind?) throws -> ModelFolder {
    guard let kind else { return self }
    var folder = self
    let isFine = !description.network.highResolutionPlaces.isEmpty
    if isFine {
      folder.description.network.hresAttention = kind
    } else {
      folder.description.network.globalAttention = kind
    }
    guard kind == .window else { return folder }
    guard isFine, description.network.hresWindow != [1, 1] else {
      throw InferenceError(
        file: url.path, "the model has no window for the attention that is asked for",
        suggestion: isFine
          ? "Give hres_window in model.json, or attend with full or wave." : "Attend with full or wave.")
    }
    let faults = folder.description.network.faults
    guard faults.isEmpty else {
      throw InferenceError(file: url.path, "the model can't attend within windows: \(faults.joined(separator: "; "))")
    }
    return folder
  }

  /// The files that make the model, for what has to know whether it has changed.
  public var files: [URL] { [url.appending(path: "model.json")] + weights.files.map { URL(filePath: $0.path) } }
}
