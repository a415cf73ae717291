/// A picture between two axes: what every chart and diagram is made of.
///
/// The marks of the grammar (curves, bands, bars, steps, guides, notes) are placed in data's own units; a chart is a list
/// of them.
struct Plot {
  /// What an axis measures, with its unit: `lead time (h)`.
  struct Axis {
    let title: String
    let scale: Scale
    /// Lines across the picture at the ticks.
    var hasGrid = true
    /// Draws the line at zero strongly, where zero means something.
    var hasZeroLine = false
  }

  let width: Double
  let height: Double
  let x: Axis
  let y: Axis

  /// The room that the axes take.
  static let left = 48.0
  static let right = 10.0
  static let top = 22.0
  static let bottom = 38.0

  /// The usual size of a picture.
  static let width = 360.0
  static let height = 224.0
  /// The height of one whose axes are of equal length.
  static let squareHeight = width - left - right + top + bottom

  /// The ends of the axes in a picture of the usual width.
  static let across = (start: left + 8, end: width - right - 8)
  static func upward(_ height: Double = Plot.height) -> (start: Double, end: Double) { (height - bottom, top) }

  init(x: Axis, y: Axis, width: Double = Plot.width, height: Double = Plot.height) {
    self.width = width
    self.height = height
    self.x = x
    self.y = y
  }

  private var floor: Double { height - Plot.bottom }
  private var edge: Double { width - Plot.right }

  /// The picture: axes, then the marks in their order.
  func figure(_ title: String, _ description: String, _ marks: [Markup], legend: [Figure.Key] = []) -> Figure {
    Figure(
      title: title, description: description, width: width, height: height, content: axes + marks, legend: legend)
  }

  private var axes: [Markup] {
    var parts: [Markup] = []
    let magnitude = max(abs(y.scale.domain.lowerBound), abs(y.scale.domain.upperBound))
    for (tick, text) in zip(y.scale.ticks, y.scale.labels) {
      let isZero = y.hasZeroLine && abs(tick) < 1e-12 * magnitude
      if y.hasGrid || isZero {
        parts.append(line(Plot.left, y.scale(tick), edge, y.scale(tick), class: isZero ? "zero" : "grid"))
      }
      parts.append(label(text, x: Plot.left - 6, y: y.scale(tick) + 3.5, anchor: "end"))
    }
    if !y.title.isEmpty { parts.append(label(y.title, x: 4, y: 10, anchor: "start", class: "axis")) }
    parts.append(line(Plot.left, floor, edge, floor, class: "rule"))
    for (tick, text) in zip(x.scale.ticks, x.scale.labels) {
      parts.append(line(x.scale(tick), floor, x.scale(tick), floor + 4, class: "rule"))
      parts.append(label(text, x: x.scale(tick), y: floor + 16))
    }
    parts.append(label(x.title, x: (Plot.left + edge) / 2, y: height - 6, class: "axis"))
    return parts
  }

  // MARK: - Marks

  func place(_ px: Double, _ py: Double) -> String { "\(pixels(x.scale(px))) \(pixels(y.scale(py)))" }

  /// A line through points, broken where one is nil.
  func curve(_ points: [(x: Double, y: Double)?], class name: String) -> Markup {
    var path = ""
    var isDown = false
    for point in points {
      if let point { path += "\(isDown ? "L" : "M")\(place(point.x, point.y))" }
      isDown = point != nil
    }
    return .element("path", ["class": name, "d": path.isEmpty ? "M0 0" : path])
  }

  /// A system's mark at a point; text is for the pointer.
  func mark(
    _ marker: Marker, _ px: Double, _ py: Double, radius: Double = 3, isFilled: Bool = true, text: String? = nil
  ) -> Markup {
    let attributes: KeyValuePairs = [
      "class": "\(isFilled ? "mark" : "open") \(marker.style)",
      "d": marker.path(x: x.scale(px), y: y.scale(py), radius: radius),
    ]
    return .element("path", attributes, text.map { [.element("title", [:], $0.withMinusSigns)] } ?? [])
  }

  /// The area between two edges over neighbouring points, cut at the frame.
  func band(_ runs: [[(x: Double, low: Double, high: Double)]], class name: String) -> Markup {
    let path = runs.filter { $0.count > 1 }.map { run in
      "M" + (edge(run.map { ($0.x, $0.high) }) + edge(run.map { ($0.x, $0.low) }).reversed()).joined(separator: "L")
        + "Z"
    }.joined()
    return .element("path", ["class": "band \(name)", "d": path.isEmpty ? "M0 0" : path])
  }

  private func edge(_ points: [(x: Double, y: Double)]) -> [String] {
    Polyline(points: points.map { Polyline.Point(x: x.scale($0.x), y: y.scale($0.y)) })
      .clamped(to: Plot.top...floor).points.map { "\(pixels($0.x)) \(pixels($0.y))" }
  }

  /// A thin line of reference between two points.
  func guide(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    line(x.scale(x1), y.scale(y1), x.scale(x2), y.scale(y2), class: "guide")
  }

  /// A thin curve of reference.
  func guide(_ points: [(x: Double, y: Double)]) -> Markup { curve(points.map { $0 }, class: "line guide") }

  /// A small text at a point.
  func note(_ text: String, _ px: Double, _ py: Double, anchor: String = "middle", dx: Double = 0, dy: Double = 0)
    -> Markup
  {
    label(text, x: x.scale(px) + dx, y: y.scale(py) + dy, anchor: anchor, class: "note")
  }
}
