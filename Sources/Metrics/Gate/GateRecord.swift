import Foundation

/// What a gate found: whether an evaluation is worse than its reference.
public struct GateRecord: Sendable, Codable {
  /// What the gate says as a whole.
  public enum Outcome: String, Sendable, Codable {
    case notWorse = "not_worse"
    case worse
    case inconclusive
    case incomparable
  }

  public var title: String
  /// Where the reference came from, and when it was made by which version.
  public var reference: String
  /// Why the two can't be compared at all; then there are no comparisons.
  public var problems: [String]
  /// What a reader should know beside the verdicts.
  public var notes: [String]
  public var confidence: Double
  public var multiplicity: Multiplicity
  public var comparisons: [GateComparison]

  public init(
    title: String, reference: String, problems: [String] = [], notes: [String] = [], rule: GateRule,
    comparisons: [GateComparison] = []
  ) {
    self.title = title
    self.reference = reference
    self.problems = problems
    self.notes = notes
    confidence = rule.confidence
    multiplicity = rule.multiplicity
    self.comparisons = comparisons
  }

  /// Worse where one score is; else incomparable where one score can't be compared, else inconclusive where one is.
  /// Without a comparison nothing was compared.
  public var outcome: Outcome {
    guard problems.isEmpty, !comparisons.isEmpty else { return .incomparable }
    let ids = Set(comparisons.map(\.verdict.id))
    let order: [Outcome] = [.worse, .incomparable, .inconclusive]
    return order.first { ids.contains($0.rawValue) } ?? .notWorse
  }
}

extension GateRecord {
  /// For programs: sorted keys, `outcome` beside what it was made of.
  public func json() throws -> String {
    struct Coded: Encodable {
      let outcome: Outcome
      let record: GateRecord

      enum Keys: CodingKey { case outcome }

      func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(outcome, forKey: .outcome)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Coded(outcome: outcome, record: self)), as: UTF8.self) + "\n"
  }
}
