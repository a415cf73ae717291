/// A score, computed from the sums of one statistic.
public protocol Metric: Hashable, Sendable {
  associatedtype Source: Statistic

  static var definition: MetricDefinition { get }
  var statistic: Source { get }

  /// The threshold of its events as it stands in outputs (`>=1 mm`); nil where it has none.
  var threshold: String? { get }

  /// Why resampling initial times gives no confidence limits; nil where it does.
  var noIntervalReason: String? { get }

  /// A number, or why there is none.
  func value(of sums: Source.Result) -> Outcome

  /// The pairs that the number stands on, where it leaves some of the sums' pairs out.
  func count(of sums: Source.Result) -> Int
}

extension Metric {
  public var threshold: String? { nil }
  public var noIntervalReason: String? { nil }
  public func count(of sums: Source.Result) -> Int { sums.n }

  /// The definition of its type, for a metric whose type is not known.
  public var definition: MetricDefinition { Self.definition }
}
