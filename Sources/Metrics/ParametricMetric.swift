/// A score with a parameter that is part of its identity: a level, an interval, the edges of categories.
///
/// The parameter's text stands beside the score in every output, where the threshold of an event does.
public protocol ParametricMetric: Metric {
  associatedtype Parameter: LosslessStringConvertible & Sendable

  /// A parameter to show how it is written, and to test the score with.
  static var example: Parameter { get }
  var parameter: Parameter { get }
  init(_ parameter: Parameter)
}

extension ParametricMetric {
  public var threshold: String? { parameter.description }
}
