import Fields
import Metrics

/// What was observed: peak, extent and duration of each threshold, and where.
func observedSection(_ page: inout EventPage) -> Section? {
  let record = page.record
  let noun = record.comparesFields ? "cells" : "stations"
  let rows = record.observed.map { event -> [Markup] in
    let words = EventWords(event.variable)
    let area = event.areaBeyond.map { ", \(Digits.count(Int($0.rounded()))) km²" } ?? ""
    return [
      rowHead("\(event.variable.title) \(words.threshold(event.threshold))"),
      numberCell(event.peak.map { words.value($0.value) } ?? "–"),
      .element("td", ["class": "finding"], event.peak.map { "\($0.place.text), \($0.time.shortDescription)" } ?? "–"),
      numberCell("\(Digits.count(event.placesBeyond)) of \(Digits.count(event.places))\(area)"),
      numberCell("\(Digits.count(event.valuesBeyond)) of \(Digits.count(event.values))"),
      .element("td", [:], event.first?.shortDescription ?? "never"),
      .element("td", [:], event.last?.shortDescription ?? "–"),
    ]
  }
  var content: [Markup] = [
    table(
      label: "What was observed", class: "observed",
      head: [
        [
          columnHead("Event"), columnHead("Peak", numeric: true), columnHead("Where and when"),
          columnHead("\(noun.capitalisedFirst) beyond", numeric: true), columnHead("Values beyond", numeric: true),
          columnHead("First"), columnHead("Last"),
        ]
      ], bodies: [rows])
  ]
  for variable in page.variables {
    guard let map = observedMap(variable, &page) else { continue }
    content.append(.element("div", ["class": "maps"], [map]))
  }
  return Section(id: "observed", title: "What was observed", content: content)
}

/// The peak of each forecast by initial time, and how early each system had the event.
func leadSection(_ page: inout EventPage) -> Section? {
  var panels: [Markup] = []
  for variable in page.variables {
    guard let event = page.event(variable) else { continue }
    let words = EventWords(variable)
    let rows = page.rows(event).filter { $0.peak != nil }
    guard !rows.isEmpty else { continue }
    var chart = TimeChart(
      title: "Peak of \(variable.title) by initial time", description: plumeWords(rows, event, words),
      units: words.unitText, abscissa: "initial time (UTC)", lines: [])
    for system in page.record.systems {
      let own = rows.filter { $0.system == system.name }
      guard !own.isEmpty else { continue }
      let marker = page.marker(system.name)
      chart.lines.append(
        TimeChart.Line(
          name: system.name, style: marker.style,
          points: own.compactMap { row in row.peak.map { (row.initTime, words.number($0.value)) } }, marker: marker))
      chart.ranges += own.compactMap { row in
        let members = row.memberPeaks.filter { !$0.isNaN }.map(words.number)
        guard let low = members.min(), let high = members.max(), members.count > 1 else { return nil }
        return TimeChart.Range(style: marker.style, time: row.initTime, values: low...high)
      }
    }
    if let peak = event.peak {
      chart.levels.append(TimeChart.Level(name: "observed peak", style: "obs", value: words.number(peak.value)))
    }
    if let limit = Threshold(event.threshold)?.value {
      chart.levels.append(TimeChart.Level(name: "threshold", style: "limit", value: words.number(limit)))
    }
    guard let figure = chart.figure() else { continue }
    panels.append(
      page.figure(
        figure,
        caption: [
          .element("b", [:], "Peak of \(variable.title), \(words.unitText)"),
          .element(
            "span", ["class": "muted"],
            " of each forecast in the region and the part of the window that it reaches"
              + (chart.ranges.isEmpty ? "." : "; bars are the peaks of the members.")), legend(page),
        ]))
  }
  let hits = Markup.element(
    "ul", ["class": "findings"], page.record.firstHits.map { .element("li", [:], page.record.sentence($0)) })
  return Section(
    id: "lead", title: "How early it was seen",
    content: [hits, .element("p", ["class": "muted"], page.record.hitWords)]
      + [.element("div", ["class": "panels wide"], panels)])
}

