import Fields
import Metrics

/// Errors by lead time: curves, and a table of the numbers.
func cycloneErrorSection(_ sheet: inout CycloneSheet) -> Section? {
  let record = sheet.record
  guard !record.scores.isEmpty else { return nil }
  let isOne = record.initTimes.count == 1
  var content: [Markup] = [
    .element(
      "p", [:],
      (isOne
        ? "Of one initial time. "
        : "Means over the initial times that all lines have which have any at that lead time; n is how many. ")
        + "Along the track, plus is ahead of the storm and minus behind it. Across, plus is right of its way and minus "
        + "left, looking where it goes. Thin lines are members."), sheet.legend(),
  ]
  var panels: [Markup] = []
  for measure in [TrackMeasure.position, .along, .across, .pressure, .wind] {
    if let panel = errorPanel(measure, &sheet) { panels.append(panel) }
  }
  if let panel = spreadPanel(&sheet) { panels.append(panel) }
  if let panel = countPanel(&sheet) { panels.append(panel) }
  content.append(.element("div", ["class": "panels"], panels))
  content += [.element("h3", [:], "In numbers"), errorTable(sheet)]
  if let members = memberTable(sheet) { content += [.element("h3", [:], "The ensemble"), members] }
  return Section(id: "errors", title: "Errors by lead time", content: content)
}

private func errorPanel(_ measure: TrackMeasure, _ sheet: inout CycloneSheet) -> Markup? {
  let record = sheet.record
  let display = measure.display
  let ofMembers = Dictionary(grouping: record.memberCases) {
    MemberKey(line: $0.line, member: $0.member, initTime: $0.initTime)
  }
  // Members of several initial times would hide the curves.
  let members: [TraceChart.Trace] =
    record.initTimes.count > 1
    ? []
    : ofMembers.sorted { $0.key < $1.key }.map { _, cases in
      TraceChart.Trace(
        style: "member",
        points: cases.sorted { $0.leadTime < $1.leadTime }.map {
          ($0.leadTime.hours, $0.error.flatMap(measure.value).map { $0 * display.factor })
        })
    }
  let lines = record.lines.map { line in
    TraceChart.Trace(
      style: "line \(sheet.marker(line).style)", marker: sheet.marker(line),
      points: record.scores.filter { $0.line == line && $0.measure == measure }.map {
        ($0.leadTime.hours, $0.value.map { $0 * display.factor })
      })
  }
  let definition = measure.definition
  let chart = TraceChart(
    title: "\(definition.name) by lead time", description: words(measure, record), units: display.unit,
    timeTitle: "lead time (h)", tickText: { Digits.short($0, 2) }, traces: members + lines,
    hasZeroLine: measure.isSigned, startsAtZero: !measure.isSigned)
  guard let figure = chart.figure() else { return nil }
  return sheet.figure(
    figure, caption: [.element("b", [:], definition.name), .element("span", ["class": "muted"], " \(display.unit)")])
}

private struct MemberKey: Hashable, Comparable {
  let line: String
  let member: Int?
  let initTime: UTCTime

  static func < (a: MemberKey, b: MemberKey) -> Bool {
    (a.line, a.initTime, a.member ?? 0) < (b.line, b.initTime, b.member ?? 0)
  }
}

private func words(_ measure: TrackMeasure, _ record: CycloneRecord) -> String {
  record.lines.compactMap { line in
    let known = record.scores.filter { $0.line == line && $0.measure == measure && $0.value != nil }
    guard let first = known.first, let last = known.last else { return nil }
    func text(_ score: CycloneRecord.Score) -> String {
      "\(measure.text(score.value, signed: measure.isSigned)) \(measure.display.unit) at \(Digits.shortest(score.leadTime.hours)) h"
    }
    return "\(line): \(text(first))" + (known.count > 1 ? ", \(text(last))." : ".")
  }.joined(separator: " ")
}

/// The error of the mean track beside the spread of the members.
private func spreadPanel(_ sheet: inout CycloneSheet) -> Markup? {
  let record = sheet.record
  guard record.initTimes.count == 1, let system = record.members.first?.system else { return nil }
  let own = record.members.filter { $0.system == system }
  let error = own.map { ($0.leadTime.hours, $0.errorOfMean.map { $0 / 1000 }) }
  let spread = own.map { ($0.leadTime.hours, $0.spread.map { $0 / 1000 }) }
  let chart = TraceChart(
    title: "Spread of \(system) and error of its mean track by lead time",
    description: "Spread grows to \(Digits.fixed((own.compactMap(\.spread).max() ?? 0) / 1000, 0)) km.", units: "km",
    timeTitle: "lead time (h)", tickText: { Digits.short($0, 2) },
    traces: [
      TraceChart.Trace(style: "line s0", marker: Marker(baseline: false, position: 0), points: error),
      TraceChart.Trace(style: "line base", marker: Marker(baseline: true, position: 0), points: spread),
    ], startsAtZero: true)
  guard let figure = chart.figure() else { return nil }
  return sheet.figure(
    figure,
    caption: [
      .element("b", [:], "Spread and error"), .element("span", ["class": "muted"], " km, \(system) "),
      .element(
        "span", ["class": "legend"],
        [
          .element("span", [:], [Marker(baseline: false, position: 0).key(), .text("error of the mean track")]),
          .element("span", [:], [Marker(baseline: true, position: 0).key(), .text("spread of the members")]),
        ]),
    ])
}

