import Fields
import Metrics

/// Errors of the peak, the footprint and the duration, and the scores of the event over the window.
func eventScoreSection(_ page: inout EventPage) -> Section? {
  var content: [Markup] = []
  for event in page.record.observed {
    let words = EventWords(event.variable)
    let rows = page.rows(event)
    guard !rows.isEmpty else { continue }
    let sizes = Set(rows.flatMap(\.fractionsSkill.keys)).sorted()
    let head: [Markup] =
      [
        columnHead("From"), columnHead("System"), columnHead("Forecast, \(words.unitText)", numeric: true),
        columnHead("Observed", numeric: true), columnHead("Error, \(words.errorUnitText)", numeric: true),
        columnHead("Late, h", numeric: true), columnHead("Away, km", numeric: true), columnHead("Hit", numeric: true),
        columnHead("Missed", numeric: true), columnHead("False", numeric: true), columnHead("CSI", numeric: true),
      ] + sizes.map { columnHead("FSS \($0)", numeric: true) } + [
        columnHead("Onset, h", numeric: true), columnHead("Lasting, h", numeric: true),
        columnHead("CSI", numeric: true), columnHead("SEDI", numeric: true), columnHead("Pairs", numeric: true),
      ]
    let groups: [Markup] = [
      columnHead(""), columnHead(""), columnHead("Peak", span: 5, numeric: true),
      columnHead("Footprint", span: 4 + sizes.count, numeric: true), columnHead("Times", span: 2, numeric: true),
      columnHead("Every place and time", span: 3, numeric: true),
    ]
    let body = rows.map { row -> [Markup] in
      let places = row.footprint.map { Digits.fixed($0, 0) }
      return [
        rowHead(row.initTime.shortDescription),
        .element("td", [:], [page.marker(row.system).key(), .text(row.system)]),
        numberCell(EventWords.text(row.peak.map { words.number($0.value) }, 1)),
        numberCell(EventWords.text(row.observedPeak.map { words.number($0.value) }, 1)),
        numberCell(words.error(row.peakError)), outcomeCell(row.timingError, 0, signed: true),
        outcomeCell(row.displacement, 0), numberCell(places[0]), numberCell(places[2]), numberCell(places[1]),
        outcomeCell(row.footprintSuccess, 2),
      ] + sizes.map { outcomeCell(row.fractionsSkill[$0], 2) } + [
        outcomeCell(row.onsetError, 1, signed: true), outcomeCell(row.durationError, 1, signed: true),
        outcomeCell(row.outcome("csi"), 2), outcomeCell(row.outcome("sedi"), 2),
        numberCell(Digits.count(row.ledger.used)),
      ]
    }
    content.append(.element("h3", [:], "\(event.variable.title) \(words.threshold(event.threshold))"))
    content.append(
      table(
        label: "Scores of \(event.variable.title) \(words.threshold(event.threshold))", class: "scores tight",
        head: [groups, head], bodies: [body]))
  }
  guard !content.isEmpty else { return nil }
  let noun = page.record.comparesFields ? "cells, by area" : "stations"
  let scale =
    page.record.comparesFields
    ? " FSS is the fractions skill score of the footprint over squares of so many cells a side." : ""
  let note =
    "Errors are forecast minus observed, at the same places and times; later and longer are positive. The observed peak "
    + "is that of the forecast's own times and places, so that it may be less than the one above. The footprint counts "
    + "\(noun), with the event at any time of the part of the window that the forecast reaches. Onset is the mean where both "
    + "have the event, its lasting where either has it." + scale
  return Section(
    id: "scores", title: "Scores of the event", content: [.element("p", [:], note)] + content)
}

private func outcomeCell(_ outcome: Outcome?, _ decimals: Int, signed: Bool = false) -> Markup {
  guard let outcome else { return numberCell("–") }
  guard let value = outcome.value else {
    return .element("td", ["class": "num muted"], [.element("abbr", ["title": outcome.reason ?? ""], "–")])
  }
  return numberCell(EventWords.text(value, decimals, signed: signed))
}

/// Errors where the event was observed beside those of all pairs, and why the former rank nothing.
func dilemmaSection(_ page: inout EventPage) -> Section? {
  var content: [Markup] = [
    .element(
      "p", [:],
      "Judge by the threshold-weighted errors: they are of all pairs, false alarms included, and count only what lies "
        + "beyond the threshold. Smaller is better. The other columns explain and do not rank: where the extreme was "
        + "observed every forecast looks too weak, and one that always warns looks best (the forecaster's dilemma); where "
        + "it was forecast every one looks too strong.")
  ]
  for event in page.record.observed {
    let words = EventWords(event.variable)
    let rows = page.rows(event)
    guard !rows.isEmpty else { continue }
    let isEnsemble = rows.contains { $0.outcome("twcrps_ecdf") != nil }
    let unit = words.errorUnitText
    let weighted = ["tw_mae", "tw_mse"] + (isEnsemble ? ["twcrps_ecdf"] : [])
    let groups: [Markup] =
      [
        columnHead(""), columnHead(""),
        columnHead("Threshold-weighted, all pairs", span: weighted.count, numeric: true),
      ] + ["All pairs", "Where observed", "Where forecast"].map { columnHead($0, span: 3, numeric: true) }
    let names = weighted.map { id in page.record.definitions.first { $0.id == id }?.symbol ?? id }
    let three = ["pairs", "mean", "MAE"].map { columnHead($0, numeric: true) }
    let head =
      [columnHead("From"), columnHead("System")] + names.map { columnHead($0, numeric: true) } + three + three + three
    let body = rows.map { row -> [Markup] in
      var cells = [
        rowHead(row.initTime.shortDescription),
        Markup.element("td", [:], [page.marker(row.system).key(), .text(row.system)]),
      ]
      for id in weighted {
        let factor = id == "tw_mse" ? words.errorNumber(words.errorNumber(1)) : words.errorNumber(1)
        cells.append(numberCell(EventWords.text(row.outcome(id)?.value.map { $0 * factor }, 3)))
      }
      for part in [EventErrors.Part.all, .observed, .forecast] {
        cells.append(numberCell(row.outcome("n", part)?.value.map { Digits.count(Int($0)) } ?? "–"))
        cells.append(numberCell(words.error(row.outcome("me", part) ?? .undefined(""))))
        cells.append(numberCell(words.error(row.outcome("mae", part) ?? .undefined(""), signed: false)))
      }
      return cells
    }
    content.append(
      .element("h3", [:], "\(event.variable.title) \(words.threshold(event.threshold)), errors in \(unit)"))
    content.append(
      table(
        label: "Errors where the event was observed, forecast, and of all pairs", class: "scores tight",
        head: [groups, head], bodies: [body]))
  }
  return content.count > 1 ? Section(id: "dilemma", title: "Not by the extremes alone", content: content) : nil
}