private func plumeWords(_ rows: [ForecastOfEvent], _ event: ObservedEvent, _ words: EventWords) -> String {
  let peaks = rows.compactMap { row in
    row.peak.map { "\(row.system) from \(row.initTime.shortDescription): \(words.value($0.value))" }
  }
  return (event.peak.map { "Observed peak \(words.value($0.value)). " } ?? "") + peaks.joined(separator: "; ")
}

func legend(_ page: EventPage) -> Markup {
  .element(
    "span", ["class": "legend"],
    page.record.systems.map { .element("span", [:], [page.marker($0.name).key(), .text($0.name)]) })
}

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
        columnHead("From"), columnHead("System"), columnHead("Peak, \(words.unitText)", numeric: true),
        columnHead("Observed", numeric: true), columnHead("Error, \(words.errorUnitText)", numeric: true),
        columnHead("Late, h", numeric: true), columnHead("Away, km", numeric: true), columnHead("Hit", numeric: true),
        columnHead("Missed", numeric: true), columnHead("False", numeric: true),
        columnHead("Footprint CSI", numeric: true),
      ] + sizes.map { columnHead("FSS \($0)", numeric: true) } + [
        columnHead("Onset, h", numeric: true), columnHead("Duration, h", numeric: true),
        columnHead("CSI", numeric: true),
        columnHead("SEDI", numeric: true), columnHead("Pairs", numeric: true),
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
        label: "Scores of \(event.variable.title) \(words.threshold(event.threshold))", class: "scores", head: [head],
        bodies: [body]))
  }
  guard !content.isEmpty else { return nil }
  let noun = page.record.comparesFields ? "cells, by area" : "stations"
  let scale =
    page.record.comparesFields
    ? " FSS is the fractions skill score of the footprint over squares of so many cells a side." : ""
  let note =
    "Errors are forecast minus observed, at the same places and times; later and longer are positive. A forecast that "
    + "reaches a part of the window only is compared with that part. Hit, missed and false are \(noun), with the event at "
    + "any time of the window. Onset is the mean where both have it, duration where either has it. CSI and SEDI are of "
    + "every place and time." + scale
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
      "Looking only at places and times where the extreme was observed makes every forecast look too weak, and the one "
        + "that always warns look best: the forecaster's dilemma. Looking only where it was forecast makes every one look "
        + "too strong. Judge by the threshold-weighted errors in the last columns instead: they are of all pairs, false "
        + "alarms included, and count only what lies beyond the threshold. Smaller is better.")
  ]
  for event in page.record.observed {
    let words = EventWords(event.variable)
    let rows = page.rows(event)
    guard !rows.isEmpty else { continue }
    let isEnsemble = rows.contains { $0.outcome("twcrps_ecdf") != nil }
    let unit = words.errorUnitText
    let groups: [Markup] = [
      columnHead(""), columnHead(""), columnHead("Where observed", span: 3, numeric: true),
      columnHead("Where forecast", span: 3, numeric: true),
      columnHead("All pairs", span: isEnsemble ? 6 : 5, numeric: true),
    ]
    let three = ["pairs", "mean error, \(unit)", "MAE, \(unit)"].map { columnHead($0, numeric: true) }
    let all = three + [columnHead("twMAE, \(unit)", numeric: true), columnHead("twRMSE, \(unit)", numeric: true)]
    let head: [Markup] =
      [columnHead("From"), columnHead("System")] + three + three + all
      + (isEnsemble ? [columnHead("twCRPS, \(unit)", numeric: true)] : [])
    let body = rows.map { row -> [Markup] in
      var cells = [
        rowHead(row.initTime.shortDescription),
        Markup.element("td", [:], [page.marker(row.system).key(), .text(row.system)]),
      ]
      for part in [EventErrors.Part.observed, .forecast, .all] {
        cells.append(numberCell(row.outcome("n", part)?.value.map { Digits.count(Int($0)) } ?? "–"))
        cells.append(numberCell(words.error(row.outcome("me", part) ?? .undefined(""))))
        cells.append(numberCell(words.error(row.outcome("mae", part) ?? .undefined(""), signed: false)))
      }
      let weighted = [row.outcome("tw_mae")?.value, row.outcome("tw_mse")?.value?.squareRoot()]
      cells += weighted.map { value in numberCell(EventWords.text(value.map(words.errorNumber), 3)) }
      if isEnsemble {
        cells.append(numberCell(EventWords.text(row.outcome("twcrps_ecdf")?.value.map(words.errorNumber), 3)))
      }
      return cells
    }
    content.append(.element("h3", [:], "\(event.variable.title) \(words.threshold(event.threshold))"))
    content.append(
      table(
        label: "Errors where the event was observed, forecast, and of all pairs", class: "scores",
        head: [groups, head], bodies: [body]))
  }
  return content.count > 1 ? Section(id: "dilemma", title: "Not by the extremes alone", content: content) : nil
}

