import Fields
import Metrics

/// A map of tracks: the best track, the members as thin lines, and the lines that have markers.
struct CycloneMap {
  let title: String
  let description: String
  let frame: MapFrame
  let coast: Markup
  let observed: Track
  let members: [Track]
  let lines: [(track: Track, marker: Marker)]

  func figure() -> Figure {
    Figure(
      title: title, description: description, width: frame.width, height: frame.height,
      content: [frame.sea, coast] + frame.graticule() + members.compactMap { path($0, class: "member") }
        + lines.flatMap(marked) + truth)
  }

  private func path(_ track: Track, class name: String) -> Markup? {
    guard !track.points.isEmpty else { return nil }
    let points = track.points.map { frame.position($0.position) }
    return .element(
      "path",
      ["class": name, "d": "M" + points.map { "\(pixels($0.x)) \(pixels($0.y))" }.joined(separator: "L")])
  }

  private func marked(_ line: (track: Track, marker: Marker)) -> [Markup] {
    let marks = line.track.points.filter { $0.time.components.hour == 0 }.map { point -> Markup in
      let (x, y) = frame.position(point.position)
      return .element(
        "path", ["class": "mark \(line.marker.style)", "d": line.marker.path(x: x, y: y, radius: 3.5)],
        [.element("title", [:], "\(dayText(point.time)): \(point.position)")])
    }
    return [path(line.track, class: "line \(line.marker.style)")].compactMap { $0 } + marks
  }

  /// The best track with a dot and the day at every 00 UTC.
  private var truth: [Markup] {
    var parts = [path(observed, class: "truth")].compactMap { $0 }
    for point in observed.points where point.time.components.hour == 0 {
      let (x, y) = frame.position(point.position)
      parts.append(
        .element(
          "path",
          ["class": "truthmark", "d": "M\(pixels(x - 3.5)) \(pixels(y))a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0"],
          [.element("title", [:], "best track \(dayText(point.time)): \(point.position)")]))
      parts.append(label(String(point.time.components.day), x: x + 6, y: y - 5, anchor: "start", class: "day"))
    }
    return parts
  }
}

/// A map of strike probabilities, with the outline of where the storm came.
struct StrikeMapFigure {
  let title: String
  let description: String
  let strike: StrikeProbability
  let observed: Track
  let frame: MapFrame
  let coast: Markup

  /// The lower ends of the classes, in per cent.
  static let classes = [5, 20, 40, 60, 80]

  func figure() -> Figure {
    Figure(
      title: title, description: description, width: frame.width, height: frame.height + 34,
      content: [frame.sea] + cells() + [coast] + frame.graticule() + [outline()] + track() + legend(frame.height + 8))
  }

  private func corner(_ row: Int, _ column: Int) -> (x: Double, y: Double, width: Double, height: Double) {
    let step = strike.latitudes.count > 1 ? abs(strike.latitudes[0] - strike.latitudes[1]) : 0.5
    let (x, y) = frame.position(
      latitude: strike.latitudes[row] + step / 2, longitude: turned(strike.longitudes[column]) - step / 2)
    return (
      x, y, step / (frame.east - frame.west) * frame.width, step / (frame.north - frame.south) * frame.height
    )
  }

  /// A longitude in the turn of the frame.
  private func turned(_ longitude: Double) -> Double {
    frame.west + Coordinate(latitude: 0, longitude: longitude - frame.west).longitude360
  }

  /// One path a class; neighbours in a row are one rectangle.
  private func cells() -> [Markup] {
    var paths = [String](repeating: "", count: StrikeMapFigure.classes.count)
    func level(_ row: Int, _ column: Int) -> Int? {
      let percent = strike.probabilities[row * strike.longitudes.count + column] * 100
      return StrikeMapFigure.classes.lastIndex { percent >= Double($0) }
    }
    for row in strike.latitudes.indices {
      var column = 0
      while column < strike.longitudes.count {
        guard let own = level(row, column) else {
          column += 1
          continue
        }
        var end = column
        while end + 1 < strike.longitudes.count, level(row, end + 1) == own { end += 1 }
        let first = corner(row, column)
        paths[own] +=
          "M\(pixels(first.x)) \(pixels(first.y))h\(pixels(first.width * Double(end - column + 1)))v\(pixels(first.height))"
          + "h\(pixels(-first.width * Double(end - column + 1)))z"
        column = end + 1
      }
    }
    return paths.enumerated().compactMap { index, path in
      path.isEmpty ? nil : .element("path", ["class": "p\(index + 1)", "d": path])
    }
  }

  /// The edge of the observed swath, cell by cell.
  private func outline() -> Markup {
    func isObserved(_ row: Int, _ column: Int) -> Bool {
      strike.latitudes.indices.contains(row) && strike.longitudes.indices.contains(column)
        && strike.observed[row * strike.longitudes.count + column]
    }
    var path = ""
    for row in strike.latitudes.indices {
      for column in strike.longitudes.indices where isObserved(row, column) {
        let cell = corner(row, column)
        let (right, bottom) = (cell.x + cell.width, cell.y + cell.height)
        if !isObserved(row - 1, column) { path += "M\(pixels(cell.x)) \(pixels(cell.y))H\(pixels(right))" }
        if !isObserved(row + 1, column) { path += "M\(pixels(cell.x)) \(pixels(bottom))H\(pixels(right))" }
        if !isObserved(row, column - 1) { path += "M\(pixels(cell.x)) \(pixels(cell.y))V\(pixels(bottom))" }
        if !isObserved(row, column + 1) { path += "M\(pixels(right)) \(pixels(cell.y))V\(pixels(bottom))" }
      }
    }
    return .element("path", ["class": "outline", "d": path.isEmpty ? "M0 0" : path])
  }

  private func track() -> [Markup] {
    let points = observed.points.filter { $0.time >= strike.from && $0.time <= strike.through }
      .map { frame.position($0.position) }
    guard !points.isEmpty else { return [] }
    return [
      .element(
        "path",
        ["class": "truth", "d": "M" + points.map { "\(pixels($0.x)) \(pixels($0.y))" }.joined(separator: "L")])
    ]
  }

  private func legend(_ top: Double) -> [Markup] {
    StrikeMapFigure.classes.enumerated().flatMap { index, low -> [Markup] in
      let x = 8 + Double(index) * 92
      return [
        .element(
          "rect",
          ["class": "p\(index + 1)", "x": pixels(x), "y": pixels(top), "width": "26", "height": "12"]),
        label("≥ \(low) %", x: x + 30, y: top + 10, anchor: "start"),
      ]
    } + [label("dashed: observed", x: 8 + 5 * 92 + 8, y: top + 10, anchor: "start")]
  }
}
