/// How a group of queries attended: how much of it exactly.
public struct WaveOutcome: Sendable, Hashable, Codable {
  /// Keys that there are, and keys that were attended to one by one.
  public internal(set) var tokens = 0
  public internal(set) var exactTokens = 0
  /// Clusters whose tokens were read; of them, those that the bound on the estimated mass asked for.
  public internal(set) var retrievedClusters = 0
  public internal(set) var promotedClusters = 0
  /// The part of the softmax mass that was estimated, from 0 to 1, of the query of the group that has most of it.
  ///
  /// By the estimate itself, which is never more than the exact mass (Jensen's inequality).
  public internal(set) var estimatedMass: Float = 0
  /// The same of the mass that was dropped.
  public internal(set) var droppedMass: Float = 0
  /// Of each query of one group, the natural logarithm of the sum, over exact tokens, of e to the power of the score;
  /// empty of several groups.
  public internal(set) var exactLogSums: [Float] = []

  private enum CodingKeys: String, CodingKey {
    case tokens, exactTokens, retrievedClusters, promotedClusters, estimatedMass, droppedMass
  }

  /// Of no queries.
  public init() {}

  /// One line for people.
  public var text: String { "wave attention: \(shares)" }

  /// The same without saying of what.
  public var shares: String {
    func percent(_ part: Double) -> String { "\((part * 1e4).rounded() / 100) %" }
    let exact = Double(exactTokens) / Double(max(1, tokens))
    return "\(percent(exact)) of the keys exactly, at most \(percent(Double(estimatedMass))) of a query's softmax mass "
      + "estimated" + (droppedMass > 0 ? ", \(percent(Double(droppedMass))) dropped" : "")
  }

  /// Counts another group's, and takes the greater masses.
  public mutating func formUnion(_ other: WaveOutcome) {
    tokens += other.tokens
    exactTokens += other.exactTokens
    retrievedClusters += other.retrievedClusters
    promotedClusters += other.promotedClusters
    estimatedMass = max(estimatedMass, other.estimatedMass)
    droppedMass = max(droppedMass, other.droppedMass)
    exactLogSums = []
  }
}
