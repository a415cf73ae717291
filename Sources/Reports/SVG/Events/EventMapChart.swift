import Fields
import Metrics

/// Values of an event on a map: stations as dots, or the cells of a field, coloured by classes.
struct EventMapChart {
  struct Dot {
    let coordinate: Coordinate
    let style: String
    /// For the pointer.
    let label: String
    /// Whether it is beyond the threshold: a ring is drawn around it.
    var isRinged = false
  }

  /// One colour of the bar below a map, and what is written at its left edge.
  struct Step {
    let style: String
    let text: String
  }

  let title: String
  let description: String
  let frame: MapFrame
  let coast: Markup
  var dots: [Dot] = []
  /// The style of each pixel; nil where there is nothing.
  var raster: (raster: EventRaster, styles: [String?])?
  let steps: [Step]
  /// Whether the texts stand between the colours, as bounds do, and not under them.
  let textsAreBounds: Bool
  let units: String
  /// A place to mark with a cross.
  var cross: Coordinate?

  private let dotLimit = 500

  func figure() -> Figure {
    let sea = Markup.element(
      "rect", ["class": "sea", "x": "0", "y": "0", "width": pixels(frame.width), "height": pixels(frame.height)])
    return Figure(
      title: title, description: description, width: frame.width, height: frame.height + 40,
      content: [sea] + cells() + [coast] + frame.graticule() + marks() + crossMark() + legend(top: frame.height + 8))
  }

  /// One path a class, of the runs of its pixels.
  private func cells() -> [Markup] {
    guard let raster, raster.raster.columns > 0 else { return [] }
    let area = raster.raster
    let (left, top) = frame.position(latitude: area.north, longitude: unrolled(area.west))
    let (right, bottom) = frame.position(latitude: area.south, longitude: unrolled(area.west) + area.east - area.west)
    let (dx, dy) = ((right - left) / Double(area.columns), (bottom - top) / Double(area.rows))
    var paths: [String: String] = [:]
    for row in 0..<area.rows {
      var column = 0
      while column < area.columns {
        let start = column
        let style = raster.styles[row * area.columns + column]
        while column < area.columns, raster.styles[row * area.columns + column] == style { column += 1 }
        guard let style else { continue }
        // A little more than the pixel, so that no seam shows.
        paths[style, default: ""] +=
          "M\(pixels(left + Double(start) * dx)) \(pixels(top + Double(row) * dy))h\(pixels(Double(column - start) * dx + 0.3))"
          + "v\(pixels(dy + 0.3))H\(pixels(left + Double(start) * dx))z"
      }
    }
    return paths.keys.sorted().map { .element("path", ["class": "cell \($0)", "d": paths[$0] ?? ""]) }
  }

  /// A longitude counted on from the west of the frame.
  private func unrolled(_ longitude: Double) -> Double {
    let turns = ((frame.west - longitude) / 360).rounded()
    return longitude + turns * 360
  }

  private var radius: Double { dots.count <= 120 ? 4.5 : dots.count <= 600 ? 3.4 : 2.4 }

  private func marks() -> [Markup] {
    let hasLabels = dots.count <= dotLimit
    let circles = dots.map { dot -> Markup in
      let (x, y) = frame.position(dot.coordinate)
      let hint: [Markup] = hasLabels ? [.element("title", [:], dot.label)] : []
      return .element(
        "circle",
        [
          "class": "station \(dot.style)\(dot.isRinged ? " beyond" : "")", "cx": pixels(x), "cy": pixels(y),
          "r": pixels(dot.isRinged ? radius * 1.25 : radius),
        ], hint)
    }
    return circles
  }

  private func crossMark() -> [Markup] {
    guard let cross else { return [] }
    let (x, y) = frame.position(cross)
    return [
      .element(
        "path", ["class": "cross halo", "d": "M\(pixels(x - 7)) \(pixels(y))h14M\(pixels(x)) \(pixels(y - 7))v14"]),
      .element("path", ["class": "cross", "d": "M\(pixels(x - 7)) \(pixels(y))h14M\(pixels(x)) \(pixels(y - 7))v14"]),
    ]
  }

  private func legend(top: Double) -> [Markup] {
    let box = min(textsAreBounds ? 42.0 : 110, (frame.width - 60) / Double(steps.count))
    let left = (frame.width - 40 - box * Double(steps.count)) / 2
    var parts: [Markup] = []
    for (i, step) in steps.enumerated() {
      let x = left + Double(i) * box
      parts.append(
        .element(
          "rect",
          [
            "class": "station \(step.style)", "x": pixels(x), "y": pixels(top), "width": pixels(box), "height": "12",
          ]))
      parts.append(label(step.text, x: textsAreBounds ? x : x + box / 2, y: top + 25))
    }
    parts.append(label(units, x: left + box * Double(steps.count) + 8, y: top + 10, anchor: "start", class: "axis"))
    return parts
  }
}
