public import Fields

/// Whether a difference at many stations is more than chance, and at which.
///
/// A station is a finding where its p-value, adjusted over the stations by Benjamini and Hochberg, is at most `level`;
/// the field is significant where there is one. With a level of 0.10 this holds 5 % of chance findings of whole fields
/// where stations share their weather, as Wilks advises: neighbours that agree make the test strict.
///
/// Wilks (2016), doi:10.1175/BAMS-D-15-00267.1
public struct FieldSignificance: Hashable, Sendable, Codable {
  public static let level = 0.10

  public var system: String
  public var reference: String
  public var variable: Variable
  public var metric: String
  public var threshold: String?
  /// Stations that have a p-value.
  public var tested: Int
  /// Findings where the system's score is smaller, and where it is greater.
  public var smaller: Int
  public var greater: Int
  /// The least adjusted p-value; nil where none was tested.
  public var leastAdjustedPValue: Double?

  public var isSignificant: Bool { smaller + greater > 0 }
}

extension EvaluationRecord.StationScore {
  /// Whether it is a difference that holds beside all other stations of its score.
  public var isFieldFinding: Bool { adjustedPValue.map { $0 <= FieldSignificance.level } ?? false }
}

extension EvaluationRecord {
  /// The field of each system, variable and score that stations are compared in, in their order.
  public var fields: [FieldSignificance] {
    var fields: [FieldSignificance] = []
    for score in stationDifferences {
      guard let reference = score.reference else { continue }
      let isNext =
        fields.last.map {
          $0.system != score.system || $0.variable != score.variable || $0.metric != score.metric
            || $0.threshold != score.threshold
        } ?? true
      if isNext {
        fields.append(
          FieldSignificance(
            system: score.system, reference: reference, variable: score.variable, metric: score.metric,
            threshold: score.threshold, tested: 0, smaller: 0, greater: 0))
      }
      guard let p = score.adjustedPValue, let value = score.outcome.value else { continue }
      let last = fields.count - 1
      fields[last].tested += 1
      fields[last].leastAdjustedPValue = min(fields[last].leastAdjustedPValue ?? p, p)
      guard score.isFieldFinding else { continue }
      if value < 0 { fields[last].smaller += 1 } else { fields[last].greater += 1 }
    }
    return fields
  }
}
