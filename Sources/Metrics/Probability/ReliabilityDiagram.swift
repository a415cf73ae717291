/// The points of a reliability diagram: how often the event was observed where a probability was forecast.
public struct ReliabilityDiagram: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    /// The mean of the probabilities that the point stands for.
    public let probability: Double
    /// How often the event was observed, by weight.
    public let frequency: Double
    /// Σw of the pairs.
    public let weight: Double
  }

  /// From the lowest probability; those that were never forecast are absent.
  public let points: [Point]

  init(_ groups: [[ProbabilitySums.Level]]) {
    points = groups.map { group in
      let weight = group.reduce(0) { $0 + $1.weight }
      return Point(
        probability: group.reduce(0) { $0 + $1.weight * $1.probability } / weight,
        frequency: group.reduce(0) { $0 + $1.events } / weight, weight: weight)
    }
  }
}

extension ProbabilitySums {
  /// A point for each probability that was forecast.
  public var reliability: ReliabilityDiagram { ReliabilityDiagram(levels.map { [$0] }) }

  /// A point for each tenth of probability, 0 to below 0.1, ..., 0.9 to 1.
  public var reliabilityOfTenths: ReliabilityDiagram { ReliabilityDiagram(tenths) }

  /// A point for each probability that was forecast, its frequencies made never to fall with the probability:
  /// the isotonic regression of the event on the probability, without any choice of bins.
  ///
  /// Dimitriadis, Gneiting and Jordan (2021), doi:10.1073/pnas.2016191118
  public var isotonicReliability: ReliabilityDiagram {
    ReliabilityDiagram(
      zip(levels, isotonicFrequencies).map { level, frequency in
        var level = level
        let weight = level.weight
        (level.events, level.others) = (frequency * weight, (1 - frequency) * weight)
        return [level]
      })
  }

  /// The isotonic regression of the event on the probability, one value a level, by pooling adjacent violators.
  var isotonicFrequencies: [Double] {
    var pools: [(events: Double, weight: Double, count: Int)] = []
    for level in levels {
      pools.append((level.events, level.weight, 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        guard before.events * last.weight >= last.events * before.weight else { break }
        pools.removeLast()
        pools[pools.count - 1] = (before.events + last.events, before.weight + last.weight, before.count + last.count)
      }
    }
    return pools.flatMap { [Double](repeating: $0.events / $0.weight, count: $0.count) }
  }

  /// The Brier score of the isotonic frequencies in the place of the probabilities.
  var isotonicBrier: Double {
    let levels = levels
    let total = levels.reduce(0) { $0 + $1.weight }
    return zip(levels, isotonicFrequencies).reduce(0) { sum, pair in
      let (level, p) = pair
      return sum + level.events * (1 - p) * (1 - p) + level.others * p * p
    } / total
  }
}
