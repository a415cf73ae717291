/// The Brier score and its parts: reliability - resolution + uncertainty.
///
/// Over the probabilities as they were forecast the three make the score exactly. Over bins of probability they
/// leave `withinBin`, the variance of the probabilities in a bin less twice their covariance with the event
/// (Stephenson, Coelho and Jolliffe 2008, doi:10.1175/2007WAF2006116.1).
public struct BrierDecomposition: Hashable, Sendable {
  public let score: Double
  public let reliability: Double
  public let resolution: Double
  public let uncertainty: Double
  /// score - (reliability - resolution + uncertainty): 0 to rounding where every probability is its own bin.
  public var withinBin: Double { score - (reliability - resolution + uncertainty) }

  /// The parts over the groups of levels, which together are all of them and have weight.
  init(_ groups: [[ProbabilitySums.Level]]) {
    let levels = groups.joined()
    let total = levels.reduce(0) { $0 + $1.weight }
    let base = levels.reduce(0) { $0 + $1.events } / total
    score =
      levels.reduce(0) { sum, level in
        let p = level.probability
        return sum + level.events * (1 - p) * (1 - p) + level.others * p * p
      } / total
    var (reliability, resolution) = (0.0, 0.0)
    for group in groups {
      let weight = group.reduce(0) { $0 + $1.weight }
      let frequency = group.reduce(0) { $0 + $1.events } / weight
      let probability = group.reduce(0) { $0 + $1.weight * $1.probability } / weight
      reliability += weight * (probability - frequency) * (probability - frequency)
      resolution += weight * (frequency - base) * (frequency - base)
    }
    self.reliability = reliability / total
    self.resolution = resolution / total
    uncertainty = base * (1 - base)
  }
}

extension ProbabilitySums {
  /// Over each probability that was forecast; nil without pairs.
  public var brier: BrierDecomposition? { n > 0 ? BrierDecomposition(levels.map { [$0] }) : nil }

  /// Over ten bins of probability, 0 to below 0.1, ..., 0.9 to 1; nil without pairs.
  public var brierOfTenths: BrierDecomposition? { n > 0 ? BrierDecomposition(tenths) : nil }

  /// The levels by bin of probability, bins without any left out.
  var tenths: [[Level]] {
    let levels = levels
    return (0..<10).map { bin in levels.filter { $0.tenth == bin } }.filter { !$0.isEmpty }
  }

  /// A part of the Brier score, or why there is none.
  func part(_ part: (BrierDecomposition) -> Double, of decomposition: BrierDecomposition?) -> Outcome {
    guard let decomposition else { return absence ?? .noPairs }
    return Outcome(part(decomposition))
  }
}