/// How many members have the storm.
private func countPanel(_ sheet: inout CycloneSheet) -> Markup? {
  let record = sheet.record
  guard record.initTimes.count == 1, let first = record.members.first else { return nil }
  let own = record.members.filter { $0.system == first.system }
  let chart = TraceChart(
    title: "Members of \(first.system) that have the storm by lead time",
    description: "\(own.first?.count ?? 0) of \(first.memberCount) at first, \(own.last?.count ?? 0) at last.",
    units: "members", timeTitle: "lead time (h)", tickText: { Digits.short($0, 2) },
    traces: [
      TraceChart.Trace(
        style: "line s0", marker: Marker(baseline: false, position: 0),
        points: own.map { ($0.leadTime.hours, Double($0.count)) })
    ], startsAtZero: true)
  guard let figure = chart.figure() else { return nil }
  return sheet.figure(
    figure,
    caption: [
      .element("b", [:], "Members with the storm"),
      .element("span", ["class": "muted"], " of \(first.memberCount), \(first.system)"),
    ])
}

// MARK: - Tables

private let tableHours: Set<Double> = [0, 12, 24, 36, 48, 72, 96, 120, 144, 168, 192, 216, 240]

/// The lead times of a table: all where there are few, else the ones that forecasters ask for.
private func tableLeads(_ leads: Set<TimeSpan>) -> [TimeSpan] {
  let sorted = leads.sorted()
  let usual = sorted.filter { tableHours.contains($0.hours) }
  return sorted.count <= 13 || usual.isEmpty ? sorted : usual
}

private func errorTable(_ sheet: CycloneSheet) -> Markup {
  let record = sheet.record
  let measures = TrackMeasure.allCases.filter { measure in record.scores.contains { $0.measure == measure } }
  let head =
    [columnHead("Lead time"), columnHead("Track"), columnHead("n", numeric: true)]
    + measures.map { columnHead("\($0.definition.symbol) (\($0.display.unit))", numeric: true) }
  let bodies = tableLeads(Set(record.scores.map(\.leadTime))).map { lead -> [[Markup]] in
    record.lines.compactMap { line -> [Markup]? in
      let own = record.scores.filter { $0.line == line && $0.leadTime == lead }
      guard let first = own.first(where: { $0.measure == .position }) else { return nil }
      let cells = measures.map { measure in
        numberCell(
          measure.text(own.first { $0.measure == measure }?.value, signed: measure.isSigned))
      }
      return [rowHead("\(Digits.shortest(lead.hours)) h"), .element("td", [:], line), numberCell(String(first.n))]
        + cells
    }
  }
  return table(label: "Errors by lead time", class: "scores", head: [head], bodies: bodies)
}

private func memberTable(_ sheet: CycloneSheet) -> Markup? {
  let members = sheet.record.members
  guard !members.isEmpty else { return nil }
  let head = [
    columnHead("Lead time"), columnHead("Initial time"), columnHead("Members", numeric: true),
    columnHead("Error of the mean track (km)", numeric: true), columnHead("Spread (km)", numeric: true),
    columnHead("Mean error of members (km)", numeric: true), columnHead("Least (km)", numeric: true),
    columnHead("Greatest (km)", numeric: true),
  ]
  let wanted = Set(tableLeads(Set(members.map(\.leadTime))))
  func km(_ metres: Double?) -> Markup { numberCell(TrackMeasure.position.text(metres)) }
  let bodies = EvaluationRecord.unique(members.map(\.system)).map { system -> [[Markup]] in
    [[groupHead(system, span: head.count)]]
      + members.filter { $0.system == system && wanted.contains($0.leadTime) }.map { row in
        [
          rowHead("\(Digits.shortest(row.leadTime.hours)) h"), .element("td", [:], row.initTime.shortDescription),
          numberCell("\(row.count) of \(row.memberCount)"), km(row.errorOfMean), km(row.spread), km(row.meanError),
          km(row.leastError), km(row.greatestError),
        ]
      }
  }
  return table(label: "Errors and spread of members", class: "scores", head: [head], bodies: bodies)
}
