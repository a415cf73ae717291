/// The part of the events that was forecast over the part of the non-events, each time from a probability on: the
/// relative operating characteristic.
///
/// Towards the upper left is better; on the diagonal forecasts tell events from non-events no better than chance. Mason
/// (1982), Aust. Met. Mag. 30, 291-303
struct ROCDiagram {
  struct Series {
    let name: String
    let marker: Marker
    /// `limit` is the probability from which on the event is called; nil for never.
    let points: [(falseDetection: Double, detection: Double, limit: Double?)]
  }

  let title: String
  let series: [Series]

  /// The diagram, or nil without points.
  func figure() -> Figure? {
    guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
    let plot = Plot.ofParts(x: "false alarms / non-events (POFD)", y: "hits / events (POD)")
    let curves = series.flatMap { one -> [Markup] in
      [plot.curve(one.points.map { ($0.falseDetection, $0.detection) }, class: "line \(one.marker.style)")]
        + one.points.filter { $0.falseDetection + $0.detection > 0 && $0.falseDetection * $0.detection < 1 }.map {
          point in
          plot.mark(
            one.marker, point.falseDetection, point.detection,
            text: "\(one.name), from \(point.limit.map { Digits.fixed($0, 2) } ?? "never") on: POD "
              + "\(Digits.fixed(point.detection, 2)), POFD \(Digits.fixed(point.falseDetection, 3))")
        }
    }
    return plot.figure(
      title, description, [plot.guide(0, 0, 1, 1)] + curves,
      legend: series.map { Figure.Key(marker: $0.marker, name: $0.name) })
  }

  private var description: String {
    series.map { one in
      "\(one.name): "
        + one.points.compactMap { point in
          point.limit.map {
            "POD \(Digits.fixed(point.detection, 2)) and POFD \(Digits.fixed(point.falseDetection, 3)) from \(Digits.fixed($0, 2)) on"
          }
        }.joined(separator: ", ") + "."
    }.joined(separator: " ")
  }
}
