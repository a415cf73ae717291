/// A block over the tokens of the fine grid, in which the sub-grids see one another: attention, then two 3 x 3
/// convolutions, each beside its input.
struct HighResolutionBlock: Sendable {
  let norm1: ScaleAndShift
  let qkv: Linear
  let projection: Linear
  let norm2: ScaleAndShift
  let fc1: TokenConvolution
  let fc2: TokenConvolution
  let configuration: FengWuConfiguration
  let number: Int

  static func prefix(_ number: Int) -> String { "blocks_hres.\(number)." }

  init(_ number: Int, _ configuration: FengWuConfiguration, _ store: WeightStore, group: Int) throws {
    let prefix = HighResolutionBlock.prefix(number)
    func linear(_ name: String) throws -> Linear {
      try Linear(prefix + name, store, group: group, scale: configuration.loraScale)
    }
    self.configuration = configuration
    self.number = number
    norm1 = try ScaleAndShift(prefix + "norm1_hres", store)
    qkv = try linear("attn_hres.qkv")
    projection = try linear("attn_hres.proj")
    norm2 = try ScaleAndShift(prefix + "norm2_hres", store)
    fc1 = try TokenConvolution(prefix + "mlp_hres.fc1", store)
    fc2 = try TokenConvolution(prefix + "mlp_hres.fc2", store)
  }

  /// The tokens of all sub-grids, one after the other.
  func callAsFunction(_ tokens: inout Matrix, with engine: any Attention, _ workers: Workers) throws {
    let scale = configuration.downscale
    let places = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns).interleaving(
      scale: scale)
    let fine = TokenGrid(rows: configuration.tokenRows * scale, columns: configuration.tokenColumns * scale)
    try attend(&tokens, fine, places, with: engine, workers)
    mix(&tokens, fine, places, workers)
  }

  /// A window at a time, or all tokens at once.
  private func attend(
    _ tokens: inout Matrix, _ fine: TokenGrid, _ places: [Int], with engine: any Attention, _ workers: Workers
  ) throws {
    var (order, segment) = (places, (rows: fine.rows, columns: fine.columns))
    if configuration.hresAttention == .window {
      segment = (configuration.hresWindow[0], configuration.hresWindow[1])
      order = fine.windows(height: segment.rows, width: segment.columns).map { places[$0] }
    }
    let length = segment.rows * segment.columns
    for start in stride(from: 0, to: order.count, by: length) {
      let heads = AttentionHeads(
        engine: engine, heads: configuration.heads, layer: "blocks_hres.\(number)", segment: segment,
        isCyclic: configuration.isCyclic && segment.columns == fine.columns, first: start / length)
      let part = Array(order[start..<start + length])
      let normal = tokens.normalized(norm1, at: part, workers)
      tokens.add(projection(try heads.attend(qkv(normal, workers), workers), workers), at: part, workers)
    }
  }

  /// Both convolutions over the fine grid with zeros around it.
  private func mix(_ tokens: inout Matrix, _ fine: TokenGrid, _ places: [Int], _ workers: Workers) {
    let padded = PaddedTokens(grid: fine)
    var normal = padded.scattered(tokens.normalized(norm2, at: places, workers))
    var hidden = Matrix(rows: padded.count, columns: tokens.columns)
    fc1(normal, padded, rows: 0..<fine.rows, into: &hidden, workers)
    hidden.applySiLU(workers)
    padded.clearBorder(&hidden)
    normal = Matrix(rows: 0, columns: tokens.columns)
    let rowsAtOnce = max(1, TransformerBlock.tokensAtOnce / fine.columns)
    for top in stride(from: 0, to: fine.rows, by: rowsAtOnce) {
      let rows = top..<min(top + rowsAtOnce, fine.rows)
      var mixed = Matrix(rows: rows.count * padded.columns, columns: tokens.columns)
      fc2(hidden, padded, rows: rows, into: &mixed, workers)
      tokens.add(
        padded.inner(of: mixed, rowCount: rows.count),
        at: Array(places[rows.lowerBound * fine.columns..<rows.upperBound * fine.columns]), workers)
    }
  }
}