/// What was observed at the most extreme places, and what each forecast said.
func curveSection(_ page: inout EventPage) -> Section? {
  let record = page.record
  let initTimes = Set(record.forecasts.map(\.initTime)).sorted()
  var content: [Markup] = []
  for variable in page.variables {
    let words = EventWords(variable)
    var panels: [Markup] = []
    for curve in record.curves where curve.variable == variable {
      var chart = TimeChart(
        title: "\(variable.title.capitalisedFirst) at \(curve.place.name)", description: curveWords(curve, words),
        units: words.unitText, abscissa: "valid time (UTC)", lines: [])
      for forecast in curve.forecasts {
        let marker = page.marker(forecast.system)
        let age = initTimes.firstIndex(of: forecast.initTime) ?? 0
        let strength = initTimes.count < 2 ? 1 : 0.35 + 0.65 * Double(age) / Double(initTimes.count - 1)
        chart.lines.append(
          TimeChart.Line(
            name: "\(forecast.system) from \(forecast.initTime.shortDescription)", style: marker.style,
            points: zip(forecast.times, forecast.values).map { ($0, words.number($1)) }, strength: strength))
      }
      chart.lines.append(
        TimeChart.Line(
          name: "observed", style: "obs", points: zip(curve.times, curve.values).map { ($0, words.number($1)) }))
      if let limit = curve.limit {
        chart.levels.append(TimeChart.Level(name: "threshold", style: "limit", value: words.number(limit)))
      }
      guard let figure = chart.figure() else { continue }
      panels.append(page.figure(figure, caption: [.element("b", [:], curve.place.text)]))
    }
    guard !panels.isEmpty else { continue }
    content += [
      .element("h3", [:], variable.title), .element("p", [:], [observedKey, .text("observed "), legend(page)]),
      .element("div", ["class": "panels wide"], panels),
    ]
  }
  guard !content.isEmpty else { return nil }
  let places = record.comparesFields ? "cells" : "stations"
  let note =
    "The \(places) with the most extreme observed values. Each line is one forecast; earlier initial times are paler."
  return Section(id: "curves", title: "At the most extreme \(places)", content: [.element("p", [:], note)] + content)
}

private let observedKey = Markup.element(
  "svg", ["class": "key", "viewBox": "0 0 30 12", "aria-hidden": "true"], [line(1, 6, 29, 6, class: "line obs")])

private func curveWords(_ curve: PlaceCurve, _ words: EventWords) -> String {
  let observed = curve.values.min().flatMap { low in
    curve.values.max().map { "Observed from \(words.value(low)) to \(words.value($0)). " }
  }
  let forecasts = curve.forecasts.compactMap { forecast in
    forecast.values.max().map {
      "\(forecast.system) from \(forecast.initTime.shortDescription): up to \(words.value($0))"
    }
  }
  return (observed ?? "") + forecasts.joined(separator: "; ")
}
