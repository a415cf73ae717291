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
