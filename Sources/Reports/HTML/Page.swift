import Fields
import Metrics

/// What the sections of one page share.
struct Page {
  let record: EvaluationRecord
  let comparisons: [Comparison]
  /// What maps draw; nil for the coarse shores of the program.
  var shores: Shores?
  private let markers: [String: Marker]
  /// All that were put on the page, in its order.
  private(set) var figures: [Figure] = []

  init(_ record: EvaluationRecord) {
    self.record = record.inDisplayUnits
    comparisons = self.record.comparisons
    var markers: [String: Marker] = [:]
    var position = 0
    for system in record.systems {
      markers[system.name] = Marker(baseline: system.isBaseline, position: position)
      if !system.isBaseline { position += 1 }
    }
    self.markers = markers
  }

  func marker(_ system: String) -> Marker { markers[system] ?? Marker(baseline: false, position: 0) }

  var systems: [String] { record.systems.map(\.name) }

  /// A picture with its caption, and its legend where it has one.
  mutating func figure(_ figure: Figure, caption: [Markup], class name: String = "chart") -> Markup {
    figures.append(figure)
    let keys = figure.legend.map { Markup.element("span", [:], [$0.marker.key(), .text($0.name)]) }
    return .element(
      "figure", ["class": name],
      [
        .element(
          "figcaption", [:], caption + (keys.isEmpty ? [] : [.element("span", ["class": "legend"], keys)])),
        figure.markup(id: "f\(figures.count)"),
      ])
  }

  /// The name of a score that leads to its definition on the page.
  func linked(_ key: ScoreRow.Key, tail: String = "") -> [Markup] {
    let text = symbol(key)
    guard let definition = record.definition(key.metric) else { return [.text(text + tail)] }
    return [.element("a", ["class": "score", "href": "#score-\(definition.id)", "title": definition.name], text)]
      + (tail.isEmpty ? [] : [.text(tail)])
  }

  /// The name of a score in a table or caption: `RMSE`, `CSI ≥ 1 mm`.
  func symbol(_ key: ScoreRow.Key) -> String {
    [record.symbol(of: key.metric), key.threshold].compactMap { $0 }.joined(separator: " ")
  }
}

/// A table that scrolls sideways where the page is narrow.
func table(label: String, class name: String, head: [[Markup]], bodies: [[[Markup]]]) -> Markup {
  .element(
    "div", ["class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"],
    [
      .element(
        "table", ["class": name],
        [.element("thead", [:], head.map { .element("tr", [:], $0) })]
          + bodies.map { body in .element("tbody", [:], body.map { .element("tr", [:], $0) }) })
    ])
}

/// The heading of a column.
func columnHead(_ text: String, span: Int = 1, numeric: Bool = false) -> Markup {
  .element(
    "th",
    [
      "scope": span > 1 ? "colgroup" : "col", "colspan": String(span), "class": numeric ? "num" : "",
    ], text)
}

/// The heading of a line.
func rowHead(_ text: String) -> Markup { .element("th", ["scope": "row"], text) }

func rowHead(_ content: [Markup]) -> Markup { .element("th", ["scope": "row"], content) }

/// The heading of a group of lines that spans the table.
/// One of a variable begins with a capital; a system's name stays as it is.
func groupHead(_ text: String, span: Int, ofVariable: Bool = false) -> Markup {
  .element(
    "th", ["scope": "rowgroup", "class": ofVariable ? "group variable" : "group", "colspan": String(span)], text)
}

func numberCell(_ text: String) -> Markup { .element("td", ["class": "num"], text.withMinusSigns) }

/// A score that has no value, with the reason as a hint.
func undefinedCell(_ score: Score) -> Markup {
  .element("td", ["class": "num muted"], [.element("abbr", ["title": score.reasonUndefined ?? ""], "undefined")])
}

extension String {
  /// Hyphens before digits as minus signs, which are as wide as digits.
  var withMinusSigns: String {
    var result = ""
    var previous: Character = " "
    let characters = Array(self)
    for (i, character) in characters.enumerated() {
      let next = i + 1 < characters.count ? characters[i + 1] : " "
      let isSign = character == "-" && next.isNumber && !previous.isLetter && !previous.isNumber
      result.append(isSign ? "\u{2212}" : character)
      previous = character
    }
    return result
  }
}
