import Fields
import Metrics

/// The scorecard: of every candidate a table of variables and strata against lead times, coloured by the size of the
/// change and marked where it is significant.
func scorecardSection(_ page: Page) -> Section? {
  let cards = Scorecard.cards(page.record, page.comparisons)
  guard page.record.hasPairs, !cards.isEmpty else { return nil }
  let scale = DivergingScale(for: cards.flatMap(\.improvements))
  var room = mostCells
  var content: [Markup] = [
    .element("p", [:], explanation()), legend(scale),
  ]
  var omitted: [String] = []
  for (number, card) in cards.enumerated() {
    guard number == 0 || card.cellCount <= room else {
      omitted.append(heading(card, page))
      continue
    }
    room -= card.cellCount
    let table = cardTable(card, number, scale, page)
    content.append(
      card.score == nil
        ? .element(
          "div", [:],
          (cards.contains { $0.system != card.system } ? [.element("h3", [:], heading(card, page))] : []) + [table])
        : .element("details", [:], [.element("summary", [:], heading(card, page)), table]))
  }
  if !omitted.isEmpty {
    content.append(
      .element(
        "p", ["class": "muted"],
        "Not drawn, to keep the page small: \(omitted.joined(separator: ", ")). All are in `verify scores RESULTS "
          + "--format scorecard`."))
  }
  let shown = cards.flatMap { card in card.groups.flatMap { $0.rows.flatMap { $0.cells.compactMap { $0 } } } }
  if !Discoveries.hold(shown).contains(true) {
    let isJudged = shown.contains { $0.difference.cases >= Discoveries.fewestCases }
    let reason = isJudged ? "significant" : "judged, from fewer than \(Discoveries.fewestCases) initial times"
    content.insert(.element("p", [:], "Nothing in it is \(reason): colours alone are no finding."), at: 1)
  }
  return Section(id: "scorecard", title: "Scorecard", content: content)
}

/// A cell takes about 300 bytes.
private let mostCells = 6000

/// With more lead times numbers would not fit beside each other; they are then for the pointer, the keyboard and readers
/// of speech alone.
private let mostLeadsWithNumbers = 14

private func heading(_ card: Scorecard, _ page: Page) -> String {
  let definition = card.score.flatMap { page.record.definition($0.metric) }
  let name = definition.map { "\($0.name) (\(page.symbol(card.score ?? card.groups[0].key)))" } ?? "Deciding scores"
  return "\(name), \(card.system) against \(card.reference)"
}

private func explanation() -> String {
  let fewest = Discoveries.fewestCases
  return "The change of each score from the baseline in per cent of it, by lead time in hours. ▲ better, ▼ worse: "
    + "significant at a false discovery rate of 5 % over the table, from \(fewest) initial times or more. The "
    + "first table has of each variable the score that decides: CRPS of ensembles, else RMSE. Point at a cell, or go "
    + "through a table with the arrow keys, to read its numbers."
}

private func legend(_ scale: DivergingScale) -> Markup {
  let bounds = scale.bounds.map { Digits.fixed(abs($0), scale.decimals) }
  let texts = (0..<DivergingScale.classCount).map { i -> String in
    switch i {
    case 0: "better by more than \(bounds[0]) %"
    case 1...3: "\(bounds[i]) to \(bounds[i - 1]) %"
    case 4...6: "\(bounds[i - 1]) to \(bounds[i]) %"
    default: "worse by more than \(bounds[6]) %"
    }
  }
  return .element(
    "ul", ["class": "swatches"],
    texts.enumerated().map { i, text in .element("li", [:], [.element("span", ["class": "k\(i)"], ""), .text(text)]) })
}

