/// The way into the network: the state at its working size, its tokens, dealt to sub-grids, and their positions.
struct Embedding: Sendable {
  let patches: PatchEmbedding
  let positions: Weight
  let configuration: FengWuConfiguration

  init(_ configuration: FengWuConfiguration, _ store: WeightStore) throws {
    self.configuration = configuration
    patches = try PatchEmbedding(configuration, store)
    positions = try store.weight("pos_embed")
  }

  /// The tokens of all sub-grids, one after the other.
  func callAsFunction(_ state: Planes, _ workers: Workers) -> Matrix {
    let field = state.resized(
      height: configuration.workingRows, width: configuration.workingColumns, workers, configuration.resizing)
    var tokens = tokens(of: field, workers)
    let (d, count) = (tokens.columns, configuration.tokenCount)
    positions.withValues { positions in
      tokens.values.withUnsafeMutableBufferPointer { tokens in
        for i in 0..<tokens.count / d {
          let (token, position) = (tokens.start + i * d, positions + i % count * d)
          for j in 0..<d { token[j] += position[j] }
        }
      }
    }
    return tokens
  }

  private func tokens(of field: Planes, _ workers: Workers) -> Matrix {
    let scale = configuration.downscale
    switch (scale, configuration.sime) {
    case (1, _): return patches(field, workers)
    case (_, .token):
      let fine = patches(field, workers)
      let places = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns)
        .interleaving(scale: scale)
      var tokens = Matrix(rows: fine.rows, columns: fine.columns)
      tokens.add(fine, at: places, workers)
      return tokens
    case (_, .pixel):
      var values: [Float] = []
      values.reserveCapacity(configuration.fineTokenCount * configuration.embedDim)
      for offset in 0..<scale * scale {
        let part = field.subGrid(row: offset / scale, column: offset % scale, scale: scale)
        values += patches(part, workers).values
      }
      return Matrix(rows: configuration.fineTokenCount, columns: configuration.embedDim, values: values)
    }
  }
}
