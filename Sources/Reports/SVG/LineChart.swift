/// Values over lead time, one line a system, with interval bands.
///
/// A value that is absent breaks the line. Bands much wider than the curves are cut at the frame, so that they don't
/// flatten the curves.
struct LineChart {
  struct Point {
    let hours: Double
    /// nil where the score is undefined; always finite.
    let value: Double?
    let interval: ClosedRange<Double>?
    /// Drawn open where false, as for a difference that is not significant.
    var isFilled = true
  }

  struct Series {
    let name: String
    let marker: Marker
    let points: [Point]
  }

  let title: String
  let units: String
  let series: [Series]
  /// Draws a line at zero, where zero means something: a bias, a difference.
  let hasZeroLine: Bool
  /// Starts the axis at zero where the values come near it, as for errors.
  let startsAtZero: Bool

  private let width = 360.0
  private let height = 224.0
  private let left = 48.0
  private let right = 350.0
  private let top = 22.0
  private let bottom = 186.0

  /// How far bands may widen the axis, in lengths of the values' own range.
  private let roomForBands = 1.5

  /// The chart, or nil where no value is defined or there is only one lead time.
  func figure() -> Figure? {
    let values = series.flatMap { $0.points.compactMap(\.value) }
    guard let largest = values.max(), let smallest = values.min() else { return nil }
    let leads = Set(series.flatMap { $0.points.map(\.hours) })
    guard leads.count > 1 else { return nil }
    let nearZero = smallest >= 0 && smallest < 0.6 * largest
    let includesZero = hasZeroLine || (startsAtZero && nearZero)
    let y = Scale(
      enclosing: values + limits(around: values + (includesZero ? [0] : [])), includingZero: includesZero,
      from: bottom, to: top)
    let x = Scale(hours: Array(leads), from: left + 8, to: right - 8)
    let content =
      yAxis(y) + xAxis(x) + series.map { band($0, x, y) }
      + series.map { curve($0, x, y, hasMarkers: leads.count <= 30) }
    return Figure(title: title, description: description(y.decimals), width: width, height: height, content: content)
  }

  /// The limits of the intervals, as far as they have room around the values.
  private func limits(around values: [Double]) -> [Double] {
    guard let low = values.min(), let high = values.max() else { return [] }
    let room = roomForBands * max(high - low, 0.1 * max(abs(low), abs(high)))
    return series.flatMap { $0.points.compactMap { $0.value == nil ? nil : $0.interval } }
      .flatMap { [max($0.lowerBound, low - room), min($0.upperBound, high + room)] }
  }

  // MARK: - Axes

  private func yAxis(_ y: Scale) -> [Markup] {
    var parts: [Markup] = []
    for tick in y.ticks {
      let isZero = hasZeroLine && abs(tick) < 1e-12 * max(abs(y.domain.lowerBound), y.domain.upperBound)
      parts.append(line(left, y(tick), right, y(tick), class: isZero ? "zero" : "grid"))
      parts.append(label(Digits.fixed(tick, y.decimals), x: left - 6, y: y(tick) + 3.5, anchor: "end"))
    }
    if !units.isEmpty { parts.append(label(units, x: 4, y: 10, anchor: "start", class: "axis")) }
    return parts
  }

  private func xAxis(_ x: Scale) -> [Markup] {
    var parts = [line(left, bottom, right, bottom, class: "rule")]
    for tick in x.ticks {
      parts.append(line(x(tick), bottom, x(tick), bottom + 4, class: "rule"))
      parts.append(label(Digits.short(tick, 2), x: x(tick), y: bottom + 16))
    }
    parts.append(label("lead time (h)", x: (left + right) / 2, y: height - 6, class: "axis"))
    return parts
  }

  // MARK: - Values

  private func curve(_ series: Series, _ x: Scale, _ y: Scale, hasMarkers: Bool) -> Markup {
    var path = ""
    var isDown = false
    var marks: [Markup] = []
    for (i, point) in series.points.enumerated() {
      guard let value = point.value else {
        isDown = false
        continue
      }
      path += "\(isDown ? "L" : "M")\(pixels(x(point.hours))) \(pixels(y(value)))"
      isDown = true
      // A value between two gaps has no line, so it needs its marker.
      let isAlone =
        (i == 0 || series.points[i - 1].value == nil)
        && (i == series.points.count - 1 || series.points[i + 1].value == nil)
      if hasMarkers || isAlone { marks.append(mark(series, point, x: x(point.hours), y: y(value))) }
    }
    return .element("g", [:], [.element("path", ["class": "line \(series.marker.style)", "d": path])] + marks)
  }

  /// The area between the limits, over each run of neighbouring points that have them.
  private func band(_ series: Series, _ x: Scale, _ y: Scale) -> Markup {
    let runs = series.points.split { $0.value == nil || $0.interval == nil }
    let path = runs.filter { $0.count > 1 }.map { run in
      let upper = edge(run.map { (x($0.hours), y($0.interval?.upperBound ?? 0)) })
      let lower = edge(run.map { (x($0.hours), y($0.interval?.lowerBound ?? 0)) })
      return "M" + (upper + lower.reversed()).joined(separator: "L") + "Z"
    }.joined()
    return .element("path", ["class": "band \(series.marker.style)", "d": path.isEmpty ? "M0 0" : path])
  }

  private func edge(_ points: [(x: Double, y: Double)]) -> [String] {
    Polyline(points: points.map { Polyline.Point(x: $0.x, y: $0.y) }).clamped(to: top...bottom).points
      .map { "\(pixels($0.x)) \(pixels($0.y))" }
  }

  private func mark(_ series: Series, _ point: Point, x: Double, y: Double) -> Markup {
    .element(
      "path",
      [
        "class": "\(point.isFilled ? "mark" : "open") \(series.marker.style)",
        "d": series.marker.path(x: x, y: y, radius: 3),
      ])
  }

  // MARK: - Words

  private func description(_ decimals: Int) -> String {
    series.map { one in
      let known = one.points.filter { $0.value != nil }
      guard let first = known.first, let last = known.last, let a = first.value, let b = last.value else {
        return "\(one.name): undefined."
      }
      let unit = units.isEmpty ? "" : " \(units)"
      let start = "\(one.name): \(Digits.fixed(a, decimals + 1))\(unit) at \(Digits.shortest(first.hours)) h"
      guard known.count > 1 else { return start + "." }
      return start + ", \(Digits.fixed(b, decimals + 1))\(unit) at \(Digits.shortest(last.hours)) h."
    }.joined(separator: " ")
  }
}
