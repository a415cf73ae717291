/// The loss of a quantile of the ensemble.
///
/// A deterministic forecast is an ensemble of one. Members that are NaN are left out of their pair; a pair with no
/// member left is counted and otherwise absent.
public struct EnsembleQuantileLoss: Statistic {
  public static let name = "ensemble_quantile_loss"

  public let level: QuantileLevel

  public init(_ level: QuantileLevel) {
    self.level = level
  }

  public var key: String { "\(Self.name)(\(level))" }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnsembleQuantileSums) {
    pairs.forEachEnsemble(in: positions) { members, i in
      guard !members.isEmpty else {
        sums.emptyPairs += 1
        return
      }
      var members = members
      members.sort()
      let position = Double(members.count - 1) * level.level
      let (below, above) = (members[Int(position)], members[min(members.count - 1, Int(position) + 1)])
      let quantile = below + (position - position.rounded(.down)) * (above - below)
      let distance = pairs.observations[i] - quantile
      sums.n += 1
      sums.weight += pairs.weights[i]
      sums.loss += pairs.weights[i] * distance * (distance < 0 ? level.level - 1 : level.level)
    }
  }
}

/// Sums of `EnsembleQuantileLoss`.
///
/// Stored as: n, Σw, Σw(o - q)(α - 1{o < q}), pairs with no member.
public struct EnsembleQuantileSums: Sums {
  public internal(set) var n = 0
  public internal(set) var weight = 0.0
  public internal(set) var loss = 0.0
  public internal(set) var emptyPairs = 0

  public init() {}

  public mutating func merge(_ other: EnsembleQuantileSums) {
    n += other.n
    weight += other.weight
    loss += other.loss
    emptyPairs += other.emptyPairs
  }

  public var numbers: [Double] { [Double(n), weight, loss, Double(emptyPairs)] }

  public init?(numbers x: [Double]) {
    guard x.count == 4, let n = Int(count: x[0]), let emptyPairs = Int(count: x[3]) else { return nil }
    (self.n, weight, loss, self.emptyPairs) = (n, x[1], x[2], emptyPairs)
  }
}

extension EnsembleQuantileSums {
  /// The mean loss, or why there is none.
  var mean: Outcome {
    guard n > 0 else {
      return emptyPairs > 0 ? .undefined("no pair has a member that is not missing") : .noPairs
    }
    return Outcome(loss / weight)
  }
}
