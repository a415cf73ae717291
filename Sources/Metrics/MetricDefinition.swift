/// What a score is: the identity that stands in every output beside its number.
public struct MetricDefinition: Hashable, Sendable, Codable {
  public enum Orientation: String, Sendable, Codable {
    /// Smaller is better: an error.
    case negative
    /// Larger is better: a skill.
    case positive
    /// Closer to the perfect value is better: a bias.
    case towardsPerfect
    /// Says nothing of quality: a count.
    case none
  }

  /// How a score's unit follows from the variable's.
  public enum Units: String, Sendable, Codable {
    case none, variable, squared, degrees
  }

  /// The identity in files: `rmse`. Variants have their own.
  public let id: String
  public let name: String
  public let symbol: String
  public let synonyms: [String]
  /// In f (forecast), o (observation), x_k (member k of m), w (weight), ⟨ ⟩ (weighted mean), and of events a (hits),
  /// b (false alarms), c (misses) and d (correct negatives).
  public let formula: String
  /// Two numbers or infinities: `0 to ∞`, `-1/3 to 1`.
  public let range: String
  /// The score of a perfect forecast; nil where there is none.
  public let perfect: Double?
  public let orientation: Orientation
  public let units: Units
  public let summary: String
  public let undefinedWhen: String
  /// What aggregates it, and what it is not.
  public let aggregation: String
  public let reference: String

  public init(
    id: String, name: String, symbol: String, synonyms: [String] = [], formula: String, range: String,
    perfect: Double?, orientation: Orientation, units: Units, summary: String, undefinedWhen: String,
    aggregation: String, reference: String
  ) {
    self.id = id
    self.name = name
    self.symbol = symbol
    self.synonyms = synonyms
    self.formula = formula
    self.range = range
    self.perfect = perfect
    self.orientation = orientation
    self.units = units
    self.summary = summary
    self.undefinedWhen = undefinedWhen
    self.aggregation = aggregation
    self.reference = reference
  }
}

extension MetricDefinition {
  /// The range as numbers; nil where its text is not of that form.
  public var bounds: ClosedRange<Double>? {
    let ends = range.split(separator: " to ").map(MetricDefinition.number)
    guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else { return nil }
    return low...high
  }

  /// `-1`, `-∞` or `-1/3`.
  private static func number(_ text: Substring) -> Double? {
    let parts = text.replacing("∞", with: "inf").split(separator: "/").map { Double($0) }
    switch parts.count {
    case 1: return parts[0]
    case 2: return parts[0].flatMap { over in parts[1].map { over / $0 } }
    default: return nil
    }
  }
}
