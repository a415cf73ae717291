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

  /// Tokens that go through the linear layers at a time.
  static let tokensAtOnce = 4096

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

  /// The tokens of all sub-grids, one after the other; each sub-grid attends to itself, one at a time.
  func callAsFunction(_ tokens: inout Matrix, with engine: any Attention, _ workers: Workers) throws {
    let grid = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns)
    let window = configuration.window(of: number)
    let order = window.map { grid.windows(height: $0.height, width: $0.width) } ?? Array(0..<grid.count)
    let segment = window.map { (rows: $0.height, columns: $0.width) } ?? (rows: grid.rows, columns: grid.columns)
    for subGrid in 0..<tokens.rows / grid.count {
      let heads = AttentionHeads(
        engine: engine, heads: configuration.heads, layer: "blocks.\(number)", segment: segment,
        isCyclic: configuration.isCyclic && segment.columns == grid.columns,
        first: subGrid * grid.count / (segment.rows * segment.columns))
      let places = order.map { subGrid * grid.count + $0 }
      let normal = tokens.normalized(norm1, at: places, workers)
      tokens.add(projection(try heads.attend(qkv(normal, workers), workers), workers), at: places, workers)
    }
    for start in stride(from: 0, to: tokens.rows, by: TransformerBlock.tokensAtOnce) {
      let places = Array(start..<min(start + TransformerBlock.tokensAtOnce, tokens.rows))
      var hidden = fc1(tokens.normalized(norm2, at: places, workers), workers)
      hidden.applyGELU(workers)
      tokens.add(fc2(hidden, workers), at: places, workers)
    }
  }
}
