import Metrics
import Yams

extension PlanReader {
  func significance(_ root: Node) throws -> PlannedSignificance {
    var settings = PlannedSignificance()
    guard let node = root["significance"] else { return settings }
    if let id = node["method"]?.string { settings.methodID = id }
    if let name = node["multiplicity"]?.string, let multiplicity = Multiplicity(rawValue: name) {
      settings.multiplicity = multiplicity
    }
    settings.horizon = try count(node, "horizon", from: 1)
    settings.lags = try count(node, "lags", from: 0)
    settings.resamples = try count(node, "resamples", from: 100) ?? settings.resamples
    settings.seed = try count(node, "seed", from: 0).map(UInt64.init) ?? settings.seed
    if let item = node["block-length"] {
      guard let length = item.string.flatMap(Double.init), length >= 1, length.isFinite else {
        throw validator.error(
          at: item, "'significance: block-length' is '\(item.string ?? "")'; expected a number of initial times from 1")
      }
      settings.blockLength = length
    }
    return settings
  }

  private func count(_ node: Node, _ key: String, from least: Int) throws -> Int? {
    guard let item = node[key] else { return nil }
    guard let count = item.string.flatMap(Int.init), count >= least, count <= 1_000_000 else {
      throw validator.error(
        at: item,
        "'significance: \(key)' is '\(item.string ?? "")'; expected a whole number from \(least) to 1000000")
    }
    return count
  }
}
