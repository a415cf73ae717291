/// One number over another, a curve a system: quantiles, spectra.
struct CurveChart {
  struct Series {
    let name: String
    let marker: Marker
    /// In order of x.
    let points: [(x: Double, y: Double)]
    var hasMarkers = false
  }

  let title: String
  let x: String
  let y: String
  let series: [Series]
  /// Whether both axes are logarithmic; values of 0 and below are then left out.
  var isLogarithmic = false
  /// Whether only the horizontal axis is.
  var isLogarithmicAcross = false
  /// Both axes are alike, and the diagonal is drawn, as for quantiles against quantiles.
  var isAgainstItself = false

  /// The chart, or nil where there are fewer than two points.
  func figure() -> Figure? {
    let points = series.flatMap(\.points).filter { isDrawn($0) }
    guard points.count > 1 else { return nil }
    let height = isAgainstItself ? Plot.squareHeight : Plot.height
    let upward = Plot.upward(height)
    let across = (start: Plot.left, end: Plot.width - Plot.right)
    func scale(_ values: [Double], _ ends: (start: Double, end: Double), isLogarithmic: Bool) -> Scale {
      isLogarithmic
        ? Scale(logarithmicEnclosing: values, from: ends.start, to: ends.end)
        : Scale(enclosing: values, includingZero: false, from: ends.start, to: ends.end)
    }
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let both = isAgainstItself ? xs + ys : []
    let plot = Plot(
      x: Plot.Axis(
        title: x, scale: scale(xs + both, across, isLogarithmic: isLogarithmic || isLogarithmicAcross)),
      y: Plot.Axis(title: y, scale: scale(ys + both, upward, isLogarithmic: isLogarithmic)), height: height)
    var marks: [Markup] = []
    if isAgainstItself {
      let domain = plot.x.scale.domain
      marks.append(plot.guide(domain.lowerBound, domain.lowerBound, domain.upperBound, domain.upperBound))
    }
    for one in series {
      let drawn = one.points.filter { isDrawn($0) }
      marks.append(plot.curve(drawn.map { $0 }, class: "line \(one.marker.style)"))
      if one.hasMarkers { marks += drawn.map { plot.mark(one.marker, $0.x, $0.y, radius: 2.4) } }
    }
    return plot.figure(
      title, description, marks, legend: series.map { Figure.Key(marker: $0.marker, name: $0.name) })
  }

  private func isDrawn(_ point: (x: Double, y: Double)) -> Bool {
    point.x.isFinite && point.y.isFinite && (!isLogarithmic || (point.x > 0 && point.y > 0))
      && (!isLogarithmicAcross || point.x > 0)
  }

  private var description: String {
    series.map { one in
      guard let first = one.points.first, let last = one.points.last else { return "\(one.name): nothing." }
      return "\(one.name): \(Digits.short(first.y, 3)) at \(Digits.short(first.x, 3)), \(Digits.short(last.y, 3)) at "
        + "\(Digits.short(last.x, 3))."
    }.joined(separator: " ")
  }
}
