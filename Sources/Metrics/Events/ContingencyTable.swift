/// How often an event was forecast and observed, both, either or neither.
///
/// Of an ensemble, the mean of the members is the forecast. Where the threshold comes from a climatology, pairs
/// without a limit are left out and counted.
public struct ContingencyTable: EventStatistic {
  public static let name = "contingency_table"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ContingencySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let limits = PairLimits(of: threshold, in: pairs)
    for i in positions where pairs.weights[i] != 0 {
      let limit = limits[i]
      guard !limit.isNaN else {
        sums.lacking += 1
        continue
      }
      sums.add(
        threshold.isMet(by: pairs.forecasts[i], limit: limit),
        threshold.isMet(by: pairs.observations[i], limit: limit), weight: pairs.weights[i])
    }
  }
}

/// Sums of `ContingencyTable`, by weight.
///
/// Stored as: n, pairs without a limit, hits, false alarms, misses, correct negatives.
public struct ContingencySums: Sums {
  public internal(set) var n = 0
  /// Pairs without a limit.
  public internal(set) var lacking = 0
  public internal(set) var hits = 0.0
  public internal(set) var falseAlarms = 0.0
  public internal(set) var misses = 0.0
  public internal(set) var correctNegatives = 0.0

  public init() {}

  /// Adds one pair.
  mutating func add(_ isForecast: Bool, _ isObserved: Bool, weight: Double) {
    n += 1
    switch (isForecast, isObserved) {
    case (true, true): hits += weight
    case (true, false): falseAlarms += weight
    case (false, true): misses += weight
    case (false, false): correctNegatives += weight
    }
  }

  public mutating func merge(_ other: ContingencySums) {
    n += other.n
    lacking += other.lacking
    hits += other.hits
    falseAlarms += other.falseAlarms
    misses += other.misses
    correctNegatives += other.correctNegatives
  }

  public var numbers: [Double] { [Double(n), Double(lacking), hits, falseAlarms, misses, correctNegatives] }

  public init?(numbers x: [Double]) {
    guard x.count == 6, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking) = (n, lacking)
    (hits, falseAlarms, misses, correctNegatives) = (x[2], x[3], x[4], x[5])
  }
}

extension ContingencySums {
  public var observed: Double { hits + misses }
  public var forecast: Double { hits + falseAlarms }
  public var total: Double { hits + falseAlarms + misses + correctNegatives }

  /// Why there is no pair; nil where there are some.
  var absence: Outcome? {
    guard n == 0 else { return nil }
    return lacking > 0 ? PairColumn.noLimit : .noPairs
  }

  /// a / b, or why there is none where b is 0.
  func ratio(_ a: Double, to b: Double, orUndefined reason: String) -> Outcome {
    if let absence { return absence }
    return b != 0 ? Outcome(a / b) : .undefined(reason)
  }
}
