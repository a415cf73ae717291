import Foundation
import Inference
import Yams

extension PlanReader {
  /// The model that makes a forecast; nil where it has none.
  func model(_ node: Node) throws -> PlannedModel? {
    guard let item = node["model"], let text = item.string else {
      for key in ["initial", "memory-limit", "attention"] where node[key] != nil {
        throw validator.error(
          at: node, "'forecasts: \(key)' is of a model, and the forecast names none",
          suggestion: "Name the model's folder under 'model', or remove '\(key)'.")
      }
      return nil
    }
    let folder = text.hasPrefix("/") ? URL(filePath: text) : file.deletingLastPathComponent().appending(path: text)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw validator.error(
        at: item, "'forecasts: model': there is no folder '\(text)'",
        suggestion: "A model is a folder with model.json and weights; paths are relative to the evaluation file.")
    }
    let initial = try files(
      node["initial"], in: "forecasts: initial", orElse: "Give files of an analysis with the model's channels.")
    guard !initial.isEmpty else {
      throw validator.error(
        at: item, "the model '\(text)' has no initial states", suggestion: "Give their files under 'initial'.")
    }
    var limit: ByteCount?
    if let text = node["memory-limit"]?.string {
      limit = ByteCount(text)
      guard limit != nil else {
        throw validator.error(
          at: node["memory-limit"] ?? node, "'forecasts: memory-limit' is '\(text)'; expected a size such as 8GiB")
      }
    }
    return PlannedModel(
      folder: folder.standardizedFileURL, initial: initial, memoryLimit: limit,
      attention: node["attention"]?.string.flatMap(FengWuConfiguration.AttentionKind.init))
  }
}
