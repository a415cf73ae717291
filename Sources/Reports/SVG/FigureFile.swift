/// A picture as a file that stands alone: SVG 1.1 in light colours, with its title above and its legend below.
public struct FigureFile: Sendable, Hashable {
  /// Without an extension, of letters, digits and hyphens: `rmse-of-temperature-at-2-m-by-lead-time`.
  public let name: String
  public let svg: String
  /// In the picture's own units, which are pixels where nothing scales it.
  public let width: Double
  public let height: Double

  static func files(of figures: [Figure]) -> [FigureFile] {
    var taken: [String: Int] = [:]
    return figures.enumerated().map { number, figure in
      let name = slug(figure.title)
      taken[name, default: 0] += 1
      let count = taken[name] ?? 1
      return FigureFile(
        figure, id: "f\(number + 1)", name: count > 1 ? "\(name)-\(count)" : name, shared: definitions(figures))
    }
  }

  /// The elements of other pictures that one may refer to, by their identity.
  private static func definitions(_ figures: [Figure]) -> [String: Markup] {
    figures.flatMap(\.content).reduce(into: [:]) { known, markup in
      guard case .element(_, let attributes, _) = markup, let id = attributes.first(where: { $0.name == "id" }) else {
        return
      }
      known[id.value] = markup
    }
  }

  private static func slug(_ title: String) -> String {
    let spelled = title.replacing("≥", with: " from ").replacing("≤", with: " to ").replacing(">", with: " above ")
      .replacing("<", with: " below ").replacing("Δ", with: "difference")
    let words = spelled.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "figure" : String(words.joined(separator: "-").prefix(120))
  }

  private init(_ figure: Figure, id: String, name: String, shared: [String: Markup]) {
    let margin = 8.0
    let width = figure.width + 2 * margin
    let titles = FigureFile.wrapped(figure.title, to: Int(width / 7.8))
    let rows = FigureFile.rows(figure.legend, width: width - 2 * margin)
    let top = margin + 16 * Double(titles.count) + 6
    let height = top + figure.height + 16 * Double(rows.count) + margin
    let heading = titles.enumerated().map { i, text in
      label(text, x: margin, y: margin + 12 + 16 * Double(i), anchor: "start", class: "heading")
    }
    let content = figure.content.map { markup in FigureFile.resolved(markup, shared) }
    let legend = rows.enumerated().flatMap { i, row in
      row.map { item in
        Markup.element(
          "g",
          ["transform": "translate(\(pixels(margin + item.x)) \(pixels(top + figure.height + 16 * Double(i) + 4)))"],
          [
            line(1, 6, 29, 6, class: "line \(item.key.marker.style)"),
            .element(
              "path", ["class": "mark \(item.key.marker.style)", "d": item.key.marker.path(x: 15, y: 6, radius: 3.5)]),
            label(item.key.name, x: 36, y: 10, anchor: "start", class: "key"),
          ])
      }
    }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": pixels(width), "height": pixels(height),
        "viewBox": "0 0 \(pixels(width)) \(pixels(height))", "role": "img", "aria-labelledby": "\(id)-t \(id)-d",
      ],
      [
        .element("title", ["id": "\(id)-t"], figure.title), .element("desc", ["id": "\(id)-d"], figure.description),
        .element("style", [:], [.verbatim(Stylesheet.standalone)]),
        .element("rect", ["class": "paper", "width": pixels(width), "height": pixels(height)]),
      ] + heading + [
        .element("g", ["transform": "translate(\(pixels(margin)) \(pixels(top)))"], content)
      ] + legend
    ).write(to: &text)
    (self.name, self.width, self.height) = (name, width, height)
    svg = text + "\n"
  }

  /// What stands for an element of another picture, by that element.
  private static func resolved(_ markup: Markup, _ shared: [String: Markup]) -> Markup {
    guard case .element("use", let attributes, _) = markup,
      let target = attributes.first(where: { $0.name == "href" })
    else { return markup }
    return shared[String(target.value.dropFirst())] ?? markup
  }

  /// A text in lines of at most some characters, broken at blanks.
  private static func wrapped(_ text: String, to length: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= length {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }

  /// The entries of a legend in rows, each with its place from the left.
  private static func rows(_ keys: [Figure.Key], width: Double) -> [[(x: Double, key: Figure.Key)]] {
    var rows: [[(x: Double, key: Figure.Key)]] = []
    var x = width
    for key in keys {
      let own = 50 + 6.4 * Double(key.name.count)
      if x + own > width || rows.isEmpty {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((x, key))
      x += own
    }
    return rows
  }
}
