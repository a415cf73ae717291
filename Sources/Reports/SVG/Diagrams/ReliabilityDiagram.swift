/// How often an event was observed over the probability with which it was forecast.
///
/// On the diagonal probabilities are what they say. The area of a mark is the part of the forecasts that had its
/// probability. The level line is the base rate; nearer to it than to the diagonal, in the unshaded part, a probability
/// is worth less than none. Hsu and Murphy (1986), doi:10.1016/0169-2070(86)90048-8
struct ReliabilityDiagram {
  struct Series {
    let name: String
    let marker: Marker
    /// Probability, frequency and Σw.
    let points: [(probability: Double, frequency: Double, weight: Double)]
  }

  let title: String
  let series: [Series]

  /// The diagram, or nil without points.
  func figure() -> Figure? {
    let all = series.flatMap(\.points)
    let total = all.map(\.weight).reduce(0, +)
    guard total > 0 else { return nil }
    let baseRate = all.map { $0.weight * $0.frequency }.reduce(0, +) / total
    let plot = Plot.ofParts(x: "forecast probability", y: "observed frequency")
    let skill = [(0.0, baseRate / 2), (baseRate, baseRate), (1.0, (1 + baseRate) / 2)]
    let shade = plot.band(
      [
        [(0, 0, baseRate / 2), (baseRate, baseRate, baseRate)],
        [(baseRate, baseRate, baseRate), (1, (1 + baseRate) / 2, 1)],
      ], class: "wash")
    let guides = [
      shade, plot.guide(0, 0, 1, 1), plot.guide(0, baseRate, 1, baseRate),
      plot.curve(skill.map { $0 }, class: "line guide dashed"),
      plot.note("base rate \(Digits.fixed(baseRate, 3))", 1, baseRate, anchor: "end", dx: -3, dy: -4),
    ]
    let curves = series.flatMap { one -> [Markup] in
      let own = one.points.map(\.weight).reduce(0, +)
      return [plot.curve(one.points.map { ($0.probability, $0.frequency) }, class: "line \(one.marker.style)")]
        + one.points.map { point in
          plot.mark(
            one.marker, point.probability, point.frequency, radius: 2 + 7 * (point.weight / own).squareRoot(),
            text: "\(one.name): forecast \(Digits.fixed(point.probability, 2)), observed "
              + "\(Digits.fixed(point.frequency, 2)), \(Digits.fixed(100 * point.weight / own, 1)) % of the forecasts")
        }
    }
    return plot.figure(
      title, description(baseRate), guides + curves,
      legend: series.map { Figure.Key(marker: $0.marker, name: $0.name) })
  }

  private func description(_ baseRate: Double) -> String {
    "Base rate \(Digits.fixed(baseRate, 3)). "
      + series.map { one in
        "\(one.name): "
          + one.points.map { "\(Digits.fixed($0.frequency, 2)) observed at \(Digits.fixed($0.probability, 2))" }
          .joined(separator: ", ") + "."
      }.joined(separator: " ")
  }
}

extension Plot {
  /// A square plot of parts of 1 on both axes.
  static func ofParts(x: String, y: String) -> Plot {
    let upward = Plot.upward(Plot.squareHeight)
    return Plot(
      x: Axis(title: x, scale: Scale(0...1, step: 0.2, from: Plot.left, to: Plot.width - Plot.right)),
      y: Axis(title: y, scale: Scale(0...1, step: 0.2, from: upward.start, to: upward.end)), height: Plot.squareHeight)
  }
}
