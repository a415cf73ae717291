import Fields
import Metrics

/// Draws the maps of one variable in one frame and by one set of colours, so that they compare.
struct MapPaint {
  enum Layer {
    case forecast, observed, difference, footprint
    /// What was observed, over the window.
    case extreme
  }

  private let frame: MapFrame
  private let coast: Markup
  private let values: ColourClasses
  private let differences: ColourClasses
  private let words: EventWords
  private let threshold: Threshold?
  private let peak: EventPeak?

  /// Nil where there is no place.
  init?(_ maps: [EventMap], _ page: EventPage) {
    guard let first = maps.first else { return nil }
    let points = maps.flatMap(\.values)
    guard !points.isEmpty else { return nil }
    let words = EventWords(first.variable)
    self.words = words
    frame = MapFrame(framing: maps.flatMap(\.coordinates), width: 440)
    coast = .element("path", ["class": "coast", "d": frame.coast(of: page.shores)])
    threshold = Threshold(first.threshold)
    let isUpper = threshold?.isUpper ?? true
    values = ColourClasses(
      sequential: points.flatMap { [words.number($0.forecast), words.number($0.observed)] }, isUpper: isUpper)
    differences = ColourClasses(diverging: points.map { words.errorNumber($0.forecast - $0.observed) })
    peak = page.event(first.variable)?.peak
  }

  func figure(_ layer: Layer, _ map: EventMap, _ page: inout EventPage) -> Markup {
    let title = self.title(layer, map)
    let chart = EventMapChart(
      title: title, description: description(layer, map), frame: frame, coast: coast, dots: dots(layer, map),
      raster: raster(layer, map), steps: steps(layer), textsAreBounds: layer != .footprint, units: units(layer),
      cross: peak?.place.coordinate)
    let mark: [Markup] = layer == .observed || layer == .extreme ? [] : [page.marker(map.system).key()]
    return page.figure(
      chart.figure(),
      caption: mark + [
        .element("b", [:], title), .element("span", ["class": "muted"], " " + description(layer, map)),
      ], class: "map")
  }

  private func title(_ layer: Layer, _ map: EventMap) -> String {
    switch layer {
    case .forecast: map.system
    case .observed: "Observed"
    case .difference: "\(map.system) minus observed"
    case .footprint: "\(map.system), forecast of \(map.initTime.shortDescription)"
    case .extreme: "Most extreme \(map.variable.title) of the window"
    }
  }

  private func description(_ layer: Layer, _ map: EventMap) -> String {
    let points = map.values
    switch layer {
    case .forecast: return range(points.map { words.number($0.forecast) })
    case .observed, .extreme: return range(points.map { words.number($0.observed) })
    case .difference:
      let errors = points.map { words.errorNumber($0.forecast - $0.observed) }
      let mean = errors.reduce(0, +) / Double(max(1, errors.count))
      return "mean \(EventWords.text(mean, 1, signed: true)) \(words.errorUnitText)".withMinusSigns
    case .footprint:
      let counts = Dictionary(grouping: points.map(outcome)) { $0 }.mapValues(\.count)
      let total = Double(max(1, points.count))
      return [("hit", "hit"), ("missed", "miss"), ("false alarm", "false")].map { name, key in
        map.points.isEmpty
          ? "\(name) \(Digits.fixed(Double(counts[key] ?? 0) / total * 100, 0)) %" : "\(name) \(counts[key] ?? 0)"
      }.joined(separator: ", ")
    }
  }

  private func range(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "" }
    return "\(Digits.fixed(low, 1)) to \(Digits.fixed(high, 1)) \(words.unitText)".withMinusSigns
  }

  private func units(_ layer: Layer) -> String {
    switch layer {
    case .forecast, .observed, .extreme: words.unitText
    case .difference: words.errorUnitText
    case .footprint: ""
    }
  }

  private func steps(_ layer: Layer) -> [EventMapChart.Step] {
    if layer == .footprint {
      return [("hit", "hit"), ("miss", "missed"), ("false", "false alarm"), ("none", "neither")].map {
        EventMapChart.Step(style: $0, text: $1)
      }
    }
    let classes = layer == .difference ? differences : values
    return classes.styles.enumerated().map { i, style in
      let text = i == 0 ? "" : Digits.fixed(classes.bounds[i - 1], classes.decimals)
      let isSigned = layer == .difference && i > 0 && classes.bounds[i - 1] > 0
      return EventMapChart.Step(style: style, text: isSigned ? "+\(text)" : text)
    }
  }

  // MARK: - Places

  private func style(_ layer: Layer, _ point: EventMap.Point) -> String {
    switch layer {
    case .forecast: values.style(of: words.number(point.forecast))
    case .observed, .extreme: values.style(of: words.number(point.observed))
    case .difference: differences.style(of: words.errorNumber(point.forecast - point.observed))
    case .footprint: outcome(point)
    }
  }

  private func outcome(_ point: EventMap.Point) -> String {
    switch (isBeyond(point.forecast, point.limit), isBeyond(point.observed, point.limit)) {
    case (true, true): "hit"
    case (false, true): "miss"
    case (true, false): "false"
    case (false, false): "none"
    }
  }

  private func isBeyond(_ value: Double, _ limit: Double) -> Bool { threshold?.isMet(by: value, limit: limit) ?? false }

  private func dots(_ layer: Layer, _ map: EventMap) -> [EventMapChart.Dot] {
    map.points.sorted { a, b in rank(layer, a) < rank(layer, b) }.map { point in
      let value = layer == .forecast ? point.forecast : point.observed
      return EventMapChart.Dot(
        coordinate: point.place.coordinate, style: style(layer, point),
        label: "\(point.place.name): forecast \(words.value(point.forecast)), observed \(words.value(point.observed))",
        isRinged: layer != .difference && layer != .footprint && isBeyond(value, point.limit))
    }
  }

  /// The extreme ones lie on top.
  private func rank(_ layer: Layer, _ point: EventMap.Point) -> Double {
    let sign = threshold?.isUpper ?? true ? 1.0 : -1
    switch layer {
    case .forecast: return sign * point.forecast
    case .observed, .extreme: return sign * point.observed
    case .difference: return abs(point.forecast - point.observed)
    case .footprint: return ["none": 0, "hit": 1, "false": 2, "miss": 3][outcome(point)] ?? 0
    }
  }

  private func raster(_ layer: Layer, _ map: EventMap) -> (raster: EventRaster, styles: [String?])? {
    guard let forecast = map.forecast, let observed = map.observed, let limit = map.limit else { return nil }
    let place = EventPlace(name: "", coordinate: Coordinate(latitude: 0, longitude: 0))
    return (
      forecast,
      forecast.values.indices.map { i in
        let point = EventMap.Point(
          place: place, forecast: Double(forecast.values[i]), observed: Double(observed.values[i]),
          limit: Double(limit.values[i]))
        let isMissing =
          layer == .forecast
          ? point.forecast.isNaN
          : layer == .observed || layer == .extreme
            ? point.observed.isNaN : (point.forecast + point.observed).isNaN
        return isMissing ? nil : style(layer, point)
      }
    )
  }
}
