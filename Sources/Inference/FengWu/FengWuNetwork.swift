/// FengWu-GHR: a transformer over a global field that gives the state six hours later; and its fine form, in which the
/// sub-grids of a finer field go through the same weights and then see one another.
///
/// Weights come block by block: while one computes, the next is read. Han et al. (2024), arXiv:2402.00059.
public struct FengWuNetwork: Sendable {
  public let configuration: FengWuConfiguration
  public let weights: WeightStore
  let residency: WeightResidency
  let workers: Workers
  /// Of blocks without a window, and of high-resolution blocks.
  let engine: any Attention
  let fineEngine: any Attention

  /// Checks that the weights are those of the configuration, of which no number is read.
  public init(
    _ configuration: FengWuConfiguration, weights: WeightStore, threads: Int,
    residency: WeightResidency = .kept
  ) throws {
    let faults = configuration.faults
    guard faults.isEmpty else {
      throw InferenceError(
        file: weights.path, "these hyper-parameters make no network: \(faults.joined(separator: "; "))")
    }
    try weights.check(configuration.tensors, configuration.adapters)
    engine = try configuration.engine(configuration.globalAttention)
    fineEngine = try configuration.engine(configuration.hresAttention)
    self.configuration = configuration
    self.weights = weights
    self.residency = residency
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
    let (configuration, weights) = (configuration, weights)
    var stream = WeightStream(
      weights, residency, configuration.stages(cells: state.area, threads: workers.count))
    var tokens = try stream.next({ try Embedding(configuration, weights) }) { $0(state, workers) }
    seen(.tokens, tokens.values)
    for number in 0..<configuration.depth {
      try stream.next({ try TransformerBlock(number, configuration, weights, group: group) }) { block in
        try block(&tokens, with: configuration.window(of: number) == nil ? engine : DenseAttention(), workers)
      }
      seen(.block(number), tokens.values)
      guard let fine = configuration.highResolutionBlock(after: number) else { continue }
      try stream.next({ try HighResolutionBlock(fine, configuration, weights, group: group) }) { block in
        try block(&tokens, with: fineEngine, workers)
      }
      seen(.highResolutionBlock(fine), tokens.values)
    }
    let decoded = try decoded(tokens, &stream, group: group)
    seen(.decoded, decoded.values)
    return decoded.resized(height: state.height, width: state.width, workers)
  }

  private func decoded(_ tokens: consuming Matrix, _ stream: inout WeightStream, group: Int) throws -> Planes {
    let (last, tokens) = (configuration.decoderChannels.count - 1, tokens)
    var planes = try stream.next({ try DecoderHead(configuration, weights, group: group) }) { $0(tokens, workers) }
    for number in 0...last {
      let input = planes
      planes = try stream.next({ try UpBlock(number, isLast: number == last, configuration, weights) }) {
        $0(input, workers)
      }
    }
    return try stream.next({ try TransposedConvolution("final", stride: configuration.finalStride, weights) }) {
      $0(planes, workers)
    }
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
}

extension FengWuNetwork {
  /// Lets go of past states, where attention remembers them: the next state begins another forecast.
  func forgetStates() {
    for engine in [engine, fineEngine] { (engine as? WaveAttention)?.forget() }
  }

  /// How wave attention attended so far; nil without any.
  var waveOutcome: WaveOutcome? {
    let outcomes = [engine, fineEngine].compactMap { ($0 as? WaveAttention)?.outcome }
    guard var sum = outcomes.first else { return nil }
    for outcome in outcomes.dropFirst() { sum.formUnion(outcome) }
    return sum
  }
}

extension FengWuConfiguration {
  /// The engine of a kind; within windows attention is exact.
  func engine(_ kind: AttentionKind) throws -> any Attention {
    switch kind {
    case .window, .full: DenseAttention()
    case .wave: try WaveAttention(wave)
    }
  }
}
