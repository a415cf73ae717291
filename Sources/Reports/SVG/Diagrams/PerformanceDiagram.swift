/// Probability of detection over success ratio, with lines of equal critical success index and of equal frequency bias.
///
/// Up and to the right is better; above the diagonal events are forecast too often, below it too seldom. Roebber (2009),
/// doi:10.1175/2008WAF2222159.1
struct PerformanceDiagram {
  struct Point {
    let system: String
    let marker: Marker
    /// `≥ 10 m s⁻¹`.
    let event: String
    let successRatio: Double
    let detection: Double
  }

  let title: String
  let points: [Point]

  /// The diagram, or nil without points.
  func figure() -> Figure? {
    guard !points.isEmpty else { return nil }
    let across = (start: Plot.left, end: Plot.width - Plot.right)
    let upward = Plot.upward(Plot.squareHeight)
    let plot = Plot(
      x: Plot.Axis(
        title: "success ratio (1 − FAR)", scale: Scale(0...1, step: 0.2, from: across.start, to: across.end)),
      y: Plot.Axis(
        title: "probability of detection", scale: Scale(0...1, step: 0.2, from: upward.start, to: upward.end),
        hasGrid: false),
      height: Plot.squareHeight)
    let order = EventOrder(points.map(\.event))
    let marks = order.events.flatMap { event -> [Markup] in
      points.filter { $0.event == event }.map { point in
        plot.mark(
          point.marker, point.successRatio, point.detection, radius: 3.5,
          text: "\(point.system), \(event): POD \(Digits.fixed(point.detection, 2)), success ratio "
            + Digits.fixed(point.successRatio, 2))
      }
    }
    return plot.figure(
      title, description, indices(plot) + biases(plot) + paths(plot) + marks + names(plot),
      legend: legend)
  }

  private var legend: [Figure.Key] {
    var seen: Set<String> = []
    return points.filter { seen.insert($0.system).inserted }.map { Figure.Key(marker: $0.marker, name: $0.system) }
  }

  /// Where hits / (hits + misses + false alarms) is one value: 1/CSI = 1/SR + 1/POD - 1.
  private func indices(_ plot: Plot) -> [Markup] {
    [0.1, 0.3, 0.5, 0.7, 0.9].flatMap { index -> [Markup] in
      // Closer together where the curve is steep.
      let ratios = (0...40).map { index + (1 - index) * Double($0 * $0) / 1600 }
      return [
        plot.guide(ratios.map { ($0, 1 / (1 / index + 1 - 1 / $0)) }),
        plot.note("CSI \(Digits.fixed(index, 1))", 1, index, anchor: "end", dx: -4, dy: -3),
      ]
    }
  }

  /// Where forecast events / observed events is one value: POD = bias x SR.
  private func biases(_ plot: Plot) -> [Markup] {
    [0.25, 0.5, 1, 2, 4].flatMap { bias -> [Markup] in
      let (x, y) = bias > 1 ? (1 / bias, 1.0) : (1.0, bias)
      let place = bias > 1 ? plot.note("bias \(Digits.shortest(bias))", x, y, dy: -4) : nil
      let low = bias < 1 ? plot.note("bias \(Digits.shortest(bias))", 0.86, 0.86 * bias, anchor: "end", dy: 11) : nil
      return [plot.curve([(0, 0), (x, y)], class: "line guide dashed")] + [place, low].compactMap { $0 }
    }
  }

  /// A line through the events of each system.
  private func paths(_ plot: Plot) -> [Markup] {
    legend.map { key in
      plot.curve(
        points.filter { $0.system == key.name }.map { ($0.successRatio, $0.detection) },
        class: "line thin \(key.marker.style)")
    }
  }

  /// The events beside the points of the first system.
  private func names(_ plot: Plot) -> [Markup] {
    guard let first = legend.first else { return [] }
    return points.filter { $0.system == first.name }.map { point in
      let isRight = point.successRatio > 0.75
      return plot.note(
        point.event, point.successRatio, point.detection, anchor: isRight ? "end" : "start", dx: isRight ? -7 : 7,
        dy: 3.5)
    }
  }

  private var description: String {
    points.map {
      "\($0.system), \($0.event): probability of detection \(Digits.fixed($0.detection, 2)), success ratio "
        + "\(Digits.fixed($0.successRatio, 2))."
    }.joined(separator: " ")
  }
}

/// Events in order of first appearance.
private struct EventOrder {
  let events: [String]

  init(_ all: [String]) {
    var seen: Set<String> = []
    events = all.filter { seen.insert($0).inserted }
  }
}
