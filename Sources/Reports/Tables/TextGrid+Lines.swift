extension TextGrid {
  /// Columns aligned by two blanks, text on the left and numbers on the right; what a row has in common with
  /// the one above in its first column is not repeated.
  var lines: [String] {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    var above = ""
    return all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let shown = column == 0 && cell == above ? "" : cell
        let padding = String(repeating: " ", count: widths[column] - shown.count)
        line += (column == 0 ? "" : "  ") + (column < textColumns ? shown + padding : padding + shown)
      }
      while line.last == " " { line.removeLast() }
      above = row[0]
      return line
    }
  }
}
