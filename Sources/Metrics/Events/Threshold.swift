/// What makes a value an event: how it compares with a limit.
///
/// Values are compared exactly as they are, without tolerance: a Float32 forecast of 0.7 is a little below
/// 0.7. Its text form is `>=1`, `>=q0.95` or `>=rp10y`, which is part of the identity of a score.
public struct Threshold: Hashable, Sendable {
  public enum Comparison: String, Sendable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  public enum Limit: Hashable, Sendable {
    /// The same for all pairs, in the canonical unit of the variable.
    case value(Double)
    /// A quantile of the climatology of the place, the day of year and the hour.
    case quantile(QuantileLevel)
    /// What the climatology of the place passes once in so many years on average: exceeds it where events are
    /// above the limit, falls below it where they are below.
    case returnPeriod(years: Double)
  }

  public let comparison: Comparison
  public let limit: Limit

  /// Traps where a value is not finite, or a return period is not above 0.
  public init(_ comparison: Comparison, _ limit: Limit) {
    switch limit {
    case .value(let value): precondition(value.isFinite, "a threshold of \(value)")
    case .returnPeriod(let years): precondition(years > 0 && years.isFinite, "a return period of \(years) years")
    case .quantile: break
    }
    self.comparison = comparison
    self.limit = limit
  }

  /// Traps where the limit is not finite.
  public init(_ comparison: Comparison, _ value: Double) {
    self.init(comparison, .value(value))
  }

  /// The limit where it is the same for all pairs; nil where it comes from a climatology.
  public var value: Double? {
    if case .value(let value) = limit { value } else { nil }
  }

  /// Whether pairs need the column `limit` of this threshold.
  public var needsClimatology: Bool { value == nil }

  /// Whether events are above the limit.
  public var isUpper: Bool { comparison == .atLeast || comparison == .above }

  /// Traps where the limit comes from a climatology, and so is not the same for all values.
  public func isMet(by value: Double) -> Bool {
    guard case .value(let limit) = limit else { preconditionFailure("\(self) has a limit for each pair") }
    return isMet(by: value, limit: limit)
  }

  /// Whether a value compares so with a limit, which is not this threshold's own; false where either is NaN.
  @inline(__always)
  public func isMet(by value: Double, limit: Double) -> Bool {
    switch comparison {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .above: value > limit
    case .below: value < limit
    }
  }
}

extension Threshold: CustomStringConvertible, LosslessStringConvertible {
  /// `>=1`, `<273.15`, `>=q0.95`, `>=rp10y`
  public var description: String { comparison.rawValue + limit.description }

  /// Reads `>=1`, `> 1`, `<q0.05` or `>= rp10y`; nil for anything else.
  public init?(_ text: String) {
    guard let comparison = Comparison.allCases.first(where: { text.hasPrefix($0.rawValue) }),
      let limit = Limit(String(text.dropFirst(comparison.rawValue.count).drop { $0 == " " }))
    else { return nil }
    self.init(comparison, limit)
  }
}

extension Threshold.Limit: CustomStringConvertible, LosslessStringConvertible {
  /// `1`, `q0.95`, `rp10y`
  public var description: String {
    switch self {
    case .value(let value): Threshold.Limit.text(value)
    case .quantile(let level): "q\(level)"
    case .returnPeriod(let years): "rp\(Threshold.Limit.text(years))y"
    }
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("rp"), text.hasSuffix("y") {
      guard let years = Double(text.dropFirst(2).dropLast()), years > 0, years.isFinite else { return nil }
      self = .returnPeriod(years: years)
    } else if text.hasPrefix("q") {
      guard let level = QuantileLevel(String(text.dropFirst())) else { return nil }
      self = .quantile(level)
    } else {
      guard let value = Double(text), value.isFinite else { return nil }
      self = .value(value)
    }
  }

  private static func text(_ x: Double) -> String { Int(exactly: x).map(String.init) ?? String(x) }
}

extension Threshold: CodedAsText {
  public static var expectedText: String { "a threshold like '>=1', '<273.15', '>=q0.95' or '>=rp10y'" }
}
