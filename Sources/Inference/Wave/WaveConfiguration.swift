/// How keys are clustered, and which of them queries attend to exactly.
///
/// Defaults are those of RetroInfer (Chen et al. 2025, arXiv:2505.02922), but that all clusters are estimated.
public struct WaveConfiguration: Sendable, Hashable {
  /// Which clusters stand in for their tokens by mean key and sum of values.
  public enum Estimation: Sendable, Hashable {
    /// None: what is not retrieved is dropped.
    case none
    /// The next best part of all clusters; the rest is dropped. From 0 to 1.
    case fraction(Double)
    /// All that are not retrieved.
    case all
  }

  public enum Assignment: String, Sendable, CaseIterable {
    /// Tokens belong to the clusters of their segment.
    case local
    /// In the end they go to the best cluster of all that are made at once.
    case global
  }

  public enum Precision: String, Sendable, CaseIterable {
    case float32, float16
  }

  /// Tokens that are clustered together.
  public var segment = 8192
  /// Mean size of a cluster.
  public var tokensPerCluster = 16
  /// Rounds of k-means.
  public var iterations = 10
  public var assignment = Assignment.local
  /// How keys and values are stored.
  public var precision = Precision.float32
  /// The part of all clusters whose tokens are attended to exactly, from 0 to 1; at least one cluster where it is more
  /// than 0.
  public var retrieved = 0.018
  public var estimation = Estimation.all
  /// The most of a query's softmax mass that may be estimated, from 0 to 1: clusters become exact until no query of a
  /// group is above it. All others are estimated then. Nil sets no bound.
  public var estimatedMass: Float?
  /// Of a sequence: the first tokens and the last, always exact.
  public var sinks = 4
  public var window = 64
  /// So many tokens beyond the window become a segment.
  public var update = 1024
  /// Of a grid: rows and columns of tokens that ask as one group.
  public var tile = [8, 8]
  /// Of a grid: rows and columns around the tile whose tokens are exact.
  public var neighbourhood = 8
  /// How many states before the present one are attended to as well.
  public var memoryStates = 0
  /// Where the tokens of clusters are kept; nil is in memory, all of them.
  public var buffer: WaveBuffer?

  public init() {}
}

extension WaveConfiguration {
  /// Bytes that the index of a head keeps in memory, at most.
  func indexBytes(tokens: Int, width: Int) -> Int {
    let stored = 2 * width * precision.element.bytes * tokens
    return 4 * (2 * width + 1) * (tokens / tokensPerCluster + tokens / segment + 1)
      + (buffer.map { min(stored, $0.cacheBytes(of: stored)) + $0.reading } ?? stored)
  }

  /// What a query of a tile is compared with, and a token when it is clustered, in keys; without clusters that a bound
  /// on the estimated mass makes exact.
  func keysOfAQuery(tokens: Int) -> Double {
    let clusters = Double(tokens) / Double(tokensPerCluster)
    let rounds = Double(min(tokens, segment)) / Double(tokensPerCluster) * Double(iterations + 1) / 2
    let states = Double(1 + memoryStates)
    return Double(nearTokens(of: tokens)) + states * (clusters + retrieved * Double(tokens))
      + rounds
  }

  /// Tokens of a tile and around it.
  private func nearTokens(of tokens: Int) -> Int {
    min(tokens, (tile[0] + 2 * neighbourhood) * (tile[1] + 2 * neighbourhood))
  }

  /// Bytes that a thread needs to make one and attend to it, at most, where clusters that are retrieved are at most
  /// twice as large as others.
  func bytes(tokens: Int, width: Int) -> Int {
    let queries = min(tokens, tile[0] * tile[1])
    let near = nearTokens(of: tokens)
    // A bound on the estimated mass may make all of them exact.
    let exact = near + (estimatedMass == nil ? min(tokens, Int(retrieved * Double(tokens)) * 2) : tokens)
    let clustering = 4 * min(tokens, segment) * (4 * width + 8) + 4 * 256 * (segment / tokensPerCluster + 1)
    // Numbers of half precision are rounded in a copy.
    let copy = precision == .float16 ? 4 * tokens * 2 * width : 0
    let scores = 4 * queries * (tokens / tokensPerCluster + tokens / segment + 1 + near)
    return indexBytes(tokens: tokens, width: width) + copy
      + max(clustering, scores + 4 * exact * 2 * width + 4 * queries * (256 + 4 * (width + 2)))
  }
}
