import Fields

/// Values over lead time, one line a system, with interval bands.
///
/// A value that is absent breaks the line. Bands much wider than the curves are cut at the frame, so that they don't
/// flatten the curves.
struct LineChart {
  /// What lies along the chart, in hours.
  enum Abscissa {
    case leadTime
    /// Hours since 1970.
    case initTime
  }

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
  var abscissa = Abscissa.leadTime

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
    let upward = Plot.upward()
    let y = Scale(
      enclosing: values + limits(around: values + (includesZero ? [0] : [])), includingZero: includesZero,
      from: upward.start, to: upward.end)
    let across = Plot.across
    let x =
      abscissa == .leadTime
      ? Scale(hours: Array(leads), from: across.start, to: across.end)
      : Scale(times: Array(leads), from: across.start, to: across.end)
    let plot = Plot(
      x: Plot.Axis(title: abscissaTitle(leads), scale: x),
      y: Plot.Axis(title: units, scale: y, hasZeroLine: hasZeroLine))
    let hasMarkers = leads.count <= 30
    return plot.figure(
      title, description(y.decimals),
      series.map { band($0, plot) } + series.map { curve($0, plot, hasMarkers: hasMarkers) },
      legend: series.map { Figure.Key(marker: $0.marker, name: $0.name) })
  }

  /// The limits of the intervals, as far as they have room around the values.
  private func limits(around values: [Double]) -> [Double] {
    guard let low = values.min(), let high = values.max() else { return [] }
    let room = roomForBands * max(high - low, 0.1 * max(abs(low), abs(high)))
    return series.flatMap { $0.points.compactMap { $0.value == nil ? nil : $0.interval } }
      .flatMap { [max($0.lowerBound, low - room), min($0.upperBound, high + room)] }
  }

  /// Ticks of initial times have no year.
  private func abscissaTitle(_ hours: Set<Double>) -> String {
    guard abscissa == .initTime, let first = hours.min(), let last = hours.max() else { return "lead time (h)" }
    let years = [first, last].map { UTCTime(secondsSince1970: Int64($0 * 3600)).components.year }
    return "initial time (UTC), " + (years[0] == years[1] ? "\(years[0])" : "\(years[0]) to \(years[1])")
  }

  // MARK: - Values

  private func curve(_ series: Series, _ plot: Plot, hasMarkers: Bool) -> Markup {
    let points = series.points
    let line = plot.curve(
      points.map { point in point.value.map { (point.hours, $0) } }, class: "line \(series.marker.style)")
    let marks = points.indices.compactMap { i -> Markup? in
      guard let value = points[i].value else { return nil }
      // A value between two gaps has no line, so it needs its marker.
      let isAlone =
        (i == 0 || points[i - 1].value == nil) && (i == points.count - 1 || points[i + 1].value == nil)
      guard hasMarkers || isAlone else { return nil }
      return plot.mark(series.marker, points[i].hours, value, isFilled: points[i].isFilled)
    }
    return .element("g", [:], [line] + marks)
  }

  /// The area between the limits, over each run of neighbouring points that have them.
  private func band(_ series: Series, _ plot: Plot) -> Markup {
    let runs = series.points.split { $0.value == nil || $0.interval == nil }
    return plot.band(
      runs.map { run in
        run.map { ($0.hours, $0.interval?.lowerBound ?? 0, $0.interval?.upperBound ?? 0) }
      }, class: series.marker.style)
  }

  // MARK: - Words

  private func description(_ decimals: Int) -> String {
    series.map { one in
      let known = one.points.filter { $0.value != nil }
      guard let first = known.first, let last = known.last, let a = first.value, let b = last.value else {
        return "\(one.name): undefined."
      }
      let unit = units.isEmpty ? "" : " \(units)"
      let start = "\(one.name): \(Digits.fixed(a, decimals + 1))\(unit) at \(place(first.hours))"
      guard known.count > 1 else { return start + "." }
      return start + ", \(Digits.fixed(b, decimals + 1))\(unit) at \(place(last.hours))."
    }.joined(separator: " ")
  }

  private func place(_ hours: Double) -> String {
    switch abscissa {
    case .leadTime: "\(Digits.shortest(hours)) h"
    case .initTime: UTCTime(secondsSince1970: Int64(hours * 3600)).description
    }
  }
}
