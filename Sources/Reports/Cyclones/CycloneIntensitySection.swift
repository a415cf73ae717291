import Fields
import Metrics

/// Plumes of pressure and wind by valid time, against the best track.
func cycloneIntensitySection(_ sheet: inout CycloneSheet) -> Section? {
  let record = sheet.record
  var content: [Markup] = []
  for initTime in record.initTimes {
    var panels: [Markup] = []
    for plume in [Plume.pressure, .wind] {
      if let panel = plumePanel(plume, from: initTime, &sheet) { panels.append(panel) }
    }
    guard !panels.isEmpty else { continue }
    content += [
      .element("h3", [:], "From \(initTime.shortDescription)"), .element("div", ["class": "panels"], panels),
    ]
  }
  guard !content.isEmpty else { return nil }
  let notes = record.notes.prefix(1).map { Markup.element("p", [:], $0) }
  return Section(id: "intensity", title: "Intensity", content: notes + [sheet.legend(withReference: false)] + content)
}

private enum Plume {
  case pressure, wind

  var title: String { self == .pressure ? "Central pressure" : "Maximum wind" }
  var unit: String { self == .pressure ? "hPa" : "m s⁻¹" }

  func value(_ point: TrackPoint) -> Double? {
    self == .pressure ? point.minimumPressure.map { $0 / 100 } : point.maximumWind
  }
}

private func plumePanel(_ plume: Plume, from initTime: UTCTime, _ sheet: inout CycloneSheet) -> Markup? {
  let record = sheet.record
  let own = record.forecasts.filter { $0.tracks.initTime == initTime }
  guard let last = own.compactMap({ $0.tracks.leadTimes.last }).max() else { return nil }
  let day = Int64(86_400)
  let start = initTime.secondsSince1970 - initTime.secondsSince1970 % day
  func points(_ track: Track) -> [(hours: Double, value: Double?)] {
    track.points.filter { $0.time >= initTime - .hours(24) && $0.time <= initTime + last }
      .map { (Double($0.time.secondsSince1970 - start) / 3600, plume.value($0)) }
  }
  let members = own.filter { $0.ensemble != nil }.flatMap(\.tracks.ensemble)
    .map { TraceChart.Trace(style: "member", points: points($0.track)) }
  // Steady motion keeps what it had, which is no forecast of intensity.
  let lines = record.tracks(from: initTime).filter { $0.line != SteadyMotion.name }.map { line, track in
    TraceChart.Trace(
      style: "line \(sheet.marker(line).style)", marker: sheet.marker(line), points: points(track))
  }
  let truth = TraceChart.Trace(style: "truth", points: points(record.observed))
  let known = truth.points.compactMap(\.value)
  let range =
    known.isEmpty
    ? "The best track has none."
    : "The best track has \(Digits.fixed(known.min() ?? 0, 0)) to \(Digits.fixed(known.max() ?? 0, 0)) \(plume.unit)."
  let chart = TraceChart(
    title: "\(plume.title) of \(record.stormTitle) from \(initTime.shortDescription)", description: range,
    units: plume.unit, timeTitle: "valid time, 00 UTC",
    tickText: { dayText(UTCTime(secondsSince1970: start + Int64($0 * 3600))) },
    traces: members + lines + [truth], startsAtZero: plume == .wind)
  guard let figure = chart.figure() else { return nil }
  return sheet.figure(
    figure,
    caption: [.element("b", [:], plume.title), .element("span", ["class": "muted"], " \(plume.unit). \(range)")])
}
