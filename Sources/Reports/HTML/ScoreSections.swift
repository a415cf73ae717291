import Fields
import Metrics

/// The tables of all systems' scores over all lead times together, one for each variable; strata
/// other than the first are folded away.
func summarySection(_ page: Page) -> Section? {
  let record = page.record
  let rows = ScoreRow.rows(of: record.summaryScores.filter { isShown($0.metric, record) })
  guard record.hasPairs, !rows.isEmpty else { return nil }
  let tables = EvaluationRecord.unique(rows.map { Group($0.key) }).map { group -> (group: Group, table: Markup) in
    (group, summaryTable(rows.filter { Group($0.key) == group }, title(group, record), page))
  }
  let (shown, folded) = (
    tables.filter { $0.group.stratum == record.firstStratum }, tables.filter { $0.group.stratum != record.firstStratum }
  )
  let pairs =
    record.systems.count == 1
    ? ""
    : record.onCommonPairs
      ? "Every system is scored on the pairs that all of them have. "
      : "Each system is scored on all its own pairs, so their scores are of different samples. "
  let leads = EvaluationRecord.unique(record.scores.compactMap(\.leadTime))
  let together =
    leads.count == 1 ? "The only lead time is \(Digits.shortest(leads[0].hours)) h." : "All lead times together."
  let hasIntervals = rows.contains { $0.scores.values.contains { $0.interval != nil } }
  return Section(
    id: "scores", title: "Scores",
    content: [.element("p", [:], "\(pairs)\(together)\(hasIntervals ? " 95 % intervals in grey." : "")")]
      + shown.map(\.table)
      + folding(folded.map(\.table), "Scores of \(strataText(record))") + [
        notes(record.summaryScores.filter { isShown($0.metric, record) })
      ] + smallerSamples(record))
}

/// The scores that stand on fewer pairs than there are; nothing where there is none.
private func smallerSamples(_ record: EvaluationRecord) -> [Markup] {
  let lines = SmallerSamples(record).lines
  guard !lines.isEmpty else { return [] }
  return [
    .element("p", ["class": "muted"], SmallerSamples.note),
    .element("ul", ["class": "muted"], lines.map { .element("li", [:], $0) }),
  ]
}

/// Whether a score has a line: the number of pairs has a column, the MSE is seen in its root, and events
/// have a section of their own.
private func isShown(_ metric: String, _ record: EvaluationRecord) -> Bool {
  metric != "n" && (metric != "mse" || record.definition("rmse") == nil) && !EventScores.isEvent(metric)
}

private func title(_ group: Group, _ record: EvaluationRecord) -> String {
  group.stratum == record.firstStratum ? group.variable.title : "\(group.variable.title), \(group.stratum)"
}

private func strataText(_ record: EvaluationRecord) -> String {
  let names = record.strata.dropFirst()
  return names.count > 6 ? "\(names.count) strata" : names.joined(separator: ", ")
}

/// Content that opens on request; nothing where there is none.
private func folding(_ content: [Markup], _ summary: String) -> [Markup] {
  content.isEmpty ? [] : [.element("details", [:], [.element("summary", [:], summary)] + content)]
}

private func summaryTable(_ rows: [ScoreRow], _ title: String, _ page: Page) -> Markup {
  let systems = page.systems.filter { name in rows.contains { $0.scores[name] != nil } }
  let hasLeads = rows.contains { $0.key.leadTime != nil }
  let head =
    [columnHead("Score")] + systems.map { columnHead($0, span: 2, numeric: true) }
    + [columnHead("Unit"), columnHead("Pairs", numeric: true)]
  let lines = rows.map { row -> [Markup] in
    let lead = hasLeads ? row.key.leadTime.map { " at \($0)" } ?? "" : ""
    let counts = EvaluationRecord.unique(systems.compactMap { row.scores[$0]?.n })
    return [rowHead(page.linked(row.key, tail: lead))]
      + systems.flatMap { valueCells(row.scores[$0], row.decimals) }
      + [
        .element("td", [:], DisplayUnit.text(row.units)),
        numberCell(counts.map { Digits.count($0) }.joined(separator: " / ")),
      ]
  }
  return table(
    label: "Scores of \(title)", class: "scores", head: [head],
    bodies: [[[groupHead(title, span: 3 + 2 * systems.count, ofVariable: true)]] + lines])
}

