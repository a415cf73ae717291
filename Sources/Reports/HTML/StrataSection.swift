import Fields
import Metrics

/// One line for each stratum: the bias and the score that decides of every system, and the latter's difference.
func strataSection(_ page: Page) -> Section? {
  let summary = StrataSummary(page.record)
  guard page.record.hasPairs, !summary.groups.isEmpty || !summary.notes.isEmpty else { return nil }
  let rows = Dictionary(
    ScoreRow.rows(of: page.record.summaryScores, comparisons: page.comparisons).map { ($0.key, $0) }
  ) { first, _ in first }
  return Section(
    id: "strata", title: "By stratum",
    content: [
      .element(
        "p", [:],
        "Parts of the pairs, each scored for itself over all its lead times. Strata may overlap. Differences are of the "
          + "last score named, with their 95 % intervals; no account is taken of how many strata are compared.")
    ] + summary.groups.map { strataTable($0, rows, page) } + [
      .element("ul", ["class": "notes"], summary.notes.map { .element("li", [:], $0.asSentence) })
    ])
}

private func strataTable(
  _ group: StrataSummary.Group, _ rows: [ScoreRow.Key: ScoreRow], _ page: Page
) -> Markup {
  let all = page.record.firstStratum ?? ""
  let columns = group.columns
  let systems = page.systems.filter { name in
    group.strata.contains { stratum in rows[columns[0].of(stratum)]?.scores[name] != nil }
  }
  let deciding = columns[columns.count - 1]
  let candidates = systems.filter { name in
    ([all] + group.strata).contains { rows[deciding.of($0)]?.comparisons[name] != nil }
  }
  let symbols = columns.map { page.symbol($0) }
  let units = DisplayUnit.text(rows[deciding.of(all)]?.units ?? rows[deciding.of(group.strata[0])]?.units ?? "")
  let head =
    [columnHead("Stratum")]
    + systems.flatMap { name in symbols.map { columnHead("\($0) \(name)", numeric: true) } }
    + candidates.map { columnHead("Δ \(symbols[symbols.count - 1]) \($0)", span: 2, numeric: true) }
    + [columnHead("Pairs", numeric: true)]
  // One number of decimals a column: lines are compared with one another.
  let decimals = columns.map { column in
    Digits.decimals(
      for: ([all] + group.strata).flatMap { stratum in
        systems.compactMap { rows[column.of(stratum)]?.scores[$0]?.number }
      })
  }
  func line(_ stratum: String) -> [Markup] {
    let found = columns.map { rows[$0.of(stratum)] }
    let counts = EvaluationRecord.unique(systems.compactMap { found[columns.count - 1]?.scores[$0]?.n })
    return [rowHead(stratum)]
      + systems.flatMap { name in
        zip(found, decimals).map { row, decimals in
          guard let score = row?.scores[name] else { return numberCell("") }
          return score.number.map { numberCell(Digits.fixed($0, decimals)) } ?? undefinedCell(score)
        }
      }
      + candidates.flatMap { name -> [Markup] in
        guard let comparison = found[columns.count - 1]?.comparisons[name], let value = comparison.difference.number
        else { return [numberCell(""), numberCell("")] }
        let limits = comparison.difference.interval.map {
          "\(Digits.fixed($0.lowerBound, comparison.decimals)) to \(Digits.fixed($0.upperBound, comparison.decimals))"
        }
        return [
          numberCell(Digits.fixed(value, comparison.decimals)),
          .element("td", ["class": "interval"], (limits ?? "").withMinusSigns),
        ]
      } + [numberCell(counts.map { Digits.count($0) }.joined(separator: " / "))]
  }
  let families = page.record.families(of: group.strata)
  let span = head.count + candidates.count
  let title = "\(group.variable.title), \(units)"
  return table(
    label: "Strata of \(group.variable.title)", class: "scores", head: [head],
    bodies: [[[groupHead(title, span: span, ofVariable: true)], line(all)]]
      + families.map { family in
        (family.name.isEmpty ? [] : [[groupHead(heading(family.name, page.record), span: span)]])
          + family.strata.map(line)
      })
}

/// A kind of strata, with a pointer to the note where its scores must not be taken for those of other parts.
private func heading(_ family: String, _ record: EvaluationRecord) -> String {
  let isNoted = record.stratumDefinitions.contains { $0.family == family && $0.note != nil && family != "products" }
  return isNoted ? "\(family) (see the note below)" : family
}

extension EvaluationRecord {
  /// Strata by their kind, in the order in which kinds are met.
  func families(of strata: [String]) -> [(name: String, strata: [String])] {
    let known = Dictionary(stratumDefinitions.map { ($0.name, $0.family) }) { first, _ in first }
    return Self.unique(strata.map { known[$0] ?? "" }).map { family in
      (family, strata.filter { (known[$0] ?? "") == family })
    }
  }
}
