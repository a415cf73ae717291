import Fields
import Metrics

/// Forecasts, what was observed and the differences, at the time of the observed peak.
func eventMapSection(_ page: inout EventPage) -> Section? {
  var content: [Markup] = []
  for variable in page.variables {
    let maps = page.record.maps.filter { $0.variable == variable && $0.isOfOneTime && $0.hasValues }
    guard let first = maps.first, let paint = MapPaint(maps, page) else { continue }
    guard case .time(let validTime, _) = first.span else { continue }
    content.append(.element("h3", [:], "\(variable.title), \(validTime.shortDescription)"))
    for initTime in EvaluationRecord.unique(maps.map(\.initTime)) {
      let own = maps.filter { $0.initTime == initTime }
      guard case .time(_, let leadTime)? = own.first?.span, let observed = own.first else { continue }
      content.append(
        .element("h4", [:], "\(Digits.shortest(leadTime.hours)) h ahead: forecasts of \(initTime.shortDescription)"))
      var figures = own.map { paint.figure(.forecast, $0, &page) }
      figures.append(paint.figure(.observed, observed, &page))
      figures += own.map { paint.figure(.difference, $0, &page) }
      content.append(.element("div", ["class": "mapgrid"], figures))
    }
  }
  guard !content.isEmpty else { return nil }
  let source = page.record.comparesFields ? "analysis" : "stations"
  let note =
    "Forecast, \(source) and difference at the forecasts' time that is closest to the observed peak. Thick rings "
    + "are beyond the threshold; the cross is the observed peak."
  return Section(id: "maps", title: "Maps", content: [.element("p", [:], note)] + content)
}

/// Where the event was forecast and observed at any time of the window.
func footprintSection(_ page: inout EventPage) -> Section? {
  var content: [Markup] = []
  for variable in page.variables {
    let maps = page.record.maps.filter { $0.variable == variable && $0.span == .window && $0.hasValues }
    guard let event = page.event(variable), let paint = MapPaint(maps, page) else { continue }
    let words = EventWords(variable)
    content.append(.element("h3", [:], "\(variable.title) \(words.threshold(event.threshold))"))
    content.append(.element("div", ["class": "mapgrid"], maps.map { paint.figure(.footprint, $0, &page) }))
  }
  guard !content.isEmpty else { return nil }
  return Section(
    id: "footprint", title: "Footprint",
    content: [.element("p", [:], "Where the event was forecast and observed, at any time of the window.")] + content)
}

/// The most extreme observed value of each place in the window.
func observedMap(_ variable: Variable, _ page: inout EventPage) -> Markup? {
  let maps = page.record.maps.filter { $0.variable == variable && $0.span == .window && $0.hasValues }
  guard let map = maps.max(by: { $0.placeCount < $1.placeCount }), let paint = MapPaint([map], page) else { return nil }
  return paint.figure(.extreme, map, &page)
}

extension EventMap {
  var isOfOneTime: Bool { if case .time = span { true } else { false } }

  /// Whether there is anything to draw.
  var hasValues: Bool { placeCount > 0 }

  var placeCount: Int { points.count + (forecast?.values.count { !$0.isNaN } ?? 0) }

  /// Values of every place that has both.
  var values: [Point] {
    guard let forecast, let observed, let limit else { return points }
    return forecast.values.indices.compactMap { i in
      guard !forecast.values[i].isNaN, !observed.values[i].isNaN else { return nil }
      return Point(
        place: EventPlace(name: "", coordinate: Coordinate(latitude: 0, longitude: 0)),
        forecast: Double(forecast.values[i]), observed: Double(observed.values[i]), limit: Double(limit.values[i]))
    }
  }
}
