/// A table of text with columns as wide as they need to be.
struct ObservationsTable {
  enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
  }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  var isEmpty: Bool { rows.count == 1 }

  /// Its lines, without blanks at their ends.
  var text: String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, zip(widths, alignments)).map { cell, form in
        let padding = String(repeating: " ", count: form.0 - cell.count)
        return form.1 == .left ? cell + padding : padding + cell
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

/// A count with its thousands apart: `12 345`.
func grouped(_ count: Int) -> String {
  let digits = String(count)
  var text = ""
  for (i, digit) in digits.enumerated() {
    if i > 0, (digits.count - i).isMultiple(of: 3), text.last != "-" { text.append(" ") }
    text.append(digit)
  }
  return text
}
