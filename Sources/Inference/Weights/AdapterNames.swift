/// The low-rank adapters that may stand beside the linear layers of a network, of one rank and in numbered groups.
struct AdapterNames: Sendable {
  let rank: Int
  /// Numbered from 1.
  let groups: Int
  /// Groups that a step takes.
  var used: [Int] = []

  /// The shape that a tensor has to have and the name of its other half; nil where the name is of no adapter of these.
  ///
  /// - Parameter layers: shapes by name; those of linear layers have two dimensions.
  func adapter(_ name: String, of layers: [String: [Int]]) -> (shape: [Int], other: String)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, let group = Int(parts[parts.count - 1]), group >= 1, group <= groups else { return nil }
    let layer = parts.dropLast(2).joined(separator: ".")
    guard let shape = layers[layer + ".weight"], shape.count == 2 else { return nil }
    switch parts[parts.count - 2] {
    case "lora_A": return ([rank, shape[1]], "\(layer).lora_B.\(group)")
    case "lora_B": return ([shape[0], rank], "\(layer).lora_A.\(group)")
    default: return nil
    }
  }
}
