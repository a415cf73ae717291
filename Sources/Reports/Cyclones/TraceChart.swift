/// Lines over time: one observed, some known by their markers, and many thin ones that are members of an ensemble.
///
/// A value that is absent breaks its line.
struct TraceChart {
  struct Trace {
    /// The classes of its line: `line s0`, `member`, `line truth`.
    let style: String
    /// nil of thin lines.
    var marker: Marker?
    let points: [(hours: Double, value: Double?)]
  }

  let title: String
  let description: String
  let units: String
  let timeTitle: String
  /// The text of a tick, from its hours.
  let tickText: (Double) -> String
  let traces: [Trace]
  var hasZeroLine = false
  var startsAtZero = false

  private let width = 360.0
  private let height = 240.0
  private let left = 48.0
  private let right = 350.0
  private let top = 22.0
  private let bottom = 200.0

  /// The chart, or nil where there are not two times with values.
  func figure() -> Figure? {
    let known = traces.flatMap { trace in trace.points.filter { $0.value != nil } }
    let values = known.compactMap(\.value)
    let times = Set(known.map(\.hours))
    guard times.count > 1 else { return nil }
    let y = Scale(enclosing: values, includingZero: hasZeroLine || startsAtZero, from: bottom, to: top)
    let x = Scale(hours: Array(times), from: left + 8, to: right - 8, tickCount: 6)
    return Figure(
      title: title, description: description, width: width, height: height,
      content: axes(x, y) + traces.flatMap { marks($0, x, y) })
  }

  private func axes(_ x: Scale, _ y: Scale) -> [Markup] {
    var parts: [Markup] = []
    for tick in y.ticks {
      let isZero = hasZeroLine && abs(tick) < 1e-9
      parts.append(line(left, y(tick), right, y(tick), class: isZero ? "zero" : "grid"))
      parts.append(label(Digits.fixed(tick, y.decimals), x: left - 6, y: y(tick) + 3.5, anchor: "end"))
    }
    parts.append(label(units, x: 4, y: 10, anchor: "start", class: "axis"))
    parts.append(line(left, bottom, right, bottom, class: "rule"))
    for tick in x.ticks {
      parts.append(line(x(tick), bottom, x(tick), bottom + 4, class: "rule"))
      parts.append(label(tickText(tick), x: x(tick), y: bottom + 16))
    }
    parts.append(label(timeTitle, x: (left + right) / 2, y: height - 6, class: "axis"))
    return parts
  }

  private func marks(_ trace: Trace, _ x: Scale, _ y: Scale) -> [Markup] {
    var path = ""
    var isDown = false
    var marks: [Markup] = []
    for (i, point) in trace.points.enumerated() {
      guard let value = point.value else {
        isDown = false
        continue
      }
      path += "\(isDown ? "L" : "M")\(pixels(x(point.hours))) \(pixels(y(value)))"
      isDown = true
      // Every fourth point, which is one a day of most forecasts, and those without a line.
      let isAlone =
        (i == 0 || trace.points[i - 1].value == nil)
        && (i == trace.points.count - 1 || trace.points[i + 1].value == nil)
      if let marker = trace.marker, isAlone || i.isMultiple(of: 4) {
        marks.append(
          .element(
            "path",
            ["class": "mark \(marker.style)", "d": marker.path(x: x(point.hours), y: y(value), radius: 3)]))
      }
    }
    return path.isEmpty ? [] : [.element("path", ["class": trace.style, "d": path])] + marks
  }
}
