/// A table to be put in docs/performance.md as it is printed.
struct MarkdownTable {
  let header: [String]
  private var rows: [[String]] = []

  init(header: [String]) { self.header = header }

  /// Adds a row and prints it at once, since the next may take its time.
  mutating func add(_ cells: String...) { add(cells) }

  mutating func add(_ cells: [String]) {
    rows.append(cells)
    Swift.print(cells.joined(separator: " | "))
  }

  func print() {
    Swift.print("")
    for row in [header, header.map { _ in "---" }] + rows { Swift.print("| \(row.joined(separator: " | ")) |") }
  }
}
