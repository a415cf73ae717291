/// Where precipitation counts as more than dry, and as heavy.
public struct SEEPSCategories: Hashable, Sendable, Codable {
  /// In mm; what falls short of it is dry.
  public let dryLimit: Double
  /// Whether a value equal to a limit belongs to the wetter category.
  public let includesLimits: Bool

  public init(dryLimit: Double, includesLimits: Bool) {
    self.dryLimit = dryLimit
    self.includesLimits = includesLimits
  }

  /// 0 dry, 1 light, 2 heavy.
  func category(of amount: Double, heavyLimit: Double) -> Int {
    func exceeds(_ limit: Double) -> Bool { includesLimits ? amount >= limit : amount > limit }
    return !exceeds(dryLimit) ? 0 : exceeds(heavyLimit) ? 2 : 1
  }

  /// The penalty of a category that was forecast, 0 dry, 1 light and 2 heavy, where another was observed and the
  /// climatology is dry in the part `p1`. Light precipitation is twice as frequent as heavy.
  static func penalty(forecast: Int, observed: Int, dryProbability p1: Double) -> Double {
    let p3 = (1 - p1) / 3
    return switch (forecast, observed) {
    case (0, 1): 0.5 / (1 - p1)
    case (0, 2): 0.5 / p3 + 0.5 / (1 - p1)
    case (1, 0): 0.5 / p1
    case (1, 2): 0.5 / p3
    case (2, 0): 0.5 / p1 + 0.5 / (1 - p3)
    case (2, 1): 0.5 / (1 - p3)
    default: 0
    }
  }
}

extension SEEPSCategories: CustomStringConvertible {
  /// `dry <=0.2`
  public var description: String { "dry \(includesLimits ? "<" : "<=")\(dryLimit)" }
}

/// How often dry, light and heavy precipitation were forecast where each was observed, with the penalty.
///
/// Needs the columns `dryProbability` and `heavyLimit` of its categories. A pair that lacks either is left out and counted, and so is
/// one whose climatology is dry in less than 0.10 or more than 0.85 of the time: its penalties would be too large to
/// be stable. Precipitation is in mm (kg m-2).
public struct SEEPSTable: Statistic {
  public static let name = "seeps_table"

  public let categories: SEEPSCategories

  public init(_ categories: SEEPSCategories) {
    self.categories = categories
  }

  public var key: String {
    "\(Self.name)(\(categories))"
  }

  public var columns: Set<PairColumn> { [.dryProbability(categories), .heavyLimit(categories)] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout SEEPSSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let (dry, heavy) = (pairs.column(.dryProbability(categories)), pairs.column(.heavyLimit(categories)))
    for i in positions where pairs.weights[i] != 0 {
      guard let p1 = dry?[i], let limit = heavy?[i], !p1.isNaN, !limit.isNaN else {
        sums.lacking += 1
        continue
      }
      guard (0.1...0.85).contains(p1) else {
        sums.extreme += 1
        continue
      }
      let forecast = categories.category(of: pairs.forecasts[i], heavyLimit: limit)
      let observed = categories.category(of: pairs.observations[i], heavyLimit: limit)
      sums.n += 1
      sums.cells[forecast * 3 + observed] += pairs.weights[i]
      sums.sumPenalty +=
        pairs.weights[i] * SEEPSCategories.penalty(forecast: forecast, observed: observed, dryProbability: p1)
    }
  }
}

/// Sums of `SEEPSTable`, by weight.
///
/// Stored as: n, pairs without a climatology, pairs of too dry or too wet a climatology, Σ w penalty, then the nine
/// cells, a row of observed categories for each forecast category.
public struct SEEPSSums: Sums {
  public internal(set) var n = 0
  /// Pairs without a climatology.
  public internal(set) var lacking = 0
  /// Pairs of too dry or too wet a climatology.
  public internal(set) var extreme = 0
  public internal(set) var sumPenalty = 0.0
  public internal(set) var cells = [Double](repeating: 0, count: 9)

  public init() {}

  public mutating func merge(_ other: SEEPSSums) {
    n += other.n
    lacking += other.lacking
    extreme += other.extreme
    sumPenalty += other.sumPenalty
    for i in cells.indices { cells[i] += other.cells[i] }
  }

  public var numbers: [Double] { [Double(n), Double(lacking), Double(extreme), sumPenalty] + cells }

  public init?(numbers x: [Double]) {
    guard x.count == 13, let n = Int(count: x[0]), let lacking = Int(count: x[1]), let extreme = Int(count: x[2])
    else { return nil }
    (self.n, self.lacking, self.extreme, sumPenalty, cells) = (n, lacking, extreme, x[3], Array(x[4...]))
  }
}

extension SEEPSSums {
  /// The mean penalty.
  var score: Outcome {
    if n > 0 { return Outcome(sumPenalty / cells.reduce(0, +)) }
    if extreme > 0 {
      return .undefined("every climatology is dry in less than 0.10 or more than 0.85 of the time")
    }
    return lacking > 0 ? PairColumn.noDryProbability : .noPairs
  }
}
