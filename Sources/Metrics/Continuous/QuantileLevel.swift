/// The level of a quantile, between 0 and 1: the part of a distribution that does not exceed it.
public struct QuantileLevel: Hashable, Sendable, Codable {
  public let level: Double

  /// Traps where the level is not between 0 and 1.
  public init(_ level: Double) {
    precondition(level > 0 && level < 1, "a quantile of level \(level)")
    self.level = level
  }
}

extension QuantileLevel: CustomStringConvertible, LosslessStringConvertible {
  /// `0.9`
  public var description: String { String(level) }

  /// Reads `0.9`; nil for anything else.
  public init?(_ text: String) {
    guard let level = Double(text), level > 0, level < 1 else { return nil }
    self.init(level)
  }
}
