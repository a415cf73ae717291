import Fields
import Foundation
import Metrics

/// Scores of stations and their differences from the baseline, one a line.
struct StationTable {
  static let columns = [
    "model", "variable", "station", "latitude", "longitude", "elevation", "score", "threshold", "n", "value", "lower",
    "upper", "p_value", "adjusted_p_value",
  ]

  let text: String

  init(_ record: EvaluationRecord) {
    var lines = [StationTable.columns.joined(separator: ",")]
    for score in record.stationScores + record.stationDifferences {
      let model = score.reference.map { "\(score.system) - \($0)" } ?? score.system
      let fields = [
        model, score.variable.description, score.station, exact(score.coordinate.latitude),
        exact(score.coordinate.longitude), exact(score.elevation), score.metric, score.threshold ?? "",
        String(score.n), exact(score.outcome.value), exact(score.lower), exact(score.upper), exact(score.pValue),
        exact(score.adjustedPValue),
      ]
      lines.append(fields.map(quoted).joined(separator: ","))
    }
    text = lines.joined(separator: "\n") + "\n"
  }
}

/// Scores of initial times, one a line; an empty initial time is all of them together.
struct InitTimeTable {
  static let columns = [
    "model", "variable", "stratum", "init_time", "lead_hours", "score", "threshold", "n", "value", "lower", "upper",
    "units",
  ]

  let text: String

  init(_ record: EvaluationRecord) {
    var lines = [InitTimeTable.columns.joined(separator: ",")]
    for score in record.scores + record.differences {
      let model = score.reference.map { "\(score.system) - \($0)" } ?? score.system
      let fields = [
        model, score.variable.description, score.stratum, score.initTime?.description ?? "",
        exact(score.leadTime?.hours), score.metric, score.threshold ?? "", String(score.n), exact(score.outcome.value),
        exact(score.lower), exact(score.upper), score.units,
      ]
      lines.append(fields.map(quoted).joined(separator: ","))
    }
    text = lines.joined(separator: "\n") + "\n"
  }
}

/// The shortest text that reads back to the same bits; empty where there is no number.
private func exact(_ x: Double?) -> String {
  guard let x, x.isFinite else { return "" }
  return x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
}

private func quoted(_ field: String) -> String {
  guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
  return "\"" + field.replacing("\"", with: "\"\"") + "\""
}
