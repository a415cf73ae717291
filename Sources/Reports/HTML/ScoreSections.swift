import Fields
import Metrics

/// The table of all systems' scores over all lead times together.
func summarySection(_ page: Page) -> Section? {
  let record = page.record
  let rows = ScoreRow.rows(of: record.summaryScores, comparisons: page.comparisons)
  guard !rows.isEmpty else { return nil }
  let groups = EvaluationRecord.unique(rows.map { Group($0.key) })
  let hasLeads = rows.contains { $0.key.leadTime != nil }
  let span = 3 + 2 * page.systems.count
  let head =
    [columnHead("Score")]
    + page.systems.map { columnHead($0, span: 2, numeric: true) }
    + [columnHead("Unit"), columnHead("Pairs", numeric: true)]
  let bodies = groups.map { group -> [[Markup]] in
    let title = record.strata.count > 1 ? "\(group.variable.title), \(group.stratum)" : group.variable.title
    let lines = rows.filter { Group($0.key) == group }.map { row -> [Markup] in
      let lead = hasLeads ? row.key.leadTime.map { " at \($0)" } ?? "" : ""
      let counts = EvaluationRecord.unique(page.systems.compactMap { row.scores[$0]?.n })
      return [rowHead(page.symbol(row.key) + lead, title: record.definition(row.key.metric)?.name)]
        + page.systems.flatMap { valueCells(row.scores[$0], row.decimals) }
        + [
          .element("td", [:], unitText(row.units)),
          numberCell(counts.map { Digits.count($0) }.joined(separator: " / ")),
        ]
    }
    return [[groupHead(title, span: span)]] + lines
  }
  let pairs =
    record.onCommonPairs
    ? "Every system is scored on the pairs that all of them have."
    : "Each system is scored on all its own pairs, so their scores are of different samples."
  return Section(
    id: "scores", title: "Scores",
    content: [
      .element("p", [:], "\(pairs) All lead times together; 95 % intervals in grey."),
      table(label: "Scores", class: "scores", head: [head], bodies: bodies),
      notes(record.summaryScores),
    ])
}

/// The table of candidate minus baseline.
func differenceSection(_ page: Page) -> Section? {
  let overall = page.comparisons.filter { $0.difference.initTime == nil && $0.difference.leadTime == nil }
  let shown = overall.isEmpty ? page.comparisons.filter { $0.difference.initTime == nil } : overall
  guard let reference = shown.first?.difference.reference else { return nil }
  let candidates = EvaluationRecord.unique(shown.map(\.difference.system))
  let head =
    [columnHead("Score"), columnHead("Difference", span: 2, numeric: true), columnHead("Unit")]
    + [columnHead("Change", numeric: true), columnHead("p", numeric: true)]
    + [columnHead("Initial times", numeric: true), columnHead("Finding")]
  let groups = candidates.flatMap { name in
    EvaluationRecord.unique(shown.filter { $0.difference.system == name }.map { Group(ScoreRow.Key($0.difference)) })
      .map { (name: name, group: $0) }
  }
  let bodies = groups.map { name, group -> [[Markup]] in
    let lines = shown.filter { $0.difference.system == name && Group(ScoreRow.Key($0.difference)) == group }
    var title = group.variable.title
    if page.record.strata.count > 1 { title += ", \(group.stratum)" }
    if candidates.count > 1 { title = "\(name): \(title)" }
    return [[groupHead(title, span: 8)]] + lines.map { differenceLine($0, page) }
  }
  let who = candidates.count == 1 ? candidates[0] : "each system"
  return Section(
    id: "differences", title: "Differences",
    content: [
      .element(
        "p", [:],
        "\(who) minus \(reference), paired by initial time. A difference is called significant where its 95 % "
          + "interval leaves out zero; with many scores, one in twenty does so by chance."),
      table(label: "Differences", class: "differences", head: [head], bodies: bodies),
      notes(shown.map(\.difference)),
    ])
}

private struct Group: Hashable {
  let variable: Variable
  let stratum: String

  init(_ key: ScoreRow.Key) {
    variable = key.variable
    stratum = key.stratum
  }
}

private func valueCells(_ score: Score?, _ decimals: Int) -> [Markup] {
  guard let score else { return [.element("td", ["colspan": "2"], "")] }
  guard let value = score.number else {
    let reason = score.reasonUndefined ?? "no reason given"
    return [.element("td", ["colspan": "2", "class": "muted"], "undefined: \(reason)")]
  }
  return [numberCell(Digits.fixed(value, decimals)), intervalCell(score.interval, decimals)]
}

private func intervalCell(_ interval: ClosedRange<Double>?, _ decimals: Int) -> Markup {
  let text = interval.map { "\(Digits.fixed($0.lowerBound, decimals)) to \(Digits.fixed($0.upperBound, decimals))" }
  return .element("td", ["class": "interval"], (text ?? "").withMinusSigns)
}

private func differenceLine(_ comparison: Comparison, _ page: Page) -> [Markup] {
  let difference = comparison.difference
  let scores = [comparison.candidate, comparison.baseline].compactMap { $0 }
  let decimals =
    ScoreRow.rows(of: scores, comparisons: [comparison]).first?.decimals
    ?? Digits.decimals(for: [difference.number ?? 0])
  let lead = difference.leadTime.map { " at \($0)" } ?? ""
  let isBias = comparison.definition.orientation == .towardsPerfect
  let percent = isBias ? nil : comparison.percent
  let (word, style) =
    switch comparison.verdict {
    case .better: ("▲ better", "better")
    case .worse: ("▼ worse", "worse")
    case .undecided: ("not significant", "muted")
    case .withoutInterval(let reason): (reason, "muted")
    case .unjudged: (comparison.isSignificant ? "differs significantly" : "not significant", "muted")
    }
  return [rowHead(page.symbol(ScoreRow.Key(difference)) + lead, title: comparison.definition.name)]
    + valueCells(difference, decimals)
    + [
      .element("td", [:], unitText(difference.units)),
      numberCell(percent.map { "\(signed($0, 1)) %" } ?? ""), numberCell(pText(difference.pValue)),
      numberCell(Digits.count(difference.cases)), .element("td", ["class": "finding \(style)"], word),
    ]
}

private func signed(_ x: Double, _ decimals: Int) -> String { (x > 0 ? "+" : "") + Digits.fixed(x, decimals) }

private func pText(_ p: Double?) -> String {
  guard let p, p.isFinite else { return "" }
  return p < 0.001 ? "<\u{202F}0.001" : Digits.fixed(p, 3)
}

/// Why there are no intervals, each reason once.
private func notes(_ scores: [Score]) -> Markup {
  let notes = EvaluationRecord.unique(scores.compactMap(\.intervalNote))
  return .element("ul", ["class": "notes"], notes.map { .element("li", [:], $0) })
}
