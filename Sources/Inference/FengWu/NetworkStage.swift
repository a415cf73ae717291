/// A part of a network that has its weights in memory while it computes.
public struct NetworkStage: Sendable, Hashable {
  public let name: String
  /// What the names of its tensors begin with.
  let prefixes: [String]
  /// Multiplications and additions of its products, without those of adapters.
  public let operations: Double
  /// Bytes that it needs beside the states and its weights, at most.
  public let activations: Int
  /// Bytes of weights that it arranges anew.
  let arranged: Int
}

extension FengWuConfiguration {
  /// The stages in their order, with what each costs for a state on a grid of so many cells.
  ///
  /// - Parameter isResized: whether the state is taken to another size on the way in.
  func stages(cells: Int, threads: Int) -> [NetworkStage] {
    var stages = [embeddingStage(cells: cells)]
    for number in 0..<depth {
      stages.append(blockStage(number, threads: threads))
      if let fine = highResolutionBlock(after: number) { stages.append(highResolutionStage(fine, threads: threads)) }
    }
    return stages + decoderStages(cells: cells)
  }

  private var tokenBytes: Int { 4 * fineTokenCount * embedDim }

  private func embeddingStage(cells: Int) -> NetworkStage {
    let inner = channels * patchSize[0] * patchSize[1]
    let working = workingRows * workingColumns
    let patches = 4 * max(inner, min(PatchEmbedding.numbersAtOnce, inner * fineTokenCount))
    let field = working == cells ? 0 : 4 * channels * working
    let part = downscale > 1 && sime == .pixel ? 4 * channels * working / subGridCount + tokenBytes / subGridCount : 0
    return NetworkStage(
      name: "patch_embed", prefixes: ["patch_embed.", "pos_embed"],
      operations: 2 * Double(fineTokenCount) * Double(inner) * Double(embedDim),
      activations: field + patches + part + 2 * tokenBytes, arranged: 0)
  }

  private func blockStage(_ number: Int, threads: Int) -> NetworkStage {
    let (n, d) = (Double(fineTokenCount), Double(embedDim))
    let window = window(of: number).map { $0.height * $0.width }
    let segment = window ?? tokenCount
    let tokensAtOnce = min(TransformerBlock.tokensAtOnce, fineTokenCount)
    let mlp = 4 * tokensAtOnce * (2 * embedDim + hidden)
    return NetworkStage(
      name: "blocks.\(number)", prefixes: [TransformerBlock.prefix(number)],
      operations: n * d
        * (8 * d + 4 * keys(window == nil ? globalAttention : .window, of: segment) + 4 * Double(hidden)),
      activations: tokenBytes
        + max(attention(tokens: tokenCount, segment, window == nil ? globalAttention : .window, threads), mlp),
      arranged: 0)
  }

  private func highResolutionStage(_ number: Int, threads: Int) -> NetworkStage {
    let (n, d) = (Double(fineTokenCount), Double(embedDim))
    let segment = hresAttention == .window ? hresWindow[0] * hresWindow[1] : fineTokenCount
    let padded = 4 * (tokenRows * downscale + 2) * (tokenColumns * downscale + 2) * embedDim
    return NetworkStage(
      name: "blocks_hres.\(number)", prefixes: [HighResolutionBlock.prefix(number)],
      operations: n * d * (8 * d + 4 * keys(hresAttention, of: segment) + 36 * d),
      activations: tokenBytes
        + max(
          attention(tokens: segment, segment, hresAttention, threads),
          max(tokenBytes + padded, 2 * padded)
            + 8 * min(fineTokenCount, TransformerBlock.tokensAtOnce + 2 * tokenColumns * downscale) * embedDim),
      arranged: 2 * 4 * 9 * embedDim * embedDim)
  }

  /// Attention among so many tokens at a time: normalised, projected three ways, attended, projected; and what each
  /// thread holds of one head.
  private func attention(tokens: Int, _ segment: Int, _ kind: AttentionKind, _ threads: Int) -> Int {
    let width = embedDim / heads
    let all = 4 * tokens * 6 * embedDim
    let head = 4 * segment * 4 * width
    guard kind == .wave else { return all + threads * (head + DenseAttention().scratchBytes(valueWidth: width)) }
    return all + rememberedBytes + threads * (head + wave.bytes(tokens: segment, width: width))
  }

  /// Past states that wave attention remembers, of all blocks.
  private var rememberedBytes: Int {
    let width = embedDim / heads
    let blocks = (0..<depth).filter { window(of: $0) == nil }.count
    let meta = globalAttention == .wave ? blocks * subGridCount * wave.indexBytes(tokens: tokenCount, width: width) : 0
    let fine =
      hresAttention == .wave ? highResolutionPlaces.count * wave.indexBytes(tokens: fineTokenCount, width: width) : 0
    return wave.memoryStates * heads * (meta + fine)
  }

  /// Keys that a query is compared with; of an index the means of its clusters, and a round of clustering for each
  /// token, count as keys.
  private func keys(_ kind: AttentionKind, of segment: Int) -> Double {
    kind == .wave ? wave.keysOfAQuery(tokens: segment) : Double(segment)
  }

  private func decoderStages(cells: Int) -> [NetworkStage] {
    let (n, d) = (Double(fineTokenCount), Double(embedDim))
    var area = fineTokenCount
    var inputs = decoderChannels[0]
    var stages = [
      NetworkStage(
        name: "down_linear", prefixes: ["norm.", "down_linear."], operations: 2 * n * d * Double(inputs),
        activations: tokenBytes + 12 * fineTokenCount * inputs, arranged: 0)
    ]
    for (number, outputs) in decoderChannels.enumerated() {
      let isLast = number == decoderChannels.count - 1
      let (i, o) = (Double(inputs), Double(outputs))
      var operations = 2 * Double(area) * (9 * i * o + 9 * o * o + (inputs == outputs ? 0 : i * o))
      if !isLast { operations += 2 * 4 * Double(area) * 4 * o * o }
      // Surroundings of a row at least, and not many more, of the doubled field; and what is made of them.
      let row = 9 * max(inputs, outputs) * (2 * tokenColumns * downscale << number)
      let gathered = 4 * min(max(Convolution.numbersAtOnce, row), row * (2 * tokenRows * downscale << number))
      stages.append(
        NetworkStage(
          name: "up_blocks.\(number)", prefixes: [UpBlock.prefix(number)], operations: operations,
          activations: gathered * 11 / 9
            + 4 * area * max(2 * inputs + 3 * outputs, isLast ? 0 : inputs + 5 * outputs),
          arranged: isLast ? 0 : 4 * 16 * outputs * outputs))
      if !isLast { area *= 4 }
      inputs = outputs
    }
    let made = decodedSize
    let kernel = finalKernel[0] * finalKernel[1]
    let resized = made.height * made.width == cells ? 0 : 4 * channels * made.height * made.width
    stages.append(
      NetworkStage(
        name: "final", prefixes: ["final."],
        operations: 2 * Double(area) * Double(inputs) * Double(channels * kernel),
        activations: 4 * area * inputs + resized
          + 4 * channels * kernel
          * max(TransposedConvolution.cellsAtOnce, tokenColumns * downscale << (decoderChannels.count - 1)),
        arranged: 0))
    return stages
  }
}
