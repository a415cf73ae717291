/// A picture with its words: what it shows for who can't see it, and its caption.
struct Figure {
  /// What a marker stands for.
  struct Key: Hashable {
    let marker: Marker
    let name: String
  }

  /// What is drawn: `RMSE of temperature at 2 m by lead time`.
  let title: String
  /// What the picture says, in numbers.
  let description: String
  let width: Double
  let height: Double
  let content: [Markup]
  /// Empty where the caption says it.
  var legend: [Key] = []

  /// The `svg` element; `id` is unique on the page.
  func markup(id: String) -> Markup {
    .element(
      "svg",
      [
        "viewBox": "0 0 \(Digits.short(width, 1)) \(Digits.short(height, 1))", "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d",
      ],
      [.element("title", ["id": "\(id)-t"], title), .element("desc", ["id": "\(id)-d"], description)] + content)
  }
}

/// A coordinate or length in a picture.
func pixels(_ x: Double) -> String { Digits.short(x, 1) }

/// A text in a picture; `anchor` is `start`, `middle` or `end`.
func label(_ text: String, x: Double, y: Double, anchor: String = "middle", class name: String = "tick") -> Markup {
  .element("text", ["class": name, "x": pixels(x), "y": pixels(y), "text-anchor": anchor], text.withMinusSigns)
}

/// A straight line.
func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> Markup {
  .element("line", ["class": name, "x1": pixels(x1), "y1": pixels(y1), "x2": pixels(x2), "y2": pixels(y2)])
}
