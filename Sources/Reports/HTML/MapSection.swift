import Fields
import Metrics

/// Maps of each system's bias at the stations, with one colour scale for each variable.
func mapSection(_ page: inout Page) -> Section? {
  let record = page.record
  let scores = record.stationScores.filter { $0.metric == "me" && $0.number != nil && $0.coordinate.isValid }
  guard !scores.isEmpty else { return nil }
  var content: [Markup] = [
    .element(
      "p", [:],
      "The mean of forecast minus observation at each station, all initial and lead times together. ")
  ]
  let frame = MapFrame(framing: scores.map(\.coordinate), width: 640)
  // Drawn once, since a coast has more points than a map has stations.
  var coast = Markup.element("path", ["id": "coast", "class": "coast", "d": frame.coast(of: page.shores)])
  for variable in record.variables {
    let own = scores.filter { $0.variable == variable }
    guard !own.isEmpty else { continue }
    let scale = DivergingScale(for: own.compactMap(\.number))
    var maps: [Markup] = []
    for system in page.systems {
      let stations = own.filter { $0.system == system }
      guard !stations.isEmpty else { continue }
      let findings = record.stationDifferences.filter {
        $0.metric == "rmse" && $0.variable == variable && $0.system == system && $0.isFieldFinding
      }
      maps.append(map(stations, findings, system, variable, scale, frame, coast, &page))
      coast = .element("use", ["href": "#coast"])
    }
    content += [.element("h3", [:], variable.title), .element("div", ["class": "maps"], maps)]
  }
  content.append(.element("p", ["class": "muted"], frame.shoreNote(page.shores)))
  return Section(id: "maps", title: "Bias at the stations", content: content)
}

private func map(
  _ stations: [EvaluationRecord.StationScore], _ findings: [EvaluationRecord.StationScore], _ system: String,
  _ variable: Variable, _ scale: DivergingScale,
  _ frame: MapFrame, _ coast: Markup, _ page: inout Page
) -> Markup {
  let units = DisplayUnit.text(DisplayUnit(canonical: variable.unit.symbol).symbol)
  func text(_ x: Double) -> String {
    "\(x > 0 ? "+" : "")\(Digits.fixed(x, scale.decimals + 1))\(units.isEmpty ? "" : " \(units)")".withMinusSigns
  }
  let ringed = Set(findings.map { "\($0.station) \($0.coordinate)" })
  let points = stations.compactMap { station in
    station.number.map {
      StationMap.Point(
        coordinate: station.coordinate, value: $0,
        label: "\(station.station): \(text($0)), \(Digits.count(station.n)) pairs",
        isRinged: ringed.contains("\(station.station) \(station.coordinate)"))
    }
  }
  let high = points.filter { $0.value > 0 }.count
  let low = points.filter { $0.value < 0 }.count
  let extremes = [points.min { $0.value < $1.value }, points.max { $0.value < $1.value }].compactMap { $0?.label }
  let counts =
    "\(Digits.count(points.count)) station\(points.count == 1 ? "" : "s"): "
    + "too high at \(Digits.count(high)), too low at \(Digits.count(low)). "
  let range = Set(extremes).count > 1 ? "Extremes: \(extremes.joined(separator: "; "))." : ""
  let field = page.record.fields.first { $0.metric == "rmse" && $0.variable == variable && $0.system == system }
  let rings = field.map { ringText($0) } ?? ""
  let chart = StationMap(
    title: "Bias of \(variable.title) in \(system) at the stations", description: counts + range + rings,
    points: points,
    scale: scale, units: units, frame: frame, coast: coast)
  return page.figure(
    chart.figure(),
    caption: [
      page.marker(system).key(), .element("b", [:], system),
      .element("span", ["class": "muted"], " " + counts + range + rings),
    ], class: "map")
}

/// What rings say: where the root mean squared error differs from the baseline's beyond chance.
private func ringText(_ field: FieldSignificance) -> String {
  let level = Digits.fixed(FieldSignificance.level * 100, 0)
  guard field.tested > 0 else {
    return " No station has enough initial times to compare its RMSE with \(field.reference)."
  }
  guard field.isSignificant else {
    return " At no station does the RMSE differ from that of \(field.reference) beyond chance (false discovery rate "
      + "\(level) %, \(Digits.count(field.tested)) stations)."
  }
  return
    " Ringed: RMSE other than that of \(field.reference) beyond chance (false discovery rate \(level) %): lower at "
    + "\(Digits.count(field.smaller)), higher at \(Digits.count(field.greater)) of \(Digits.count(field.tested)) stations."
}
