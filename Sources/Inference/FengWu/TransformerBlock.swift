/// One block of the meta model: attention, then two linear layers, each beside its input.
struct TransformerBlock: Sendable {
  let norm1: ScaleAndShift
  let qkv: Linear
  let projection: Linear
  let norm2: ScaleAndShift
  let fc1: Linear
  let fc2: Linear
  let configuration: FengWuConfiguration
  let number: Int

  static func prefix(_ number: Int) -> String { "blocks.\(number)." }

  init(_ number: Int, _ configuration: FengWuConfiguration, _ store: WeightStore, group: Int) throws {
    let prefix = TransformerBlock.prefix(number)
    func linear(_ name: String) throws -> Linear {
      try Linear(prefix + name, store, group: group, scale: configuration.loraScale)
    }
    self.number = number
    self.configuration = configuration
    norm1 = try ScaleAndShift(prefix + "norm1", store)
    qkv = try linear("attn.qkv")
    projection = try linear("attn.proj")
    norm2 = try ScaleAndShift(prefix + "norm2", store)
    fc1 = try linear("mlp.fc1")
    fc2 = try linear("mlp.fc2")
  }

  /// The tokens of all sub-grids, one after the other; each attends to its own sub-grid.
  func callAsFunction(_ tokens: inout Matrix, with engine: some Attention, _ workers: Workers) {
    var x = Normalization.layer(tokens, scale: norm1.scale, shift: norm1.shift, workers)
    let grid = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns)
    let order = configuration.window(of: number).map {
      grid.windows(height: $0.height, width: $0.width, batch: tokens.rows / configuration.tokenCount)
    }
    if let order { x = x.rows(at: order) }
    let length = configuration.window(of: number).map { $0.height * $0.width } ?? configuration.tokenCount
    let attended = AttentionHeads.attend(
      qkv(x, workers), heads: configuration.heads, segmentLength: length, with: engine, workers)
    let projected = projection(attended, workers)
    if let order { tokens.add(projected, at: order) } else { tokens.add(projected, workers) }

    var hidden = fc1(Normalization.layer(tokens, scale: norm2.scale, shift: norm2.shift, workers), workers)
    hidden.apply(workers) { gelu($0) }
    tokens.add(fc2(hidden, workers), workers)
  }
}
