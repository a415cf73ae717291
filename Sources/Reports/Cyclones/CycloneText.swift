import Fields
public import Metrics

/// What was found about a cyclone, for a terminal: the findings, and errors by lead time.
public struct CycloneText: Sendable {
  private let record: CycloneRecord

  public init(_ record: CycloneRecord) { self.record = record }

  public var text: String {
    let words = CycloneWords(record)
    var result = "\(record.title)\n\n\(words.verdict)\n" + words.findings.map { "- \($0)\n" }.joined() + "\n"
    let measures: [TrackMeasure] = [.position, .along, .across, .pressure, .wind]
    let width = max(12, record.lines.map(\.count).max() ?? 0) + 2
    result += "lead time" + padded("track", width) + padded("n", 5)
    result += measures.map { padded("\($0.definition.symbol) (\($0.display.unit))", 18) }.joined() + "\n"
    let leads = Set(record.scores.map(\.leadTime)).sorted().filter { $0.seconds % 86_400 == 0 }
    for lead in leads {
      for line in record.lines {
        let own = record.scores.filter { $0.line == line && $0.leadTime == lead }
        guard let first = own.first(where: { $0.measure == .position }) else { continue }
        result += padded("\(Digits.shortest(lead.hours)) h", 9) + padded(line, width) + padded(String(first.n), 5)
        result +=
          measures.map { measure in
            padded(measure.text(own.first { $0.measure == measure }?.value, signed: measure.isSigned), 18)
          }.joined() + "\n"
      }
    }
    return result + "\n" + record.notes.map { "note: \($0)\n" }.joined()
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
