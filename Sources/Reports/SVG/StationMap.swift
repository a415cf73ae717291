import Fields

/// Values at stations on a map, coloured by a diverging scale: triangles point up where the value is
/// positive and down where it is negative.
struct StationMap {
  struct Point {
    let coordinate: Coordinate
    /// Finite.
    let value: Double
    /// For the pointer: `01001: -1.2 K`.
    let label: String
    /// Whether it stands out: a circle is drawn around it.
    var isRinged = false
  }

  let title: String
  let description: String
  let points: [Point]
  let scale: DivergingScale
  let units: String
  let frame: MapFrame
  /// The shores: a path, or a reference to one that is on the page already.
  let coast: Markup

  /// Above this many stations the markers carry no labels, to keep the page small.
  private let labelLimit = 400

  func figure() -> Figure {
    let legendHeight = 40.0
    return Figure(
      title: title, description: description, width: frame.width, height: frame.height + legendHeight,
      content: [frame.sea, coast] + frame.graticule() + marks() + rings() + legend(top: frame.height + 8))
  }

  // MARK: - Stations

  private var radius: Double {
    switch points.count {
    case ...60: 6
    case ...200: 5
    case ...600: 4
    case ...2000: 3
    default: 2
    }
  }

  /// The small values first, so that the large ones lie on top; one path a class where there are many.
  private func marks() -> [Markup] {
    let order = points.sorted { abs($0.value) < abs($1.value) }
    if order.count <= labelLimit {
      return order.map { point in
        .element(
          "path", ["class": "station c\(scale.index(of: point.value))", "d": path(point)],
          [.element("title", [:], point.label)])
      }
    }
    let classes = Dictionary(grouping: order) { scale.index(of: $0.value) }
    // From the middle outwards.
    return [3, 4, 2, 5, 1, 6, 0, 7].compactMap { index in
      guard let members = classes[index] else { return nil }
      return .element("path", ["class": "station c\(index)", "d": members.map(path).joined()])
    }
  }

  /// One path of circles around the points that stand out.
  private func rings() -> [Markup] {
    let r = radius * 1.9
    let circles = points.filter(\.isRinged).map { point in
      let (x, y) = frame.position(point.coordinate)
      return "M\(pixels(x - r)) \(pixels(y))a\(pixels(r)) \(pixels(r)) 0 1 0 \(pixels(2 * r)) 0"
        + "a\(pixels(r)) \(pixels(r)) 0 1 0 \(pixels(-2 * r)) 0"
    }
    return circles.isEmpty ? [] : [.element("path", ["class": "ring", "d": circles.joined()])]
  }

  private func path(_ point: Point) -> String {
    let (x, y) = frame.position(point.coordinate)
    let r = radius
    let direction = point.value < 0 ? 1.0 : -1.0
    return "M\(pixels(x)) \(pixels(y + direction * r))l\(pixels(r)) \(pixels(-direction * 1.7 * r))"
      + "h\(pixels(-2 * r))z"
  }

  // MARK: - Colour bar

  private func legend(top: Double) -> [Markup] {
    let count = Double(DivergingScale.classCount)
    let box = min(48.0, (frame.width - 120) / count)
    let left = (frame.width - box * count) / 2
    var parts: [Markup] = []
    for i in 0..<DivergingScale.classCount {
      parts.append(
        .element(
          "rect",
          [
            "class": "station c\(i)", "x": pixels(left + Double(i) * box), "y": pixels(top), "width": pixels(box),
            "height": "12",
          ]))
    }
    for (i, bound) in scale.bounds.enumerated() {
      let text = (bound > 0 ? "+" : "") + Digits.fixed(bound, scale.decimals)
      parts.append(label(text, x: left + Double(i + 1) * box, y: top + 25))
    }
    parts.append(label("▼ below", x: left - 8, y: top + 10, anchor: "end"))
    parts.append(label("▲ above", x: left + box * count + 8, y: top + 10, anchor: "start"))
    parts.append(label(units, x: left + box * count + 8, y: top + 25, anchor: "start", class: "axis"))
    return parts
  }
}
