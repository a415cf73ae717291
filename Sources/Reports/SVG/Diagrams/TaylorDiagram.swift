#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much forecasts vary beside the observations, and how well they go with them, in one place: the distance from the
/// origin is the ratio of the standard deviations, the angle is the correlation, and the distance from the ring on the
/// axis is the error that a constant shift would leave, in standard deviations of the observations.
///
/// Taylor (2001), doi:10.1029/2000JD900719
struct TaylorDiagram {
  struct Point {
    let system: String
    let marker: Marker
    /// `t2m`.
    let name: String
    /// Of the forecast's standard deviation to that of the observations.
    let ratio: Double
    let correlation: Double
  }

  let title: String
  let points: [Point]

  /// The diagram, or nil without points.
  func figure() -> Figure? {
    guard let largest = points.map(\.ratio).max() else { return nil }
    let reach = max(1.25, (largest * 1.1 / 0.25).rounded(.up) * 0.25)
    let isHalf = points.contains { $0.correlation < 0 }
    let step = reach > 3 ? Scale.roundStep(reach / 5) : isHalf || reach > 1.5 ? 0.5 : 0.25
    // Correlations are written around the arc.
    let height = isHalf ? Plot.height + 10 : Plot.squareHeight + 12
    let upward = (start: height - Plot.bottom, end: Plot.top + 14)
    let length = upward.start - upward.end
    let plot = Plot(
      x: Plot.Axis(
        title: "standard deviation, forecast / observation",
        scale: Scale(
          (isHalf ? -reach : 0)...reach, step: step, from: Plot.left, to: Plot.left + length * (isHalf ? 2 : 1))),
      y: Plot.Axis(
        title: "", scale: Scale(0...reach, step: step, from: upward.start, to: upward.end), hasGrid: false),
      width: Plot.left + length * (isHalf ? 2 : 1) + 34, height: height)
    let marks = points.map { point in
      let place = TaylorDiagram.place(point.ratio, point.correlation)
      return plot.mark(
        point.marker, place.x, place.y, radius: 4,
        text: "\(point.system), \(point.name): ratio of standard deviations \(Digits.fixed(point.ratio, 2)), "
          + "correlation \(Digits.fixed(point.correlation, 3))")
    }
    return plot.figure(
      title, description,
      arcs(plot, reach, step, isHalf: isHalf) + errors(plot, reach, isHalf: isHalf) + marks + names(plot),
      legend: legend)
  }

  private static func place(_ ratio: Double, _ correlation: Double) -> (x: Double, y: Double) {
    (ratio * correlation, ratio * max(0, 1 - correlation * correlation).squareRoot())
  }

  private var legend: [Figure.Key] {
    var seen: Set<String> = []
    return points.filter { seen.insert($0.system).inserted }.map { Figure.Key(marker: $0.marker, name: $0.system) }
  }

  /// Circles of equal ratio, and rays of equal correlation.
  private func arcs(_ plot: Plot, _ reach: Double, _ step: Double, isHalf: Bool) -> [Markup] {
    let angles = (0...60).map { Double($0) / 60 * (isHalf ? .pi : .pi / 2) }
    let circles = stride(from: step, through: reach + 1e-9, by: step).map { radius in
      plot.curve(
        angles.map { (radius * cos($0), radius * sin($0)) },
        class: abs(radius - 1) < 1e-9 || radius > reach - 1e-9 ? "line rule" : "line grid")
    }
    let correlations = [0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99]
    let rays = (isHalf ? correlations.map { -$0 } + [0] : []) + correlations
    return circles
      + rays.flatMap { r -> [Markup] in
        let y = (1 - r * r).squareRoot()
        return [
          plot.curve([(0, 0), (reach * r, reach * y)], class: "line grid"),
          plot.note(
            Digits.shortest(r), reach * r, reach * y, anchor: r < 0 ? "end" : "start", dx: 4 * r, dy: r > 0.97 ? 2 : -3),
        ]
      } + [plot.note("correlation", reach * 0.72, reach * 0.72, anchor: "start", dx: 12, dy: -8)]
  }

  /// Circles of equal error around the place of a perfect forecast.
  private func errors(_ plot: Plot, _ reach: Double, isHalf: Bool) -> [Markup] {
    let circles = [0.25, 0.5, 0.75, 1, 1.5].filter { $0 < reach }.map { radius -> Markup in
      let points = (0...60).map { i -> (x: Double, y: Double)? in
        let angle = Double(i) / 60 * .pi
        let (x, y) = (1 + radius * cos(angle), radius * sin(angle))
        return hypot(x, y) <= reach && (isHalf || x >= 0) ? (x, y) : nil
      }
      return plot.curve(points, class: "line guide dashed")
    }
    let (x, y) = (plot.x.scale(1), plot.y.scale(0))
    return circles + [
      .element("path", ["class": "ring", "d": "M\(pixels(x - 5)) \(pixels(y))a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"])
    ]
  }

  /// The names beside the points of the first system, each moved down where it would lie on one before.
  private func names(_ plot: Plot) -> [Markup] {
    guard let first = legend.first, points.contains(where: { $0.name != points[0].name }) else { return [] }
    var taken: [(x: Double, y: Double)] = []
    return points.filter { $0.system == first.name }.map { point in
      let place = TaylorDiagram.place(point.ratio, point.correlation)
      let x = plot.x.scale(place.x) + 7
      var y = plot.y.scale(place.y) + 3.5
      while taken.contains(where: { abs($0.x - x) < 50 && abs($0.y - y) < 10 }) { y += 10 }
      taken.append((x, y))
      return label(point.name, x: x, y: y, anchor: "start", class: "note")
    }
  }

  private var description: String {
    points.map {
      "\($0.system), \($0.name): ratio of standard deviations \(Digits.fixed($0.ratio, 2)), correlation "
        + "\(Digits.fixed($0.correlation, 3))."
    }.joined(separator: " ")
  }
}