private func cardTable(_ card: Scorecard, _ number: Int, _ scale: DivergingScale, _ page: Page) -> Markup {
  let isTight = card.leads.count > mostLeadsWithNumbers
  let head =
    [columnHead("")] + card.leads.map { columnHead(Digits.shortest($0.hours), numeric: true) }
    + [columnHead("all", numeric: true)]
  let comparisons = card.groups.flatMap { $0.rows.flatMap { $0.cells.compactMap { $0 } } }
  let holds = Set(zip(comparisons, Discoveries.hold(comparisons)).filter(\.1).map(\.0.difference))
  let bodies = card.groups.map { group -> [[Markup]] in
    let title: [Markup] = [.text("\(group.variable.title), ")] + page.linked(group.key)
    let heading = Markup.element(
      "th", ["scope": "rowgroup", "class": "group variable", "colspan": String(head.count)], title)
    return [[heading]]
      + group.rows.map { row in
        [rowHead(row.stratum)]
          + row.cells.map { cell in
            cardCell(
              cell, holds: cell.map { holds.contains($0.difference) } ?? false, name: "card\(number)", scale, page)
          }
      }
  }
  return table(
    label: heading(card, page), class: isTight ? "card tight" : "card", head: [head], bodies: bodies)
}

private func cardCell(
  _ comparison: Comparison?, holds: Bool, name: String, _ scale: DivergingScale, _ page: Page
) -> Markup {
  guard let comparison else { return .element("td", [:], "") }
  let difference = comparison.difference
  let mark =
    switch comparison.verdict {
    case .better where holds: "▲"
    case .worse where holds: "▼"
    default: ""
    }
  guard let value = difference.number else {
    return cell(mark: "–", number: "", style: "k", details(comparison, page), name)
  }
  let number = comparison.percent.map { signedText($0, 1) } ?? signedText(value, comparison.decimals)
  let index = comparison.improvement.map { scale.index(of: -$0) }
  return cell(
    mark: mark, number: number, style: index.map { "k\($0)" } ?? "k",
    details(comparison, page), name)
}

/// A cell that can be pointed at and reached by keyboard: the buttons of a table are one group, so that Tab enters and
/// leaves it and the arrow keys go from cell to cell.
private func cell(
  mark: String, number: String, style: String, _ details: String, _ name: String
) -> Markup {
  .element(
    "td", ["class": style],
    [
      .element(
        "label", [:],
        [
          .element("input", ["type": "radio", "name": name]),
          .element("span", ["class": "mark"], mark), .element("span", ["class": "value"], number.withMinusSigns),
          .element("span", ["class": "tip"], details.withMinusSigns),
        ])
    ])
}

private func details(_ comparison: Comparison, _ page: Page) -> String {
  let difference = comparison.difference
  let lead = difference.leadTime.map { "\(Digits.shortest($0.hours)) h" } ?? "all lead times"
  let place =
    "\(page.symbol(ScoreRow.Key(difference))) of \(difference.variable.title), \(difference.stratum), \(lead): "
  let units = DisplayUnit.text(difference.units)
  let cases = "\(Digits.count(difference.n)) pairs, \(Digits.count(difference.cases)) initial times"
  guard let value = difference.number else {
    return place + "undefined, \(difference.reasonUndefined ?? "no reason given"); \(cases)"
  }
  var text = place + signedText(value, comparison.decimals) + (units.isEmpty ? "" : " \(units)")
  if let percent = comparison.percent { text += " (\(signedText(percent, 1)) %)" }
  if let interval = difference.interval {
    text +=
      ", 95 % \(Digits.fixed(interval.lowerBound, comparison.decimals)) to "
      + Digits.fixed(interval.upperBound, comparison.decimals)
  }
  if let p = difference.adjustedPValue ?? difference.pValue, p.isFinite {
    text += ", \(difference.adjustedPValue == nil ? "p" : "adjusted p") " + (p < 0.001 ? "< 0.001" : Digits.fixed(p, 3))
  }
  switch comparison.verdict {
  case .better: text += ", better"
  case .worse: text += ", worse"
  case .undecided: text += ", not significant"
  case .withoutInterval(let reason): text += ", \(reason)"
  case .unjudged: break
  }
  return text + "; \(cases)"
}

private func signedText(_ x: Double, _ decimals: Int) -> String { (x > 0 ? "+" : "") + Digits.fixed(x, decimals) }
