import Foundation

/// FengWu-GHR: a transformer over a global field that gives the state six hours later; and its fine form, in which the
/// sub-grids of a finer field go through the same weights and then see one another.
///
/// Han et al. (2024), arXiv:2402.00059.
public struct FengWuNetwork: Sendable {
  public let configuration: FengWuConfiguration
  public let weights: WeightStore
  let workers: Workers

  /// Checks that the weights are those of the configuration.
  public init(_ configuration: FengWuConfiguration, weights: WeightStore, threads: Int) throws {
    try configuration.check(weights.path)
    try weights.check(configuration.tensors) { configuration.isAdapter($0) }
    self.configuration = configuration
    self.weights = weights
    workers = Workers(count: threads)
  }

  /// What a test sees of the way through the network.
  enum Stage: Hashable {
    case tokens
    case block(Int)
    case highResolutionBlock(Int)
    case decoded
  }

  /// The normalised state six hours after a normalised state.
  ///
  /// - Parameters:
  ///   - state: channels by rows by columns; any size for a fine network, that of the meta model otherwise.
  ///   - group: the group of adapters; 0 is none.
  public func step(_ state: Planes, group: Int = 0) throws -> Planes {
    try step(state, group: group) { _, _ in }
  }

  func step(_ state: Planes, group: Int, _ seen: (Stage, [Float]) -> Void) throws -> Planes {
    try check(state, group)
    var tokens = try embedded(state)
    seen(.tokens, tokens.values)
    let engine = DenseAttention()
    for number in 0..<configuration.depth {
      try TransformerBlock(number, configuration, weights, group: group)(&tokens, with: engine, workers)
      seen(.block(number), tokens.values)
      guard let fine = configuration.highResolutionBlock(after: number) else { continue }
      try HighResolutionBlock(fine, configuration, weights, group: group)(&tokens, with: engine, workers)
      seen(.highResolutionBlock(fine), tokens.values)
    }
    let decoded = try FieldDecoder(configuration, weights, group: group)(tokens, workers)
    seen(.decoded, decoded.values)
    return decoded.resized(height: state.height, width: state.width, workers)
  }

  private func check(_ state: Planes, _ group: Int) throws {
    guard state.channels == configuration.channels else {
      throw InferenceError(
        file: weights.path, "the state has \(state.channels) channels, and the model \(configuration.channels)")
    }
    guard configuration.downscale > 1 || [state.height, state.width] == configuration.imageSize else {
      throw InferenceError(
        file: weights.path,
        "the state is \(state.height) x \(state.width), and the model's grid "
          + "\(configuration.imageSize[0]) x \(configuration.imageSize[1])")
    }
    guard (0...configuration.loraGroups).contains(group) else {
      throw InferenceError(
        file: weights.path, "there is no adapter group \(group); the model has \(configuration.loraGroups)")
    }
  }

  /// The tokens of all sub-grids, one after the other, with their positions added.
  private func embedded(_ state: Planes) throws -> Matrix {
    let size = configuration.workingSize
    let field = state.resized(height: size.height, width: size.width, workers)
    let embedding = try PatchEmbedding(configuration, weights)
    let (scale, count) = (configuration.downscale, configuration.tokenCount)
    var tokens: Matrix
    switch (scale, configuration.sime) {
    case (1, _): tokens = embedding(field, workers)
    case (_, .token):
      let fine = embedding(field, workers)
      let places = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns)
        .interleaving(scale: scale)
      tokens = Matrix(rows: fine.rows, columns: fine.columns)
      tokens.add(fine, at: places)
    case (_, .pixel):
      tokens = Matrix(rows: 0, columns: configuration.embedDim)
      var values: [Float] = []
      for offset in 0..<scale * scale {
        let part = field.subGrid(row: offset / scale, column: offset % scale, scale: scale)
        values += embedding(part, workers).values
      }
      tokens = Matrix(rows: scale * scale * count, columns: configuration.embedDim, values: values)
    }
    let d = tokens.columns
    try weights.weight("pos_embed").withValues { positions in
      for i in 0..<tokens.rows {
        for j in 0..<d { tokens.values[i * d + j] += positions[i % count * d + j] }
      }
    }
    return tokens
  }
}

extension FengWuConfiguration {
  /// Every tensor of the network but those of adapters, with its shape.
  var tensors: [String: [Int]] {
    var tensors: [String: [Int]] = [:]
    func norm(_ name: String, _ size: Int) {
      tensors[name + ".weight"] = [size]
      tensors[name + ".bias"] = [size]
    }
    func layer(_ name: String, _ shape: [Int]) {
      tensors[name + ".weight"] = shape
      tensors[name + ".bias"] = [shape[0]]
    }
    let d = embedDim
    layer("patch_embed.proj", [d, channels, patchSize[0], patchSize[1]])
    tensors["pos_embed"] = [1, tokenCount, d]
    for number in 0..<depth {
      let prefix = TransformerBlock.prefix(number)
      norm(prefix + "norm1", d)
      layer(prefix + "attn.qkv", [3 * d, d])
      layer(prefix + "attn.proj", [d, d])
      norm(prefix + "norm2", d)
      layer(prefix + "mlp.fc1", [hidden, d])
      layer(prefix + "mlp.fc2", [d, hidden])
    }
    for number in 0..<highResolutionBlockCount {
      let prefix = HighResolutionBlock.prefix(number)
      norm(prefix + "norm1_hres", d)
      layer(prefix + "attn_hres.qkv", [3 * d, d])
      layer(prefix + "attn_hres.proj", [d, d])
      norm(prefix + "norm2_hres", d)
      layer(prefix + "mlp_hres.fc1", [d, d, 3, 3])
      layer(prefix + "mlp_hres.fc2", [d, d, 3, 3])
    }
    norm("norm", d)
    tensors["down_linear.weight"] = [decoderChannels[0], d]
    var inputs = decoderChannels[0]
    for (number, outputs) in decoderChannels.enumerated() {
      let prefix = UpBlock.prefix(number) + "resnets.0."
      norm(prefix + "norm1", inputs)
      layer(prefix + "conv1", [outputs, inputs, 3, 3])
      norm(prefix + "norm2", outputs)
      layer(prefix + "conv2", [outputs, outputs, 3, 3])
      if inputs != outputs { layer(prefix + "conv_shortcut", [outputs, inputs, 1, 1]) }
      if number < decoderChannels.count - 1 {
        layer(UpBlock.prefix(number) + "upsamplers.0.conv", [outputs, outputs, 3, 3])
      }
      inputs = outputs
    }
    tensors["final.weight"] = [inputs, channels, 4, 3]
    return tensors
  }

  /// Whether a tensor is the adapter of a linear layer that the network has, of one of its groups.
  func isAdapter(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard parts.count > 2, ["lora_A", "lora_B"].contains(parts[parts.count - 2]),
      let group = Int(parts[parts.count - 1]),
      (1...max(1, loraGroups)).contains(group)
    else { return false }
    return tensors[parts.dropLast(2).joined(separator: ".") + ".weight"]?.count == 2
  }
}
