import Fields
import Metrics

/// The bias and the error of each initial time, over all its lead times: the good and the bad days.
func timeSection(_ page: inout Page) -> Section? {
  let scores = page.record.initTimeScores
  var content: [Markup] = [
    .element(
      "p", [:],
      "Each initial time by itself, all its lead times and pairs together: whether a mean comes from many days or from a "
        + "few. A gap is a day without pairs.")
  ]
  for variable in page.record.variables {
    let own = scores.filter { $0.variable == variable }
    guard Set(own.map(\.initTime)).count >= fewestInitTimes else { continue }
    let panels = EvaluationRecord.unique(own.map(\.metric)).compactMap { metric in
      panel(own.filter { $0.metric == metric }, &page)
    }
    guard !panels.isEmpty else { continue }
    content += [.element("h3", [:], variable.title), .element("div", ["class": "panels"], panels)]
  }
  return content.count > 1 ? Section(id: "initial-times", title: "By initial time", content: content) : nil
}

/// Two days are no series.
private let fewestInitTimes = 3

private func panel(_ scores: [Score], _ page: inout Page) -> Markup? {
  guard let first = scores.first, let definition = page.record.definition(first.metric) else { return nil }
  let times = Set(scores.compactMap(\.initTime)).sorted()
  let series = page.systems.compactMap { name -> LineChart.Series? in
    let own = Dictionary(
      scores.filter { $0.system == name }.compactMap { score in score.initTime.map { ($0, score) } }
    ) { first, _ in first }
    guard !own.isEmpty else { return nil }
    return LineChart.Series(
      name: name, marker: page.marker(name),
      points: times.map { time in
        LineChart.Point(hours: Double(time.secondsSince1970) / 3600, value: own[time]?.number, interval: nil)
      })
  }
  let chart = LineChart(
    title: "\(definition.symbol) of \(first.variable.title) by initial time", units: DisplayUnit.text(first.units),
    series: series, hasZeroLine: definition.orientation == .towardsPerfect && definition.perfect == 0,
    startsAtZero: definition.orientation == .negative, abscissa: .initTime)
  return chart.figure().map { page.figure($0, caption: page.linked(ScoreRow.Key(first)).bold) }
}

extension [Markup] {
  /// The same in bold.
  var bold: [Markup] { [.element("b", [:], self)] }
}
