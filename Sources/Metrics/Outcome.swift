/// A score's number, or the reason why it has none. Undefined is not zero.
///
/// Coded as the number, or as the text of the reason.
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

extension Outcome {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .value(number)
    } else {
      self = .undefined(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .value(let number): try container.encode(number)
    case .undefined(let reason): try container.encode(reason)
    }
  }
}
