import Fields
import Metrics

/// Where the observations went: used, or rejected for which reason.
func ledgerSection(_ page: Page) -> Section? {
  let totals = LedgerTotals(page.record.ledger)
  guard !totals.lines.isEmpty else { return nil }
  let head =
    [columnHead("Variable"), columnHead("Candidates", numeric: true), columnHead("Used", numeric: true)]
    + totals.reasons.map { columnHead($0.rawValue, numeric: true) }
  let bodies = EvaluationRecord.unique(totals.lines.map(\.system)).map { system -> [[Markup]] in
    let own = totals.lines.filter { $0.system == system }
    var lines = own.map { ledgerLine($0.variable.title, $0.ledger, totals.reasons) }
    if own.count > 1 {
      var sum = Ledger()
      for line in own { sum.merge(line.ledger) }
      lines.append(ledgerLine("all variables", sum, totals.reasons))
    }
    return [[groupHead(system, span: 3 + totals.reasons.count)]] + lines
  }
  return Section(
    id: "observations", title: LedgerTotals.title(page.record),
    content: [
      .element("p", [:], "Candidates = used + rejected, over all initial and lead times."),
      table(label: LedgerTotals.title(page.record), class: "ledger", head: [head], bodies: bodies),
    ])
}

private func ledgerLine(_ title: String, _ ledger: Ledger, _ reasons: [RejectionReason]) -> [Markup] {
  [rowHead(title), count(ledger.candidates), count(ledger.used)] + reasons.map { count(ledger.rejected[$0] ?? 0) }
}

private func count(_ n: Int) -> Markup {
  n == 0 ? .element("td", ["class": "num muted"], "0") : numberCell(Digits.count(n))
}

/// What each score is.
func definitionSection(_ page: Page) -> Section? {
  guard !page.record.definitions.isEmpty else { return nil }
  let entries = definitionEntries(page.record.definitions)
  return Section(id: "definitions", title: "What the scores are", content: [.element("dl", [:], entries)])
}

/// The entries of a list of definitions.
func definitionEntries(_ definitions: [MetricDefinition]) -> [Markup] {
  definitions.flatMap { definition -> [Markup] in
    let orientation =
      switch definition.orientation {
      case .negative: "smaller is better"
      case .positive: "larger is better"
      case .towardsPerfect: "closer to perfect is better"
      case .none: "no better or worse"
      }
    let perfect = definition.perfect.map { "perfect \(Digits.shortest($0)), " } ?? ""
    let synonyms = definition.synonyms.isEmpty ? "" : " Also \(definition.synonyms.joined(separator: ", "))."
    let facts = "Range \(definition.range), \(perfect)\(orientation). \(undefinedText(definition))"
    return [
      .element(
        "dt", ["id": "score-\(definition.id)"],
        [.element("b", [:], definition.symbol), .text(" \(definition.name) "), .element("code", [:], definition.id)]),
      .element(
        "dd", [:],
        [
          .element("p", [:], definition.summary.asSentence + synonyms),
          .element("p", ["class": "formula"], definition.formula),
          .element("p", ["class": "muted"], "\(facts) \(definition.aggregation.asSentence)"),
          .element("p", ["class": "muted"], linked(definition.reference.asSentence)),
        ]),
    ]
  }
}

private func undefinedText(_ definition: MetricDefinition) -> String {
  let text = definition.undefinedWhen
  if text == "never" { return "Never undefined." }
  return "Undefined \(text.hasPrefix("when") || text.hasPrefix("where") ? text : "when \(text)")".asSentence
}

/// Text with its DOIs as links, which lead away only where they are followed.
func linked(_ text: String) -> [Markup] {
  text.split(separator: " ", omittingEmptySubsequences: false).flatMap { word -> [Markup] in
    let core = word.drop { "(".contains($0) }.prefix { !");,".contains($0) }
    let trimmed = core.hasSuffix(".") ? core.dropLast() : core
    let address =
      trimmed.hasPrefix("https://doi.org/10.")
      ? String(trimmed) : trimmed.hasPrefix("doi:10.") ? "https://doi.org/\(trimmed.dropFirst(4))" : nil
    guard let address else { return [.text(word + " ")] }
    return [.element("a", ["href": address, "rel": "noreferrer"], String(word)), .text(" ")]
  }
}

/// What is needed to repeat the evaluation: files with hashes, versions, the evaluation itself.
func provenanceSection(_ page: Page) -> Section? {
  var content: [Markup] = []
  if !page.record.provenance.isEmpty {
    let lines = page.record.provenance.map { [rowHead($0.name), .element("td", ["class": "fact"], $0.value)] }
    content.append(
      table(
        label: "Provenance", class: "provenance", head: [[columnHead("What"), columnHead("Value")]], bodies: [lines]))
  }
  if !page.record.planText.isEmpty {
    content += [
      .element("h3", [:], "The evaluation file"),
      .element("pre", ["tabindex": "0", "aria-label": "The evaluation file"], page.record.planText),
    ]
  }
  return content.isEmpty ? nil : Section(id: "provenance", title: "Provenance", content: content)
}
