/// A score's number, or the reason why it has none. Undefined is not zero.
public enum Outcome: Hashable, Sendable, Codable {
  case value(Double)
  case undefined(String)

  public var value: Double? {
    if case .value(let x) = self { x } else { nil }
  }

  /// Why there is no number; nil where there is one.
  public var reason: String? {
    if case .undefined(let why) = self { why } else { nil }
  }

  /// A number that came out of arithmetic: undefined where it is infinite or NaN.
  public init(_ x: Double) {
    self = x.isFinite ? .value(x) : .undefined("not a finite number: a value is infinite, NaN or too large")
  }

  static let noPairs = Outcome.undefined("no pairs")
}
