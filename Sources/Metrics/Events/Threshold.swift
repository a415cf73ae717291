/// What makes a value an event: how it compares with a limit in the canonical unit of its variable.
///
/// Values are compared exactly as they are, without tolerance: a Float32 forecast of 0.7 is a little below
/// 0.7. Its text form is `>=1`, which is part of the identity of a score.
public struct Threshold: Hashable, Sendable {
  public enum Comparison: String, Sendable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  public let comparison: Comparison
  public let limit: Double

  /// Traps where the limit is not finite.
  public init(_ comparison: Comparison, _ limit: Double) {
    precondition(limit.isFinite, "a threshold of \(limit)")
    self.comparison = comparison
    self.limit = limit
  }

  public func isMet(by value: Double) -> Bool {
    switch comparison {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .above: value > limit
    case .below: value < limit
    }
  }
}

extension Threshold: CustomStringConvertible, LosslessStringConvertible {
  /// `>=1`, `<273.15`
  public var description: String {
    comparison.rawValue + (Int(exactly: limit).map(String.init) ?? String(limit))
  }

  /// Reads `>=1`, `> 1` or `<273.15`; nil for anything else.
  public init?(_ text: String) {
    guard let comparison = Comparison.allCases.first(where: { text.hasPrefix($0.rawValue) }),
      let limit = Double(text.dropFirst(comparison.rawValue.count).drop { $0 == " " }), limit.isFinite
    else { return nil }
    self.init(comparison, limit)
  }
}

extension Threshold: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let threshold = Threshold(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no threshold; expected one like '>=1' or '<273.15'")
    }
    self = threshold
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