/// The table of candidate minus baseline.
func differenceSection(_ page: Page) -> Section? {
  let comparisons = page.comparisons.filter {
    $0.difference.initTime == nil && isShown($0.difference.metric, page.record) && $0.definition.orientation != .none
  }
  let overall = comparisons.filter { $0.difference.leadTime == nil }
  let shown = overall.isEmpty ? comparisons : overall
  guard page.record.hasPairs, let reference = shown.first?.difference.reference else { return nil }
  let holds = Set(zip(shown, Discoveries.hold(shown)).filter(\.1).map(\.0.difference))
  let candidates = EvaluationRecord.unique(shown.map(\.difference.system))
  let isAdjusted = shown.contains { $0.difference.adjustedPValue != nil }
  let hasEffective = shown.contains { $0.difference.effectiveSampleSize != nil }
  let head =
    [columnHead("Score"), columnHead("Difference", span: 2, numeric: true), columnHead("Unit")]
    + [columnHead("Change", numeric: true), columnHead("p", numeric: true)]
    + (isAdjusted ? [columnHead("Adjusted p", numeric: true)] : [])
    + [columnHead("Initial times", numeric: true)]
    + (hasEffective ? [columnHead("Effective", numeric: true)] : []) + [columnHead("Finding")]
  let groups = candidates.flatMap { name in
    EvaluationRecord.unique(shown.filter { $0.difference.system == name }.map { Group(ScoreRow.Key($0.difference)) })
      .map { (name: name, group: $0) }
  }
  let bodies = groups.map { name, group -> (isFirst: Bool, lines: [[Markup]]) in
    let lines = shown.filter { $0.difference.system == name && Group(ScoreRow.Key($0.difference)) == group }
    let heading = (candidates.count > 1 ? "\(name): " : "") + title(group, page.record)
    return (
      group.stratum == page.record.firstStratum,
      [[groupHead(heading, span: 8 + (isAdjusted ? 1 : 0) + (hasEffective ? 1 : 0), ofVariable: candidates.count == 1)]]
        + lines.map {
          differenceLine(
            $0, holds: holds.contains($0.difference), page, isAdjusted: isAdjusted, hasEffective: hasEffective)
        }
    )
  }
  let folded = bodies.filter { !$0.isFirst }.map(\.lines)
  let foldedTable = table(label: "Differences of strata", class: "differences", head: [head], bodies: folded)
  let who = candidates.count == 1 ? candidates[0] : "Each system"
  return Section(
    id: "differences", title: "Differences",
    content: [
      .element(
        "p", [:],
        "\(who) minus \(reference), paired by initial time. A difference is called significant where its "
          + (isAdjusted
            ? "p-value, adjusted for all differences of its score, is below 0.05. "
            : "95 % interval leaves out zero. ")
          + "With many scores one in twenty does so by chance: a finding “perhaps by chance” does not hold at a false "
          + "discovery rate of 5 % among the differences shown, or rests on fewer than \(Discoveries.fewestCases) "
          + "initial times."),
      table(
        label: "Differences", class: "differences", head: [head], bodies: bodies.filter(\.isFirst).map(\.lines)),
    ] + folding(folded.isEmpty ? [] : [foldedTable], "Differences of \(strataText(page.record))")
      + [notes(shown.map(\.difference))] + methods(shown.map(\.difference)))
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

private func differenceLine(
  _ comparison: Comparison, holds: Bool, _ page: Page, isAdjusted: Bool, hasEffective: Bool
) -> [Markup] {
  let difference = comparison.difference
  let lead = difference.leadTime.map { " at \($0)" } ?? ""
  let isBias = comparison.definition.orientation == .towardsPerfect
  let percent = isBias ? nil : comparison.percent
  let doubt = holds ? "" : ", perhaps by chance"
  let (word, style) =
    switch comparison.verdict {
    case .better: ("▲ better\(doubt)", holds ? "better" : "muted")
    case .worse: ("▼ worse\(doubt)", holds ? "worse" : "muted")
    case .undecided: ("not significant", "muted")
    case .withoutInterval(let reason): (reason, "muted")
    case .unjudged where difference.interval == nil: ("", "muted")
    case .unjudged: (comparison.isSignificant ? "differs\(doubt)" : "not significant", "muted")
    }
  return [rowHead(page.linked(ScoreRow.Key(difference), tail: lead))]
    + valueCells(difference, comparison.decimals)
    + [
      .element("td", [:], DisplayUnit.text(difference.units)),
      numberCell(percent.map { "\(signed($0, 1)) %" } ?? ""), numberCell(pText(difference.pValue)),
    ] + (isAdjusted ? [numberCell(pText(difference.adjustedPValue))] : [])
    + [numberCell(Digits.count(difference.cases))]
    + (hasEffective ? [numberCell(difference.effectiveSampleSize.map { Digits.fixed($0, 1) } ?? "")] : [])
    + [.element("td", ["class": "finding \(style)"], word)]
}

private func signed(_ x: Double, _ decimals: Int) -> String { (x > 0 ? "+" : "") + Digits.fixed(x, decimals) }

private func pText(_ p: Double?) -> String {
  guard let p, p.isFinite else { return "" }
  return p < 0.001 ? "<\u{202F}0.001" : Digits.fixed(p, 3)
}

/// By which methods the limits and p-values were made, each once, and why initial times were taken as independent.
private func methods(_ differences: [Score]) -> [Markup] {
  let methods = differences.filter { $0.interval != nil }.compactMap { score in
    score.method.map { [$0, $0 == SignificanceMethod.independent.id ? score.methodNote : nil].compactMap { $0 } }
  }
  let texts = EvaluationRecord.unique(methods).map { $0.joined(separator: ", ") }
  guard !texts.isEmpty else { return [] }
  return [.element("p", ["class": "muted"], "Limits and p-values by \(texts.joined(separator: "; ")).")]
}

/// Why there are no intervals, each reason once.
private func notes(_ scores: [Score]) -> Markup {
  let notes = EvaluationRecord.unique(scores.compactMap(\.intervalNote))
  return .element("ul", ["class": "notes"], notes.map { .element("li", [:], $0.asSentence) })
}
