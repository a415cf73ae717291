/// Values over lead time, one line a system, with interval bands.
///
/// A value that is absent breaks the line. A single lead time is drawn as points with interval bars
/// side by side.
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

  /// The chart, or nil where no value is defined.
  func figure() -> Figure? {
    let values = series.flatMap { $0.points.compactMap(\.value) }
    guard let largest = values.max(), let smallest = values.min() else { return nil }
    let limits = series.flatMap { $0.points.compactMap { $0.value == nil ? nil : $0.interval } }
    let shown = values + limits.flatMap { [$0.lowerBound, $0.upperBound] }
    let nearZero = smallest >= 0 && smallest < 0.6 * largest
    let y = Scale(enclosing: shown, includingZero: hasZeroLine || (startsAtZero && nearZero), from: bottom, to: top)
    let leads = Set(series.flatMap { $0.points.map(\.hours) })
    var content = yAxis(y)
    if leads.count > 1 {
      let x = Scale(hours: Array(leads), from: left + 8, to: right - 8)
      content += xAxis(x)
      content += series.map { band($0, x, y) }
      content += series.map { curve($0, x, y, hasMarkers: leads.count <= 30) }
    } else {
      content += bars(y)
      let lead = leads.first.map { "at \(Digits.shortest($0)) h" } ?? ""
      content.append(label(lead, x: (left + right) / 2, y: height - 6, class: "axis"))
    }
    return Figure(title: title, description: description(y.decimals), width: width, height: height, content: content)
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
      let upper = run.map { "\(pixels(x($0.hours))) \(pixels(y($0.interval?.upperBound ?? 0)))" }
      let lower = run.reversed().map { "\(pixels(x($0.hours))) \(pixels(y($0.interval?.lowerBound ?? 0)))" }
      return "M" + (upper + lower).joined(separator: "L") + "Z"
    }.joined()
    return .element("path", ["class": "band \(series.marker.style)", "d": path.isEmpty ? "M0 0" : path])
  }

  private func bars(_ y: Scale) -> [Markup] {
    let spacing = (right - left) / Double(series.count)
    var parts = [line(left, bottom, right, bottom, class: "rule")]
    for (i, one) in series.enumerated() {
      let x = left + (Double(i) + 0.5) * spacing
      let room = max(3, Int(spacing / 6))
      let name = one.name.count > room ? one.name.prefix(room - 1) + "…" : one.name[...]
      parts.append(label(String(name), x: x, y: bottom + 16))
      guard let point = one.points.first, let value = point.value else { continue }
      if let interval = point.interval {
        parts.append(line(x, y(interval.lowerBound), x, y(interval.upperBound), class: "line \(one.marker.style)"))
      }
      parts.append(mark(one, point, x: x, y: y(value)))
    }
    return parts
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
