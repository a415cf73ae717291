import Fields
public import Metrics

/// A scorecard: for each candidate and score a table of variables and strata against lead times, of the change to the
/// baseline in per cent.
///
/// Signs are those of the change, so that -3.2 is better for an RMSE and worse for a correlation; the mark says which.
public struct ScorecardReport: Report {
  public static let format = "scorecard"
  public static let title = "the change to the baseline by variable, stratum and lead time"

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    let record = record.inDisplayUnits
    output.write("\(record.title)\n")
    let comparisons = record.comparisons
    guard !comparisons.isEmpty else {
      output.write("\nThere is nothing to compare: the evaluation has one system, or no pairs that all have.\n")
      return
    }
    output.write(
      "\nChange to \(record.baseline?.name ?? "the baseline") in per cent of it; where a score has no better and worse, "
        + "or the baseline is 0, the difference itself, in brackets.\n"
        + "+ better, - worse, each significant at 5 % after adjustment; = not significant; ! significant, of a score that has no better and worse; ? without an interval.\n"
    )
    for system in record.systems where !system.isBaseline {
      for definition in record.definitions {
        let own = comparisons.filter { $0.difference.system == system.name && $0.definition.id == definition.id }
        for threshold in EvaluationRecord.unique(own.map(\.difference.threshold)) {
          write(own.filter { $0.difference.threshold == threshold }, system.name, definition, threshold, to: &output)
        }
      }
    }
  }

  private func write(
    _ comparisons: [Comparison], _ system: String, _ definition: MetricDefinition, _ threshold: String?,
    to output: inout some TextOutputStream
  ) {
    guard definition.id != "n" else { return }
    let leads = Set(comparisons.compactMap(\.difference.leadTime)).sorted()
    let name = [definition.symbol, threshold].compactMap { $0 }.joined(separator: " ")
    output.write("\n\(system): \(name), \(definition.name)\n\n")
    var rows = [["variable", "stratum"] + leads.map(\.description) + ["all leads"]]
    for variable in EvaluationRecord.unique(comparisons.map(\.difference.variable)) {
      for stratum in EvaluationRecord.unique(comparisons.map(\.difference.stratum)) {
        let cells = (leads.map(Optional.some) + [nil]).map { lead in
          comparisons.first {
            $0.difference.variable == variable && $0.difference.stratum == stratum && $0.difference.leadTime == lead
          }.map(text) ?? ""
        }
        guard cells.contains(where: { !$0.isEmpty }) else { continue }
        rows.append([variable.title, stratum] + cells)
      }
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + gap : gap + row[column]
      }
      output.write("  " + cells.joined(separator: "  ") + "\n")
    }
  }

  private func text(_ comparison: Comparison) -> String {
    let mark =
      switch comparison.verdict {
      case .better: "+"
      case .worse: "-"
      case .undecided: "="
      case .withoutInterval: "?"
      case .unjudged: comparison.isSignificant ? "!" : " "
      }
    guard let value = comparison.difference.number else { return "undefined" }
    if comparison.verdict != .unjudged, let percent = comparison.percent {
      return "\(Digits.fixed(percent, 1)) \(mark)"
    }
    return "(\(Digits.fixed(value, comparison.decimals))) \(mark)"
  }
}
