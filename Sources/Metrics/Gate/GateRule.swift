/// When a score is called worse than that of a reference, and when nothing can be said.
///
/// Each comparison is a one-sided test, paired by initial time, of "no degradation". A score is worse where its p-value,
/// adjusted for all the comparisons, is below `1 - confidence` and the degradation is above the practical size. It is
/// not worse where the upper limit of the degradation is within the detectable size, or where a degradation of that size
/// would have been found in 8 of 10 evaluations of as many initial times and was not. Otherwise there are too few cases to
/// say.
public struct GateRule: Hashable, Sendable {
  /// Of the whole gate: systems that are equally good are called worse with a probability of `1 - confidence` at most.
  public var confidence = 0.95
  public var multiplicity = Multiplicity.benjaminiHochberg
  public var method = SignificanceMethod.automatic
  /// Initial times below which nothing is said, unless nothing has changed at all.
  public var minimumCases = 10
  /// Of scores by name; a degradation within it is never called worse.
  public var practicalSizes: [String: GateSize] = [:]
  /// Of scores by name; a gate that could not see a degradation of this size says so.
  public var detectableSizes: [String: GateSize] = [:]

  public init() {}

  /// A degradation that does not matter: 1 % of an error, 0.01 of a score without unit, where the rule has no other.
  public func practicalSize(of score: String, _ definition: MetricDefinition) -> GateSize {
    practicalSizes[score] ?? practicalSizes[definition.id] ?? practicalSizes[GateRule.usual]
      ?? (GateRule.isRelative(definition) ? .relative(0.01) : .absolute(0.01))
  }

  /// A degradation that must be seen: 5 % of an error, 0.05 of a score without unit, where the rule has no other.
  public func detectableSize(of score: String, _ definition: MetricDefinition) -> GateSize {
    detectableSizes[score] ?? detectableSizes[definition.id] ?? detectableSizes[GateRule.usual]
      ?? (GateRule.isRelative(definition) ? .relative(0.05) : .absolute(0.05))
  }

  /// The name that stands for every score that has no size of its own.
  public static let usual = "default"

  /// Whether a part of the score says more than a number: an error in the unit of its variable.
  private static func isRelative(_ definition: MetricDefinition) -> Bool {
    definition.orientation == .negative && definition.units != .none
  }

  /// The part of equally good systems that is called worse.
  var level: Double { 1 - confidence }
}
