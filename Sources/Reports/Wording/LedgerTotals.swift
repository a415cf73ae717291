import Fields
import Metrics

/// The ledger of each system and variable over all lead times, and the reasons that occur.
struct LedgerTotals {
  struct Line {
    let system: String
    let variable: Variable
    fileprivate(set) var ledger: Ledger
  }

  let lines: [Line]
  /// In the order of their declaration.
  let reasons: [RejectionReason]

  init(_ rows: [EvaluationRecord.LedgerRow]) {
    var lines: [Line] = []
    for row in rows {
      if let i = lines.firstIndex(where: { $0.system == row.system && $0.variable == row.variable }) {
        lines[i].ledger.merge(row.ledger)
      } else {
        lines.append(Line(system: row.system, variable: row.variable, ledger: row.ledger))
      }
    }
    self.lines = lines
    reasons = Set(lines.flatMap(\.ledger.rejected.keys)).sorted()
  }

  /// What stands above the table of them.
  static func title(_ record: EvaluationRecord) -> String {
    "Where the \(record.comparesFields ? "cells" : "observations") went"
  }
}
