/// Parts of a whole over intervals of equal width, as outlines: a histogram of errors, of ranks.
struct StepChart {
  struct Series {
    let name: String
    let marker: Marker
    /// The middle of each interval, in order, and its height. All intervals of one series are equally wide.
    let points: [(x: Double, y: Double)]

    var step: Double { points.count > 1 ? points[1].x - points[0].x : 1 }
  }

  let title: String
  let x: String
  let y: String
  let series: [Series]
  /// A level of reference with its name, as that of equal ranks.
  var level: (y: Double, name: String)?
  /// Draws the line x = 0 where it is within the picture.
  var hasZero = false
  /// Writes every whole number on the axis, as of ranks.
  var isCounted = false

  /// The chart, or nil without points.
  func figure() -> Figure? {
    let ends = series.flatMap { one in
      [one.points.first.map { $0.x - one.step / 2 }, one.points.last.map { $0.x + one.step / 2 }].compactMap { $0 }
    }
    guard let low = ends.min(), let high = ends.max(), low < high else { return nil }
    let upward = Plot.upward()
    let across = (start: Plot.left, end: Plot.width - Plot.right)
    let plot = Plot(
      x: Plot.Axis(
        title: x,
        scale: isCounted && high - low <= 24
          ? Scale(
            low...high, ticks: Array(stride(from: low + 0.5, to: high, by: high - low > 12 ? 2 : 1)),
            from: across.start, to: across.end)
          : Scale(enclosing: [low, high], includingZero: false, from: across.start, to: across.end)),
      y: Plot.Axis(
        title: y,
        scale: Scale(
          enclosing: series.flatMap { $0.points.map(\.y) } + [level?.y ?? 0], includingZero: true, from: upward.start,
          to: upward.end)))
    var marks: [Markup] = series.map { area($0, plot) } + series.map { outline($0, plot) }
    if hasZero, low < 0, high > 0 {
      marks.insert(line(plot.x.scale(0), upward.end, plot.x.scale(0), upward.start, class: "zero"), at: 0)
    }
    if let level {
      marks.append(plot.curve([(low, level.y), (high, level.y)], class: "line guide dashed"))
      marks.append(plot.note(level.name, high, level.y, anchor: "end", dx: -3, dy: -4))
    }
    return plot.figure(
      title, description, marks, legend: series.map { Figure.Key(marker: $0.marker, name: $0.name) })
  }

  private func outline(_ series: Series, _ plot: Plot) -> Markup {
    plot.curve(corners(series).map { $0 }, class: "line \(series.marker.style)")
  }

  private func area(_ series: Series, _ plot: Plot) -> Markup {
    plot.band([corners(series).map { ($0.x, 0, $0.y) }], class: series.marker.style)
  }

  private func corners(_ series: Series) -> [(x: Double, y: Double)] {
    let half = series.step / 2
    let tops = series.points.flatMap { [(x: $0.x - half, y: $0.y), (x: $0.x + half, y: $0.y)] }
    guard let first = tops.first, let last = tops.last else { return [] }
    return [(first.x, 0)] + tops + [(last.x, 0)]
  }

  private var description: String {
    series.map { one in
      guard let highest = one.points.max(by: { $0.y < $1.y }), let first = one.points.first, let last = one.points.last
      else { return "\(one.name): nothing." }
      return "\(one.name): from \(Digits.short(first.x, 2)) to \(Digits.short(last.x, 2)), highest at "
        + "\(Digits.short(highest.x, 2)) with \(Digits.short(highest.y, 3))."
    }.joined(separator: " ")
  }
}
