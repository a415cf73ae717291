/// What every page is set in: its head, and around the sections a header and links to them.
///
/// The page's own policy forbids scripts and everything that is fetched.
struct PageFrame {
  let title: String
  /// Beside the style sheet of all pages.
  var style = ""
  let header: [Markup]
  let sections: [Section]

  func write(to output: inout some TextOutputStream) {
    output.write("<!DOCTYPE html>\n")
    Markup.element("html", ["lang": "en"], [head, body]).write(to: &output)
    output.write("\n")
  }

  private var head: Markup {
    .element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element(
          "meta",
          ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"]),
        .element("title", [:], title),
        .element("style", [:], [.verbatim(Stylesheet.text + style)]),
      ])
  }

  private var body: Markup {
    .element(
      "body", [:],
      [
        .element("header", [:], header),
        .element("nav", ["aria-label": "Sections"], sections.map(\.link)),
        .element("main", [:], sections.map(\.markup)),
      ])
  }
}
