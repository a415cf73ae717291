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
    let lines = totals.lines.filter { $0.system == system }.map { line -> [Markup] in
      let rejected = totals.reasons.map { line.ledger.rejected[$0] ?? 0 }
      return [rowHead(line.variable.title), count(line.ledger.candidates), count(line.ledger.used)]
        + rejected.map { count($0) }
    }
    return [[groupHead(system, span: 3 + totals.reasons.count)]] + lines
  }
  return Section(
    id: "observations", title: "Where the observations went",
    content: [
      .element("p", [:], "Candidates = used + rejected, over all initial and lead times."),
      table(label: "Where the observations went", class: "ledger", head: [head], bodies: bodies),
    ])
}

private func count(_ n: Int) -> Markup {
  n == 0 ? .element("td", ["class": "num muted"], "0") : numberCell(Digits.count(n))
}

/// What each score is.
func definitionSection(_ page: Page) -> Section? {
  guard !page.record.definitions.isEmpty else { return nil }
  let entries = page.record.definitions.flatMap { definition -> [Markup] in
    let orientation =
      switch definition.orientation {
      case .negative: "smaller is better"
      case .positive: "larger is better"
      case .towardsPerfect: "closer to perfect is better"
      case .none: "no better or worse"
      }
    let perfect = definition.perfect.map { "perfect \(Digits.shortest($0)), " } ?? ""
    let synonyms = definition.synonyms.isEmpty ? "" : " Also \(definition.synonyms.joined(separator: ", "))."
    let facts = "Range \(definition.range), \(perfect)\(orientation). Undefined \(undefinedText(definition))"
    return [
      .element(
        "dt", [:],
        [.element("b", [:], definition.symbol), .text(" \(definition.name) "), .element("code", [:], definition.id)]),
      .element(
        "dd", [:],
        [
          .element("p", [:], definition.summary + synonyms), .element("p", ["class": "formula"], definition.formula),
          .element("p", ["class": "muted"], "\(facts) \(definition.aggregation)"),
          .element("p", ["class": "muted"], linked(definition.reference)),
        ]),
    ]
  }
  return Section(id: "definitions", title: "What the scores are", content: [.element("dl", [:], entries)])
}

private func undefinedText(_ definition: MetricDefinition) -> String {
  let text = definition.undefinedWhen
  let sentence = text.hasPrefix("when") || text.hasPrefix("where") || text == "never" ? text : "when \(text)"
  return sentence.hasSuffix(".") ? sentence : sentence + "."
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
