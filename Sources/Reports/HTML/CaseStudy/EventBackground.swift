import Fields
import Metrics

/// Reports that quality control set aside, and what became of all others.
func setAsideSection(_ page: inout EventPage) -> Section? {
  let record = page.record
  var content: [Markup] = []
  if !record.setAside.isEmpty {
    let beyond = record.setAside.filter(\.isBeyond)
    content.append(
      .element(
        "p", [:],
        "\(Digits.count(record.setAside.count)) report\(record.setAside.count == 1 ? " was" : "s were") set aside by "
          + "quality control and used for nothing; beyond the threshold: \(Digits.count(beyond.count)). What you know to "
          + "be real may be among them: 'screening: false' takes reports as they are."))
    let shown = beyond + record.setAside.filter { !$0.isBeyond }
    let rows = shown.prefix(mostSetAside).map { report -> [Markup] in
      [
        rowHead(report.station), .element("td", [:], report.time.shortDescription),
        .element("td", [:], report.variable.title), numberCell(EventWords(report.variable).value(report.value)),
        .element("td", [:], "\(report.check), \(report.quality)"),
        .element("td", ["class": "finding"], EventWords(report.variable).reason(report.reason)),
      ]
    }
    let head = [
      columnHead("Station"), columnHead("Time"), columnHead("Variable"), columnHead("Reported", numeric: true),
      columnHead("Check"), columnHead("Why"),
    ]
    content.append(table(label: "Reports set aside", class: "aside", head: [head], bodies: [Array(rows)]))
    if shown.count > mostSetAside {
      content.append(
        .element("p", ["class": "muted"], "\(Digits.count(shown.count - mostSetAside)) more are in the JSON."))
    }
  }
  content += ledger(page)
  return content.isEmpty ? nil : Section(id: "reports", title: "Which reports count", content: content)
}

private let mostSetAside = 40

/// Candidates, pairs and rejections of each system, over all its forecasts of the first threshold.
private func ledger(_ page: EventPage) -> [Markup] {
  var lines: [(system: String, variable: Variable, ledger: Ledger)] = []
  for variable in page.variables {
    guard let event = page.event(variable) else { continue }
    for system in page.record.systems {
      var sum = Ledger()
      for row in page.rows(event) where row.system == system.name { sum.merge(row.ledger) }
      if sum.candidates > 0 { lines.append((system.name, variable, sum)) }
    }
  }
  let reasons = Set(lines.flatMap(\.ledger.rejected.keys)).sorted()
  guard !lines.isEmpty else { return [] }
  let head =
    [
      columnHead("System"), columnHead("Variable"), columnHead("Candidates", numeric: true),
      columnHead("Pairs", numeric: true),
    ] + reasons.map { columnHead($0.rawValue, numeric: true) }
  let rows = lines.map { line -> [Markup] in
    [
      rowHead(line.system), .element("td", [:], line.variable.title), numberCell(Digits.count(line.ledger.candidates)),
      numberCell(Digits.count(line.ledger.used)),
    ] + reasons.map { numberCell(Digits.count(line.ledger.rejected[$0] ?? 0)) }
  }
  return [
    .element("h3", [:], "What became of the others"),
    table(label: "What became of the candidates", class: "ledger", head: [head], bodies: [rows]),
  ]
}

/// Warnings, definitions, files and the event file.
func provenanceSection(_ page: inout EventPage) -> Section? {
  let record = page.record
  var content: [Markup] = []
  if !record.warnings.isEmpty {
    content.append(.element("ul", ["class": "findings"], record.warnings.map { .element("li", [:], $0) }))
  }
  let definitions = record.definitions.flatMap { definition -> [Markup] in
    [
      .element("dt", [:], "\(definition.symbol), \(definition.name)"),
      .element(
        "dd", [:],
        [
          .element("p", [:], definition.summary), .element("p", ["class": "formula"], definition.formula),
          .element("p", ["class": "muted"], definition.reference),
        ]),
    ]
  }
  content.append(
    .element("details", [:], [.element("summary", [:], "definitions of the scores"), .element("dl", [:], definitions)]))
  let facts = record.provenance.map { fact -> [Markup] in
    [rowHead(fact.name), .element("td", ["class": "fact"], fact.value)]
  }
  content.append(
    .element(
      "details", [:],
      [
        .element("summary", [:], "files, with their digests"),
        table(label: "Files", class: "provenance", head: [], bodies: [facts]),
      ]))
  content.append(.element("pre", [:], record.planText))
  return Section(id: "provenance", title: "Where it comes from", content: content)
}
