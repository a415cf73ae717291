/// How often an event was forecast and observed, both, either or neither.
///
/// Of an ensemble, the mean of the members is the forecast.
public struct ContingencyTable: EventStatistic {
  public static let name = "contingency_table"

  public let threshold: Threshold

  public init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ContingencySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    for i in positions where pairs.weights[i] != 0 {
      sums.add(
        threshold.isMet(by: pairs.forecasts[i]), threshold.isMet(by: pairs.observations[i]), weight: pairs.weights[i])
    }
  }
}

/// Sums of `ContingencyTable`, by weight.
///
/// Stored as: n, hits, false alarms, misses, correct negatives.
public struct ContingencySums: Sums {
  public internal(set) var n = 0
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
    hits += other.hits
    falseAlarms += other.falseAlarms
    misses += other.misses
    correctNegatives += other.correctNegatives
  }

  public var numbers: [Double] { [Double(n), hits, falseAlarms, misses, correctNegatives] }

  public init?(numbers x: [Double]) {
    guard x.count == 5, let n = Int(count: x[0]) else { return nil }
    (self.n, hits, falseAlarms, misses, correctNegatives) = (n, x[1], x[2], x[3], x[4])
  }
}

extension ContingencySums {
  public var observed: Double { hits + misses }
  public var forecast: Double { hits + falseAlarms }
  public var total: Double { hits + falseAlarms + misses + correctNegatives }

  /// a / b, or why there is none where b is 0.
  func ratio(_ a: Double, to b: Double, orUndefined reason: String) -> Outcome {
    guard n > 0 else { return .noPairs }
    return b != 0 ? Outcome(a / b) : .undefined(reason)
  }
}
