import Fields
import Metrics

/// The curves of every score over lead time, a panel for each. A variable of one lead time has none: the table
/// says it all.
func leadSection(_ page: inout Page) -> Section? {
  let record = page.record
  let scores = record.scores.filter { $0.leadTime != nil && $0.initTime == nil && isDrawn($0.metric, record) }
  let drawn = record.variables.filter { variable in
    Set(scores.filter { $0.variable == variable }.map(\.leadTime)).count > 1
  }
  guard record.hasPairs, !drawn.isEmpty else { return nil }
  let isMany = record.strata.count > mostStrataDrawn
  let strataNote =
    isMany ? " Curves are of all pairs; those of \(record.strata.count - 1) strata would be too many." : ""
  let bandNote =
    scores.contains { $0.interval != nil && $0.cases < fewestCasesOfBand }
    ? " Scores of two initial times have no bands, which would fill the panels." : ""
  var content: [Markup] = [
    .element(
      "p", [:],
      "Shaded bands are 95 % intervals at each lead time by itself, cut at the frame where they are much wider than "
        + "the curves differ. In the panels of differences, filled marks are significant: at a false discovery rate "
        + "of 5 % over the lead times, from \(Discoveries.fewestCases) initial times or more. A gap is an undefined "
        + "score." + strataNote + bandNote)
  ]
  // Of strata the bias and the score that decides, lest the page be of curves alone.
  let telling = Set(StrataSummary(record).groups.flatMap(\.columns))
  for variable in drawn {
    for stratum in record.strata {
      let own = scores.filter {
        $0.variable == variable && $0.stratum == stratum
          && (stratum == record.firstStratum || telling.contains(ScoreRow.Key($0, of: "", at: nil)))
      }
      guard !own.isEmpty, !isMany || stratum == record.firstStratum else { continue }
      let panels = [differencePanel(variable, stratum, &page)].compactMap { $0 } + scorePanels(own, &page)
      let grid = Markup.element("div", ["class": "panels"], panels)
      if stratum == record.firstStratum {
        content.append(.element("h3", [:], variable.title))
        content.append(grid)
      } else {
        content.append(
          .element("details", [:], [.element("summary", [:], "\(variable.title), \(stratum)"), grid]))
      }
    }
  }
  return Section(id: "lead-times", title: "By lead time", content: content)
}

/// Whether a score has a panel: counts have none, the MSE is seen in its root, and events have a
/// section of their own.
private func isDrawn(_ metric: String, _ record: EvaluationRecord) -> Bool {
  if metric == "mse", record.definition("rmse") != nil { return false }
  if EventScores.isEvent(metric) { return false }
  return record.definition(metric)?.orientation != MetricDefinition.Orientation.none
}

/// A panel for each score and parameter.
func scorePanels(_ scores: [Score], _ page: inout Page) -> [Markup] {
  let strata = page.record.strata
  let groups = EvaluationRecord.unique(scores.map(Panel.init))
  var result: [Markup] = []
  for group in groups {
    let own = scores.filter { Panel($0) == group }
    guard let first = own.first else { continue }
    let definition = page.record.definition(group.metric)
    let symbol = page.symbol(ScoreRow.Key(first))
    let series = page.systems.compactMap { name -> LineChart.Series? in
      let points = own.filter { $0.system == name }
      return points.isEmpty ? nil : LineChart.Series(name: name, marker: page.marker(name), points: points.map(point))
    }
    let chart = LineChart(
      title: "\(symbol) of \(first.variable.title)\(place(first.stratum, strata)) by lead time",
      units: DisplayUnit.text(first.units), series: series,
      hasZeroLine: definition?.orientation == .towardsPerfect && definition?.perfect == 0,
      startsAtZero: definition?.orientation == .negative)
    guard let figure = chart.figure() else { continue }
    let name = definition.map { $0.name.lowercased() == symbol.lowercased() ? "" : " \($0.name)" } ?? ""
    result.append(
      page.figure(
        figure,
        caption: [.element("b", [:], symbol), .element("span", ["class": "muted"], name)]))
  }
  return result
}

/// The score that decides, candidate minus baseline.
private func differencePanel(_ variable: Variable, _ stratum: String, _ page: inout Page) -> Markup? {
  let own = page.comparisons.filter {
    $0.difference.variable == variable && $0.difference.stratum == stratum && $0.difference.leadTime != nil
      && $0.difference.initTime == nil && [.negative, .positive].contains($0.definition.orientation)
  }
  guard let deciding = own.min(by: { Headline.rank($0.definition.id) < Headline.rank($1.definition.id) }),
    let reference = deciding.difference.reference
  else { return nil }
  let panel = Panel(deciding.difference)
  let drawn = own.filter { Panel($0.difference) == panel }
  let series = EvaluationRecord.unique(drawn.map(\.difference.system)).map { name -> LineChart.Series in
    let leads = drawn.filter { $0.difference.system == name }
    return LineChart.Series(
      name: name, marker: page.marker(name),
      points: zip(leads, Discoveries.hold(leads)).map { comparison, holds in
        var point = point(comparison.difference)
        point.isFilled = holds
        return point
      })
  }
  let symbol = page.symbol(ScoreRow.Key(deciding.difference))
  let chart = LineChart(
    title:
      "Difference of the \(symbol) of \(variable.title)\(place(stratum, page.record.strata)) to \(reference) by lead time",
    units: DisplayUnit.text(deciding.difference.units), series: series, hasZeroLine: true, startsAtZero: false)
  guard let figure = chart.figure() else { return nil }
  let better = deciding.definition.orientation == .negative ? "below" : "above"
  return page.figure(
    figure,
    caption: [
      .element("b", [:], "Δ \(symbol)"),
      .element("span", ["class": "muted"], " minus \(reference), better \(better) zero"),
    ])
}

/// `, tropics,` where a picture is of a part of the pairs.
private func place(_ stratum: String, _ strata: [String]) -> String { stratum == strata.first ? "" : ", \(stratum)," }

private struct Panel: Hashable {
  let metric: String
  let threshold: String?

  init(_ score: Score) {
    metric = score.metric
    threshold = score.threshold
  }
}

/// Curves of more strata would make a page that nobody scrolls through; their scores are in the other reports.
private let mostStrataDrawn = 8

/// The 95 % limits from two initial times are 12.7 standard errors wide and hide the curves.
private let fewestCasesOfBand = 3

private func point(_ score: Score) -> LineChart.Point {
  LineChart.Point(
    hours: score.leadTime?.hours ?? 0, value: score.number,
    interval: score.cases < fewestCasesOfBand ? nil : score.interval)
}
