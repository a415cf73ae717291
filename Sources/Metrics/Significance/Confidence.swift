/// The limits between which a score lies with some confidence, or why there are none.
public enum Confidence: Hashable, Sendable {
  case limits(lower: Double, upper: Double, standardError: Double)
  case none(String)

  public var lower: Double? {
    if case .limits(let lower, _, _) = self { lower } else { nil }
  }

  public var upper: Double? {
    if case .limits(_, let upper, _) = self { upper } else { nil }
  }

  public var standardError: Double? {
    if case .limits(_, _, let error) = self { error } else { nil }
  }

  /// Why there are no limits; nil where there are.
  public var reason: String? {
    if case .none(let why) = self { why } else { nil }
  }

  /// The limits, no further out than the ends of the score's range.
  func clipped(to bounds: ClosedRange<Double>?) -> Confidence {
    guard case .limits(let lower, let upper, let error) = self, let bounds else { return self }
    return .limits(
      lower: max(lower, bounds.lowerBound), upper: min(upper, bounds.upperBound), standardError: error)
  }
}
