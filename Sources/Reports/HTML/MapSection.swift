import Fields
import Metrics

/// Maps of the stations: of each system the bias, and of each candidate the difference of its RMSE from the baseline's.
/// Of each kind the maps of one variable have one colour scale.
func mapSection(_ page: inout Page) -> Section? {
  let record = page.record
  let scores = record.stationScores.filter { $0.metric == "me" && $0.number != nil && $0.coordinate.isValid }
  let differences = record.stationDifferences.filter {
    $0.metric == "rmse" && $0.number != nil && $0.coordinate.isValid
  }
  guard !scores.isEmpty else { return nil }
  var content: [Markup] = [
    .element(
      "p", [:],
      "At each station, all initial and lead times together: the bias, which is the mean of forecast minus observation"
        + (differences.isEmpty ? "." : ", and the RMSE minus that of the baseline, which is blue where it is better."))
  ]
  let frame = MapFrame(framing: scores.map(\.coordinate), width: 640)
  // Drawn once, since a coast has more points than a map has stations.
  var coast = Markup.element("path", ["id": "coast", "class": "coast", "d": frame.coast(of: page.shores)])
  for variable in record.variables {
    let own = scores.filter { $0.variable == variable }
    guard !own.isEmpty else { continue }
    let other = differences.filter { $0.variable == variable }
    let scale = DivergingScale(for: own.compactMap(\.number))
    let scaleOfDifferences = DivergingScale(for: other.compactMap(\.number))
    var maps: [Markup] = []
    for system in page.systems {
      let stations = own.filter { $0.system == system }
      guard !stations.isEmpty else { continue }
      maps.append(biasMap(stations, MapStyle(system, variable, scale, frame, coast), &page))
      coast = .element("use", ["href": "#coast"])
    }
    for system in page.systems {
      let stations = other.filter { $0.system == system }
      guard !stations.isEmpty else { continue }
      maps.append(differenceMap(stations, MapStyle(system, variable, scaleOfDifferences, frame, coast), &page))
    }
    content += [.element("h3", [:], variable.title), .element("div", ["class": "maps"], maps)]
  }
  content.append(.element("p", ["class": "muted"], frame.shoreNote(page.shores)))
  return Section(id: "maps", title: "At the stations", content: content)
}

/// What the maps of one variable share, and whose one is.
private struct MapStyle {
  let system: String
  let variable: Variable
  let scale: DivergingScale
  let frame: MapFrame
  let coast: Markup

  init(_ system: String, _ variable: Variable, _ scale: DivergingScale, _ frame: MapFrame, _ coast: Markup) {
    (self.system, self.variable, self.scale, self.frame, self.coast) = (system, variable, scale, frame, coast)
  }

  var units: String { DisplayUnit.text(DisplayUnit(canonical: variable.unit.symbol).symbol) }

  func points(_ stations: [EvaluationRecord.StationScore]) -> [StationMap.Point] {
    stations.compactMap { station in
      station.number.map { value in
        StationMap.Point(
          coordinate: station.coordinate, value: value,
          label: "\(station.station): \(text(value)), \(Digits.count(station.n)) pairs",
          isRinged: station.reference != nil && station.isFieldFinding)
      }
    }
  }

  private func text(_ x: Double) -> String {
    "\(x > 0 ? "+" : "")\(Digits.fixed(x, scale.decimals + 1))\(units.isEmpty ? "" : " \(units)")".withMinusSigns
  }

  func map(_ title: String, _ description: String, _ points: [StationMap.Point]) -> Figure {
    StationMap(
      title: title, description: description, points: points, scale: scale, units: units, frame: frame, coast: coast
    ).figure()
  }
}

private func biasMap(
  _ stations: [EvaluationRecord.StationScore], _ style: MapStyle, _ page: inout Page
) -> Markup {
  let points = style.points(stations)
  let text = counts(points, above: "too high", below: "too low") + extremes(points)
  return page.figure(
    style.map("Bias of \(style.variable.title) in \(style.system) at the stations", text, points),
    caption: [
      page.marker(style.system).key(), .element("b", [:], "\(style.system), bias"),
      .element("span", ["class": "muted"], " " + text),
    ], class: "map")
}

private func differenceMap(
  _ stations: [EvaluationRecord.StationScore], _ style: MapStyle, _ page: inout Page
) -> Markup {
  let points = style.points(stations)
  let reference = stations[0].reference ?? "the baseline"
  let field = page.record.fields.first {
    $0.metric == "rmse" && $0.variable == style.variable && $0.system == style.system
  }
  let text =
    counts(points, above: "higher", below: "lower") + extremes(points) + (field.map { ringText($0) } ?? "")
  return page.figure(
    style.map(
      "RMSE of \(style.variable.title), \(style.system) minus \(reference), at the stations", text, points),
    caption: [
      page.marker(style.system).key(), .element("b", [:], "\(style.system), RMSE minus \(reference)"),
      .element("span", ["class": "muted"], " " + text),
    ], class: "map")
}

/// `12 stations: too high at 7, too low at 5. `
private func counts(_ points: [StationMap.Point], above: String, below: String) -> String {
  let high = points.filter { $0.value > 0 }.count
  let low = points.filter { $0.value < 0 }.count
  return "\(Digits.count(points.count)) station\(points.count == 1 ? "" : "s"): \(above) at \(Digits.count(high)), "
    + "\(below) at \(Digits.count(low)). "
}

private func extremes(_ points: [StationMap.Point]) -> String {
  let extremes = [points.min { $0.value < $1.value }, points.max { $0.value < $1.value }].compactMap { $0?.label }
  return Set(extremes).count > 1 ? "Extremes: \(extremes.joined(separator: "; "))." : ""
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
