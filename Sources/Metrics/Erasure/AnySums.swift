/// The sums of a statistic whose type is not known, under the statistic's key.
///
/// Made by `Statistic.emptySums()`, stored as `bytes` or through `Codable`, read back by
/// `Statistic.sums(bytes:)`, scored by `Metric.outcome(of:)`.
public struct AnySums: Sendable {
  /// The `key` of the statistic.
  public let statistic: String
  var base: any Sums

  init(_ base: any Sums, of statistic: String) {
    self.base = base
    self.statistic = statistic
  }

  /// Pairs of non-zero weight that were added.
  public var n: Int { base.n }

  /// What is stored, in the order that the sums' documentation gives.
  public var numbers: [Double] { base.numbers }

  /// Adds the other's sums; an error where they are of another statistic, and then nothing is changed.
  public mutating func merge(_ other: AnySums) throws(MetricsError) {
    guard statistic == other.statistic, let sums = merged(base, other.base) else {
      throw .otherStatistic(expected: statistic, found: other.statistic)
    }
    base = sums
  }

  private func merged<S: Sums>(_ whole: S, _ part: any Sums) -> S? {
    guard let part = part as? S else { return nil }
    var whole = whole
    whole.merge(part)
    return whole
  }
}

extension AnySums: Equatable {
  public static func == (a: AnySums, b: AnySums) -> Bool {
    a.statistic == b.statistic && a.base.equals(b.base)
  }
}

extension Sums {
  fileprivate func equals(_ other: any Sums) -> Bool {
    (other as? Self).map { $0 == self } ?? false
  }
}

extension Statistic {
  /// Sums of no pairs.
  public func emptySums() -> AnySums { AnySums(Result(), of: key) }

  /// Adds pairs to sums of this statistic; an error where they are of another.
  public func accumulate(_ pairs: MatchedPairs, into sums: inout AnySums) throws(MetricsError) {
    var result = try result(in: sums)
    // Lets go of the stored copy first, so that large sums are changed in place.
    sums.base = Result()
    accumulate(pairs, into: &result)
    sums.base = result
  }

  /// The sums as this statistic's own type; an error where they are of another.
  public func result(in sums: AnySums) throws(MetricsError) -> Result {
    guard sums.statistic == key, let result = sums.base as? Result else {
      throw .otherStatistic(expected: key, found: sums.statistic)
    }
    return result
  }
}

extension Metric {
  /// The score of sums whose type is not known; an error where they are not of its statistic.
  public func outcome(of sums: AnySums) throws(MetricsError) -> Outcome {
    value(of: try statistic.result(in: sums))
  }

  /// The pairs that the score stands on.
  public func count(of sums: AnySums) throws(MetricsError) -> Int {
    count(of: try statistic.result(in: sums))
  }
}
