import Fields
import Metrics

/// The scores of events: for each variable a table of events and systems, and curves over lead time of the scores that
/// say most.
func eventSection(_ page: inout Page) -> Section? {
  let record = page.record
  let tables = EventScores.tables(record)
  guard record.hasPairs, !tables.isEmpty else { return nil }
  let differences = page.comparisons.filter {
    $0.difference.leadTime == nil && $0.difference.initTime == nil && EventScores.isEvent($0.difference.metric)
  }
  let holds = Set(zip(differences, Discoveries.hold(differences)).filter(\.1).map(\.0.difference))
  let comparisons = Dictionary(differences.map { ($0.difference, $0) }) { first, _ in first }
  var content: [Markup] = [
    .element(
      "p", [:],
      "A value beyond a threshold is an event. " + climatologyNote(tables)
        + "All lead times together\(tables.contains(where: \.hasIntervals) ? ", 95 % intervals in grey" : ""). "
        + (differences.isEmpty
          ? "" : "▲ is better and ▼ worse than the baseline, where that holds as for the differences above."))
  ]
  for variable in record.variables {
    let own = tables.filter { $0.variable == variable && $0.stratum == record.firstStratum }
    guard !own.isEmpty else { continue }
    content.append(.element("h3", [:], variable.title))
    for table in own { content += eventTable(table, page, comparisons, holds) }
    let panels = eventPanels(variable, &page)
    if !panels.isEmpty { content.append(.element("div", ["class": "panels"], panels)) }
  }
  let others = tables.filter { $0.stratum != record.firstStratum }
  if !others.isEmpty {
    let parts = others.flatMap { table in
      [Markup.element("h3", [:], "\(table.variable.title), \(table.stratum)")]
        + eventTable(table, page, comparisons, holds)
    }
    content.append(.element("details", [:], [.element("summary", [:], "Events of strata")] + parts))
  }
  return Section(id: "events", title: "Events", content: content)
}

/// What thresholds of a climatology are, where there are some.
private func climatologyNote(_ tables: [EventScores]) -> String {
  let events = tables.flatMap(\.events)
  let quantile = events.first { $0.contains(" q") }.map {
    "\($0) is beyond the quantile of the climatology of the place, the day of the year and the hour. "
  }
  let period = events.first { $0.contains(" rp") }.map {
    "\($0) is beyond what the climatology of the place passes once in so many years on average. "
  }
  return (quantile ?? "") + (period ?? "")
}

private func eventTable(
  _ scores: EventScores, _ page: Page, _ comparisons: [Score: Comparison], _ holds: Set<Score>
) -> [Markup] {
  let head =
    [columnHead(scores.areOfProbabilities ? "Probability of the event" : "Event")]
    + scores.columns.map { column in
      let title = page.record.definition(column)?.name ?? column
      return .element(
        "th", ["scope": "col", "class": "num"],
        [
          .element(
            "a", ["class": "score", "href": "#score-\(column)", "title": title], scores.head(column, page.record))
        ])
    } + [columnHead("Pairs", numeric: true)]
  let bodies = scores.events.map { event -> [[Markup]] in
    [[groupHead(event, span: scores.columns.count + 2)]]
      + scores.lines.filter { $0.event == event }.map { line in
        [rowHead(line.model)] + scores.columns.map { cell(line, $0, scores, comparisons, holds) }
          + [numberCell(Digits.count(line.n))]
      }
  }
  let reasons = scores.reasons(page.record)
  return [table(label: "Events of \(scores.variable.title)", class: "events", head: [head], bodies: bodies)]
    + (reasons.isEmpty ? [] : [.element("ul", ["class": "notes"], reasons.map { .element("li", [:], $0) })])
}

private func cell(
  _ line: EventScores.Line, _ column: String, _ scores: EventScores, _ comparisons: [Score: Comparison],
  _ holds: Set<Score>
) -> Markup {
  guard let score = line.scores[column] else { return .element("td", [:], "") }
  guard let value = score.number else { return undefinedCell(score) }
  let comparison = comparisons[score]
  let decimals = comparison?.decimals ?? scores.decimals(column)
  var mark = ""
  var style = "num"
  if holds.contains(score) {
    switch comparison?.verdict {
    case .better: (mark, style) = (" ▲", "num better")
    case .worse: (mark, style) = (" ▼", "num worse")
    default: break
    }
  }
  let sign = line.isDifference && value > 0 ? "+" : ""
  var parts: [Markup] = [.text((sign + Digits.fixed(value, decimals) + mark).withMinusSigns)]
  if let interval = score.interval {
    let text = "\(Digits.fixed(interval.lowerBound, decimals)) to \(Digits.fixed(interval.upperBound, decimals))"
    parts.append(.element("span", ["class": "limits"], text.withMinusSigns))
  }
  return .element("td", ["class": style], parts)
}

/// The curves of the scores that say most, for the first events of a variable.
private func eventPanels(_ variable: Variable, _ page: inout Page) -> [Markup] {
  let own = page.record.scores.filter {
    $0.variable == variable && $0.stratum == page.record.firstStratum && $0.leadTime != nil && $0.initTime == nil
      && EventScores.isEvent($0.metric)
  }
  guard Set(own.map(\.leadTime)).count > 1 else { return [] }
  let held = EvaluationRecord.unique(own.map(\.metric))
  let telling = ["frequency_bias", "ets", "sedi", "bss_sample", "roc_area"].filter(held.contains)
  let drawn = telling.isEmpty ? Array(held.prefix(3)) : telling
  let events = EvaluationRecord.unique(own.compactMap(\.threshold)).prefix(4)
  return events.flatMap { event in
    scorePanels(own.filter { $0.threshold == event && drawn.contains($0.metric) }, &page)
  }
}
