import Fields
public import Metrics

/// Events that were found, for a terminal: one a line, and what was set aside.
public struct FoundEventsText {
  private let found: FoundEvents

  public init(_ found: FoundEvents) {
    self.found = found
  }

  /// It ends in a line feed.
  public var text: String {
    let noun = found.isOfCells ? "cells" : "stations"
    let origin = found.thresholdOrigin.map { " \($0)" } ?? ""
    var parts = [
      "\(found.hazard.title): \(found.variable.title) \(found.threshold)\(origin), \(found.from.shortDescription) to "
        + found.through.shortDescription,
      "\(count(found.valuesBeyond)) of \(count(found.values)) values at \(count(found.places)) \(noun) are beyond it",
    ]
    parts += rejected() + setAside()
    parts.append("")
    guard !found.events.isEmpty else {
      return (parts + ["No event: " + remainder.joined(separator: "; ")]).joined(separator: "\n") + "\n"
    }
    return (parts + table(noun) + remainder).joined(separator: "\n") + "\n"
  }

  private func table(_ noun: String) -> [String] {
    let words = EventWords(found.variable)
    let hasForecasts = found.events.contains { $0.initTimes != nil }
    let hasFiles = found.events.contains { $0.file != nil }
    var head = ["", "from", "to", "at"] + (hasFiles ? ["file"] : [])
    let textColumns = head.count
    head += ["peak \(words.unitText)", noun, "hours", "\(noun) x hours"] + (hasForecasts ? ["forecasts"] : [])
    var grid = TextGrid(head: head, textColumns: textColumns)
    for (position, event) in found.events.enumerated() {
      var cells = [
        "\(position + 1)", event.first.shortDescription, event.last.shortDescription,
        "\(event.peak.place.text), \(event.peak.time.shortDescription)",
      ]
      if hasFiles { cells.append(event.file ?? "") }
      cells += [
        EventWords.text(words.number(event.peak.value), 1), count(event.places), Digits.shortest(event.hours),
        Digits.fixed(event.size, 0),
      ]
      if hasForecasts { cells.append(event.initTimes.map(String.init) ?? "") }
      grid.rows.append(cells)
    }
    return grid.lines
  }

  private var remainder: [String] {
    var parts: [String] = []
    if found.further > 0 { parts.append("\(count(found.further)) smaller events are not told; see --most") }
    if found.tooSmall > 0 { parts.append("\(count(found.tooSmall)) of too few places are left out; see --fewest") }
    if parts.isEmpty, found.events.isEmpty { parts.append("nothing is beyond the threshold") }
    return parts
  }

  private func rejected() -> [String] {
    var lines: [String] = []
    let reasons = found.ledger.rejected.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \(count($0.value))" }
    if !reasons.isEmpty { lines.append("not used: \(reasons.joined(separator: ", "))") }
    if found.lacking > 0 { lines.append("\(count(found.lacking)) values have no limit to be beyond") }
    return lines
  }

  private func setAside() -> [String] {
    guard !found.setAside.isEmpty else { return [] }
    let beyond = found.setAside.filter(\.isBeyond)
    let total = found.setAside.count
    return [
      "\(count(total)) report\(total == 1 ? "" : "s") set aside by quality control"
        + (beyond.isEmpty ? "" : ", \(count(beyond.count)) of them beyond the threshold:")
    ] + beyond.map { "  \(CaseStudyText.line($0))" }
  }

  private func count(_ n: Int) -> String { Digits.count(n, separator: " ") }
}
