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

  private let height = 240.0

  /// The chart, or nil where there are not two times with values.
  func figure() -> Figure? {
    let known = traces.flatMap { trace in trace.points.filter { $0.value != nil } }
    let values = known.compactMap(\.value)
    let times = Set(known.map(\.hours))
    guard times.count > 1 else { return nil }
    let (across, upward) = (Plot.across, Plot.upward(height))
    let y = Scale(
      enclosing: values, includingZero: hasZeroLine || startsAtZero, from: upward.start, to: upward.end)
    let x = Scale(hours: Array(times), from: across.start, to: across.end, tickCount: 6).labelled(tickText)
    let plot = Plot(
      x: Plot.Axis(title: timeTitle, scale: x), y: Plot.Axis(title: units, scale: y, hasZeroLine: hasZeroLine),
      height: height)
    return plot.figure(title, description, traces.flatMap { marks($0, plot) })
  }

  private func marks(_ trace: Trace, _ plot: Plot) -> [Markup] {
    guard trace.points.contains(where: { $0.value != nil }) else { return [] }
    let points = trace.points.map { point in point.value.map { (x: point.hours, y: $0) } }
    let curve = plot.curve(points, class: trace.style)
    guard let marker = trace.marker else { return [curve] }
    return [curve]
      + points.indices.compactMap { i in
        // Every fourth point, which is one a day of most forecasts, and those without a line.
        let isAlone = (i == 0 || points[i - 1] == nil) && (i == points.count - 1 || points[i + 1] == nil)
        guard let point = points[i], isAlone || i.isMultiple(of: 4) else { return nil }
        return plot.mark(marker, point.x, point.y)
      }
  }
}
