import Fields

/// Values over time, in UTC: lines, markers, and levels that go across.
struct TimeChart {
  struct Line {
    var name: String
    /// `base`, `s0`…, or `obs` for what was observed.
    var style: String
    var points: [(time: UTCTime, value: Double)]
    /// Marks at the points; nil draws none.
    var marker: Marker?
    /// 0 to 1; earlier forecasts are paler.
    var strength = 1.0
    var isDrawn = true
  }

  struct Level {
    var name: String
    var style: String
    var value: Double
  }

  /// A range at a time, as of the members of an ensemble.
  struct Range {
    var style: String
    var time: UTCTime
    var values: ClosedRange<Double>
  }

  let title: String
  let description: String
  let units: String
  /// What the times are: `valid time (UTC)`.
  let abscissa: String
  var lines: [Line]
  var levels: [Level] = []
  var ranges: [Range] = []
  /// Times to mark across, such as that of the peak.
  var moments: [UTCTime] = []

  private let width = 460.0
  private let height = 250.0
  private let left = 44.0
  private let right = 450.0
  private let top = 20.0
  private let bottom = 204.0

  /// Nil where no value is there.
  func figure() -> Figure? {
    let values =
      lines.flatMap { $0.points.map(\.value) } + levels.map(\.value)
      + ranges.flatMap { [$0.values.lowerBound, $0.values.upperBound] }
    let times = lines.flatMap { $0.points.map(\.time) } + ranges.map(\.time) + moments
    guard let first = times.min(), let last = times.max(), !values.isEmpty else { return nil }
    let y = Scale(enclosing: values, includingZero: false, from: bottom, to: top)
    let x = TimeAxis(first, last, from: left + 10, to: right - 10)
    return Figure(
      title: title, description: description, width: width, height: height,
      content: yAxis(y) + xAxis(x) + moments.map { across($0, x) } + levels.map { level($0, y) }
        + ranges.map { bar($0, x, y) } + lines.map { curve($0, x, y) } + levels.map { name(of: $0, y) })
  }

  private func yAxis(_ y: Scale) -> [Markup] {
    y.ticks.flatMap { tick in
      [
        line(left, y(tick), right, y(tick), class: "grid"),
        label(Digits.fixed(tick, y.decimals), x: left - 6, y: y(tick) + 3.5, anchor: "end"),
      ]
    } + [label(units, x: 4, y: 10, anchor: "start", class: "axis")]
  }

  private func xAxis(_ x: TimeAxis) -> [Markup] {
    [line(left, bottom, right, bottom, class: "rule")]
      + x.ticks.flatMap { tick in
        [
          line(x(tick.time), bottom, x(tick.time), bottom + 4, class: "rule"),
          label(tick.hour, x: x(tick.time), y: bottom + 15), label(tick.day, x: x(tick.time), y: bottom + 28),
        ]
      } + [label(abscissa, x: (left + right) / 2, y: height - 3, class: "axis")]
  }

  private func across(_ time: UTCTime, _ x: TimeAxis) -> Markup {
    line(x(time), top, x(time), bottom, class: "rule dashed")
  }

  private func level(_ level: Level, _ y: Scale) -> Markup {
    line(left, y(level.value), right, y(level.value), class: "level \(level.style)")
  }

  /// Over the curves, so that none crosses it out.
  private func name(of level: Level, _ y: Scale) -> Markup {
    label(level.name, x: right - 2, y: y(level.value) - 4, anchor: "end", class: "tick over")
  }

  private func bar(_ range: Range, _ x: TimeAxis, _ y: Scale) -> Markup {
    line(
      x(range.time), y(range.values.lowerBound), x(range.time), y(range.values.upperBound), class: "bar \(range.style)")
  }

  private func curve(_ own: Line, _ x: TimeAxis, _ y: Scale) -> Markup {
    var path = ""
    for (i, point) in own.points.enumerated() {
      path += "\(i == 0 ? "M" : "L")\(pixels(x(point.time))) \(pixels(y(point.value)))"
    }
    var parts: [Markup] = []
    if own.isDrawn, own.points.count > 1 {
      parts.append(.element("path", ["class": "line \(own.style)", "d": path], [.element("title", [:], own.name)]))
    }
    if let marker = own.marker {
      parts += own.points.map { point in
        .element(
          "path",
          ["class": "mark \(own.style)", "d": marker.path(x: x(point.time), y: y(point.value), radius: 4)],
          [.element("title", [:], own.name)])
      }
    }
    return .element("g", own.strength < 1 ? ["opacity": Digits.short(own.strength, 2)] : [:], parts)
  }
}

/// A scale of times with ticks at round hours of the day.
struct TimeAxis {
  let ticks: [(time: UTCTime, hour: String, day: String)]
  private let first: UTCTime
  private let span: Double
  private let start: Double
  private let end: Double

  init(_ first: UTCTime, _ last: UTCTime, from start: Double, to end: Double) {
    self.first = first
    (self.start, self.end) = (start, end)
    let hours = max((last - first).hours, 1)
    span = hours
    let steps: [Int] = [1, 2, 3, 6, 12, 24, 48, 96, 240, 480]
    let step = steps.first { hours / Double($0) <= 8 } ?? 960
    var ticks: [(time: UTCTime, hour: String, day: String)] = []
    let length = Int64(step) * 3600
    var at = (first.secondsSince1970 + length - 1) / length * length
    var day = ""
    while at <= last.secondsSince1970 {
      let time = UTCTime(secondsSince1970: at)
      let text = time.shortDescription
      let own = String(text.dropFirst(5).prefix(5))
      ticks.append((time, "\(text.dropFirst(11).prefix(2))", own == day ? "" : own))
      day = own
      at += length
    }
    self.ticks = ticks
  }

  func callAsFunction(_ time: UTCTime) -> Double { start + (time - first).hours / span * (end - start) }
}
