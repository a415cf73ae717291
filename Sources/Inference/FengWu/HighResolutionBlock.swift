/// A block over the tokens of the fine grid, in which the sub-grids see one another: attention, then two 3 x 3
/// convolutions, each beside its input.
struct HighResolutionBlock: Sendable {
  let norm1: ScaleAndShift
  let qkv: Linear
  let projection: Linear
  let norm2: ScaleAndShift
  let fc1: Convolution
  let fc2: Convolution
  let configuration: FengWuConfiguration

  static func prefix(_ number: Int) -> String { "blocks_hres.\(number)." }

  init(_ number: Int, _ configuration: FengWuConfiguration, _ store: WeightStore, group: Int) throws {
    let prefix = HighResolutionBlock.prefix(number)
    func linear(_ name: String) throws -> Linear {
      try Linear(prefix + name, store, group: group, scale: configuration.loraScale)
    }
    self.configuration = configuration
    norm1 = try ScaleAndShift(prefix + "norm1_hres", store)
    qkv = try linear("attn_hres.qkv")
    projection = try linear("attn_hres.proj")
    norm2 = try ScaleAndShift(prefix + "norm2_hres", store)
    fc1 = try Convolution(prefix + "mlp_hres.fc1", store)
    fc2 = try Convolution(prefix + "mlp_hres.fc2", store)
  }

  /// The tokens of all sub-grids, one after the other.
  func callAsFunction(_ tokens: inout Matrix, with engine: some Attention, _ workers: Workers) {
    let scale = configuration.downscale
    let places = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns).interleaving(
      scale: scale)
    let fine = TokenGrid(rows: configuration.tokenRows * scale, columns: configuration.tokenColumns * scale)
    var x = tokens.rows(at: places)

    var normal = Normalization.layer(x, scale: norm1.scale, shift: norm1.shift, workers)
    var order: [Int]?
    var length = fine.rows * fine.columns
    if configuration.hresAttention == .window {
      let (height, width) = (configuration.hresWindow[0], configuration.hresWindow[1])
      let windows = fine.windows(height: height, width: width, batch: 1)
      normal = normal.rows(at: windows)
      (order, length) = (windows, height * width)
    }
    let attended = AttentionHeads.attend(
      qkv(normal, workers), heads: configuration.heads, segmentLength: length, with: engine, workers)
    let projected = projection(attended, workers)
    if let order { x.add(projected, at: order) } else { x.add(projected, workers) }

    let planes = Planes(
      channels: x.columns, height: fine.rows, width: fine.columns,
      values: Normalization.layer(x, scale: norm2.scale, shift: norm2.shift, workers).transposed().values)
    var hidden = fc1(planes, workers)
    hidden.applySiLU(workers)
    let mixed = fc2(hidden, workers)
    x.add(Matrix(rows: mixed.channels, columns: mixed.area, values: mixed.values).transposed(), workers)

    // Back to the sub-grids: the fine token k came from place places[k].
    x.values.withUnsafeBufferPointer { from in
      tokens.values.withUnsafeMutableBufferPointer { to in
        for (k, place) in places.enumerated() {
          for j in 0..<x.columns { to[place * x.columns + j] = from[k * x.columns + j] }
        }
      }
    }
  }
}
