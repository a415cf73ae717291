/// The values from a lower end to an upper end, either of which may be infinite.
///
/// Its text form is `[35,inf]`, which is part of the identity of a score.
public struct ValueInterval: Hashable, Sendable {
  public let lower: Double
  public let upper: Double

  /// Traps where the upper end is not above the lower.
  public init(_ lower: Double, _ upper: Double) {
    precondition(lower < upper, "an interval from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  public static let everything = ValueInterval(-.infinity, .infinity)

  func nearest(to x: Double) -> Double { min(upper, max(lower, x)) }
}

extension ValueInterval: CodedAsText {
  public static var expectedText: String { "an interval like '[35,inf]'" }

  public var description: String {
    let ends = [lower, upper].map { Int(exactly: $0).map(String.init) ?? String($0) }
    return "[\(ends[0]),\(ends[1])]"
  }

  /// Reads `[35,inf]` or `[-inf, 0]`; nil for anything else.
  public init?(_ text: String) {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let ends = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0.trimmingPrefix { $0 == " " }) }
    guard ends.count == 2, let lower = ends[0], let upper = ends[1], lower < upper else { return nil }
    self.init(lower, upper)
  }
}

/// An interval of values, and the level of the quantile that is forecast.
///
/// Its text form is `0.9 [35,inf]`.
public struct QuantileInInterval: Hashable, Sendable {
  public let level: QuantileLevel
  public let interval: ValueInterval

  public init(_ level: QuantileLevel, _ interval: ValueInterval) {
    self.level = level
    self.interval = interval
  }
}

extension QuantileInInterval: CodedAsText {
  public static var expectedText: String { "a level and an interval like '0.9 [35,inf]'" }

  public var description: String { "\(level) \(interval)" }

  /// Reads `0.9 [35,inf]`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2, let level = QuantileLevel(parts[0]), let interval = ValueInterval(parts[1]) else {
      return nil
    }
    self.init(level, interval)
  }
}
