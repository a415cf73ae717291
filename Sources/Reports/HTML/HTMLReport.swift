public import Fields
public import Metrics

/// One self-contained page: the finding in words, tables, curves, maps, the ledger, and all that is
/// needed to repeat it.
///
/// It fetches nothing and runs no script. It reads at any width, on paper, in light and dark, and without
/// seeing colours or pictures.
public struct HTMLReport: Report {
  public static let format = "html"
  public static let title = "a self-contained page for people"

  /// What maps draw; nil for the coarse shores of the program.
  public var shores: Shores?

  public init() {}

  public init(shores: Shores?) {
    self.shores = shores
  }

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) {
    var page = Page(record)
    page.shores = shores
    let present = HTMLReport.sections(&page)
    let headline = Headline(page.record)
    PageFrame(title: record.title, header: header(page, headline), sections: present).write(to: &output)
  }

  private static func sections(_ page: inout Page) -> [Section] {
    [
      scorecardSection(page), summarySection(page), differenceSection(page), eventSection(&page), strataSection(page),
      leadSection(&page), timeSection(&page), diagramSection(&page), mapSection(&page), ledgerSection(page),
      definitionSection(page), provenanceSection(page),
    ].compactMap { $0 }
  }

  /// The pictures of the page, each a file of its own with its title and legend.
  ///
  /// Names are made of the titles, and are no two alike.
  public func figures(of record: EvaluationRecord) -> [FigureFile] {
    var page = Page(record)
    page.shores = shores
    _ = HTMLReport.sections(&page)
    return FigureFile.files(of: page.figures)
  }

  private func header(_ page: Page, _ headline: Headline) -> [Markup] {
    var parts: [Markup] = [
      .element("h1", [:], page.record.title), .element("p", ["class": "verdict"], headline.verdict),
    ]
    if !headline.findings.isEmpty {
      parts.append(
        .element("ul", ["class": "findings"], headline.findings.map { .element("li", [:], $0.withMinusSigns) }))
    }
    let systems = page.record.systems.map { system -> Markup in
      .element(
        "li", [:],
        [
          page.marker(system.name).key(), .element("b", [:], system.name),
          .text(system.isBaseline && page.systems.count > 1 ? " (baseline)" : ""),
          .element("span", ["class": "muted"], " " + system.summary),
        ])
    }
    parts.append(.element("ul", ["class": "systems"], systems))
    return parts
  }
}

/// A part of the page with its place in the contents.
struct Section {
  let id: String
  let title: String
  let content: [Markup]

  var link: Markup { .element("a", ["href": "#\(id)"], title) }

  var markup: Markup {
    .element("section", ["id": id], [.element("h2", [:], title)] + content)
  }
}
