import Fields
import Foundation
public import Metrics

/// The whole record for programs: every score with its reason where it is undefined, the ledger, the
/// stations, the definitions and the provenance.
///
/// Keys are sorted, so that two reports can be compared line by line. A score without `value` has an
/// `undefined` reason beside it.
public struct JSONReport: Report {
  public static let format = "json"
  public static let title = "the whole evaluation as JSON"

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    output.write(String(decoding: try encoder.encode(Document(record)), as: UTF8.self) + "\n")
  }
}

private struct Document: Encodable {
  let schema = 1
  let title: String
  let onCommonPairs: Bool
  let systems: [EvaluationRecord.System]
  let scores: [ScoreEntry]
  let differences: [ScoreEntry]
  let stations: [StationEntry]
  let stationDifferences: [StationEntry]
  let fieldSignificance: [FieldEntry]
  let ledger: [LedgerEntry]
  let definitions: [MetricDefinition]
  /// Those that were asked for, with what their scores must not be taken for.
  let strata: [EvaluationRecord.Stratum]
  /// How many pairs are in no stratum of a kind.
  let outsideStrata: [OutsideEntry]
  /// Reliability diagrams, curves of relative operating characteristic and rank histograms of ensembles.
  let curves: [CurveEntry]
  let provenance: [EvaluationRecord.Fact]
  let evaluation: String

  init(_ record: EvaluationRecord) {
    title = record.title
    onCommonPairs = record.onCommonPairs
    systems = record.systems
    scores = record.scores.map(ScoreEntry.init)
    differences = record.differences.map(ScoreEntry.init)
    stations = record.stationScores.map(StationEntry.init)
    stationDifferences = record.stationDifferences.map(StationEntry.init)
    fieldSignificance = record.fields.map(FieldEntry.init)
    ledger = record.ledger.map(LedgerEntry.init)
    definitions = record.definitions
    strata = record.stratumDefinitions
    outsideStrata = record.outside.map(OutsideEntry.init)
    curves = record.curves.map(CurveEntry.init)
    provenance = record.provenance
    evaluation = record.planText
  }
}

private struct CurveEntry: Encodable {
  let kind: String
  let model: String
  let variable: Variable
  let stratum: String
  let leadHours: Double?
  let threshold: String?
  let n: Int
  let points: [Curve.Point]

  init(_ curve: Curve) {
    kind = curve.kind.rawValue
    model = curve.system
    variable = curve.variable
    stratum = curve.stratum
    leadHours = curve.leadTime?.hours
    threshold = curve.threshold
    n = curve.n
    points = curve.points
  }
}

private struct ScoreEntry: Encodable {
  let model: String
  let reference: String?
  let variable: Variable
  let level: String
  let stratum: String
  let leadHours: Double?
  let initTime: UTCTime?
  let score: String
  let threshold: String?
  /// As people read it, in their unit.
  let thresholdText: String?
  let n: Int
  let cases: Int
  let value: Double?
  let undefined: String?
  let lower: Double?
  let upper: Double?
  let intervalNote: String?
  let pValue: Double?
  let adjustedPValue: Double?
  let effectiveSampleSize: Double?
  let detectableDifference: Double?
  let method: String?
  let methodNote: String?
  let units: String

  init(_ score: Score) {
    model = score.system
    reference = score.reference
    variable = score.variable
    level = score.variable.level.text
    stratum = score.stratum
    leadHours = score.leadTime?.hours
    initTime = score.initTime
    self.score = score.metric
    threshold = score.threshold
    thresholdText = score.threshold.map { ParameterText.text($0, of: score.metric, score.variable) }
    n = score.n
    cases = score.cases
    value = score.number
    undefined = score.reasonUndefined
    lower = score.interval?.lowerBound
    upper = score.interval?.upperBound
    intervalNote = score.intervalNote
    pValue = score.pValue.ifFinite
    adjustedPValue = score.adjustedPValue.ifFinite
    effectiveSampleSize = score.effectiveSampleSize.ifFinite
    detectableDifference = score.detectableDifference.ifFinite
    method = score.method
    methodNote = score.methodNote
    units = score.units
  }
}

private struct StationEntry: Encodable {
  let model: String
  let reference: String?
  let variable: Variable
  let station: String
  let latitude: Double
  let longitude: Double
  let elevation: Double?
  let score: String
  let threshold: String?
  let n: Int
  let cases: Int?
  let value: Double?
  let undefined: String?
  let lower: Double?
  let upper: Double?
  let intervalNote: String?
  let pValue: Double?
  let adjustedPValue: Double?

  init(_ score: EvaluationRecord.StationScore) {
    model = score.system
    variable = score.variable
    station = score.station
    latitude = score.coordinate.latitude
    longitude = score.coordinate.longitude
    elevation = score.elevation
    reference = score.reference
    self.score = score.metric
    threshold = score.threshold
    n = score.n
    cases = score.cases
    value = score.number
    undefined = score.reasonUndefined
    lower = score.lower.ifFinite
    upper = score.upper.ifFinite
    intervalNote = score.intervalNote
    pValue = score.pValue.ifFinite
    adjustedPValue = score.adjustedPValue.ifFinite
  }
}

private struct FieldEntry: Encodable {
  let model: String
  let reference: String
  let variable: Variable
  let score: String
  let threshold: String?
  let level: Double
  let stations: Int
  let smaller: Int
  let greater: Int
  let leastAdjustedPValue: Double?
  let isSignificant: Bool

  init(_ field: FieldSignificance) {
    model = field.system
    reference = field.reference
    variable = field.variable
    score = field.metric
    threshold = field.threshold
    level = FieldSignificance.level
    stations = field.tested
    smaller = field.smaller
    greater = field.greater
    leastAdjustedPValue = field.leastAdjustedPValue
    isSignificant = field.isSignificant
  }
}

private struct LedgerEntry: Encodable {
  let model: String
  let variable: Variable
  let leadHours: Double
  let candidates: Int
  let used: Int
  let rejected: [String: Int]

  init(_ row: EvaluationRecord.LedgerRow) {
    model = row.system
    variable = row.variable
    leadHours = row.leadTime.hours
    candidates = row.ledger.candidates
    used = row.ledger.used
    rejected = Dictionary(uniqueKeysWithValues: row.ledger.rejected.map { ($0.key.rawValue, $0.value) })
  }
}

private struct OutsideEntry: Encodable {
  let model: String
  let variable: Variable
  let kind: String
  let pairs: Int
  let outside: Int

  init(_ row: EvaluationRecord.Outside) {
    model = row.system
    variable = row.variable
    kind = row.family
    pairs = row.pairs
    outside = row.outside
  }
}

extension Double? {
  /// JSON has no word for infinity.
  fileprivate var ifFinite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
