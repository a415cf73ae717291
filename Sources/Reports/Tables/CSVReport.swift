import Fields
public import Metrics

/// The scores and their differences, one a line, for programs and spreadsheets.
///
/// The columns are `model,variable,level,stratum,lead_hours,score,threshold,n,value,lower,upper,units`.
/// - An empty lead means all lead times together; an undefined score has an empty value, and its
///   reason is in the JSON report.
/// - A difference has `A - B` for its model.
/// - Scores of single initial times have no column to stand in and are left to the JSON report.
/// - Numbers are written with as many digits as reading them back exactly needs.
/// - Lines end in a line feed; fields are quoted as in RFC 4180.
public struct CSVReport: Report {
  public static let format = "csv"
  public static let title = "scores as comma-separated values"
  public static let columns = [
    "model", "variable", "level", "stratum", "lead_hours", "score", "threshold", "n", "value", "lower", "upper",
    "units",
  ]

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    output.write(CSVReport.columns.joined(separator: ",") + "\n")
    for score in record.scores + record.differences where score.initTime == nil {
      let fields = [
        score.model, score.variable.description, score.variable.level.text, score.stratum,
        Digits.exact(score.leadTime?.hours) ?? "", score.metric, score.threshold ?? "", String(score.n),
        Digits.exact(score.number) ?? "", Digits.exact(score.lower) ?? "", Digits.exact(score.upper) ?? "", score.units,
      ]
      output.write(fields.map(CSVReport.quoted).joined(separator: ",") + "\n")
    }
  }

  static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
