import Fields
import Formats

/// An inspection as an aligned table.
struct InspectionText {
  private let inspection: FileInspection

  init(_ inspection: FileInspection) { self.inspection = inspection }

  var text: String {
    var lines = [
      "\(inspection.file): \(inspection.format), \(size), \(counted(inspection.entries.count, "entry", "entries"))"
    ]
    lines += inspection.warnings.map { "  ! \($0)" } + inspection.notes.map { "  \($0)" }
    let grids = distinct(inspection.entries.map(\.grid))
    if grids.count == 1, let grid = grids.first { lines.append("  grid: \(grid)") }
    let head = ["name", "variable", "level", "unit", "initial times", "lead times", "members", "count", "packing"]
    let rows = inspection.entries.map { row($0) + (grids.count == 1 ? [] : [$0.grid]) }
    let table = TextTable(head: head + (grids.count == 1 ? [] : ["grid"]), rows: rows, right: [6, 7]).lines
    lines.append("  \(table.first ?? "")")
    for (line, entry) in zip(table.dropFirst(), inspection.entries) {
      lines.append("  \(line)")
      lines += entry.warnings.map { "    ! \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ entry: FileInspection.Entry) -> [String] {
    [
      entry.name, entry.variable ?? "-", entry.level, entry.unit,
      range(entry.initTimes.map(\.shortDescription)), range(entry.leadTimes.map(\.description)),
      String(entry.members), String(entry.count), entry.packing,
    ]
  }

  /// `0h`, `0h, 6h, 12h`, `0h … 48h (9)`.
  private func range(_ texts: [String]) -> String {
    guard texts.count > 3, let first = texts.first, let last = texts.last else {
      return texts.isEmpty ? "-" : texts.joined(separator: ", ")
    }
    return "\(first) … \(last) (\(texts.count))"
  }

  private var size: String {
    let bytes = Double(inspection.byteCount)
    for (unit, scale) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where bytes >= scale {
      return "\((bytes / scale * 10).rounded() / 10) \(unit)"
    }
    return "\(inspection.byteCount) bytes"
  }

  private func counted(_ n: Int, _ one: String, _ many: String) -> String { "\(n) \(n == 1 ? one : many)" }

  private func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

/// Columns as wide as their widest cell, two spaces apart.
struct TextTable {
  /// The head, then the rows.
  let lines: [String]

  /// - right: the numbers of columns that are aligned on the right.
  init(head: [String], rows: [[String]], right: Set<Int> = []) {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    lines = all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (right.contains(column) ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
