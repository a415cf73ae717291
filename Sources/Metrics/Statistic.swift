/// What a statistic keeps of the pairs: sums and counts that add.
///
/// A commutative monoid: `init()` is the identity, `merge` is associative and commutative to
/// rounding, and everything is in Float64. Coding loses no bit.
public protocol Sums: Codable, Equatable, Sendable {
  init()
  mutating func merge(_ other: Self)
}

/// What is accumulated over matched pairs, once, however many metrics are made of it.
public protocol Statistic: Hashable, Codable, Sendable {
  associatedtype Result: Sums

  /// The name under which its sums are stored; it changes when their meaning does.
  static var name: String { get }

  /// Adds pairs. Pairs of weight 0 are absent, even where a value is NaN.
  func accumulate(_ pairs: MatchedPairs, into sums: inout Result)
}

/// A score, computed from the sums of one statistic.
public protocol Metric: Hashable, Sendable {
  associatedtype Source: Statistic

  static var definition: MetricDefinition { get }
  var statistic: Source { get }

  /// A number, or why there is none.
  func value(of sums: Source.Result) -> Outcome
}

/// A score's number, or the reason why it has none. Undefined is not zero.
public enum Outcome: Hashable, Sendable, Codable {
  case value(Double)
  case undefined(String)

  public var value: Double? {
    if case .value(let x) = self { x } else { nil }
  }
}
