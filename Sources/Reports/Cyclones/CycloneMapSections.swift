import Fields
import Metrics

/// A map of tracks for each initial time.
func cycloneMapSection(_ sheet: inout CycloneSheet) -> Section? {
  let record = sheet.record
  var content: [Markup] = [
    .element(
      "p", [:],
      "Dots and day numbers are of the best track at 00 UTC; marks of the forecasts are at 00 UTC too. Each initial time "
        + "has its own map."), sheet.legend(),
  ]
  var maps: [Markup] = []
  for initTime in record.initTimes {
    let own = record.forecasts.filter { $0.tracks.initTime == initTime }
    let members = own.filter { $0.ensemble != nil }.flatMap { $0.tracks.ensemble }.map(\.track)
    let lines = record.tracks(from: initTime).map { (track: $0.track, marker: sheet.marker($0.line)) }
    let places = (members + lines.map(\.track) + [record.observed]).flatMap { $0.points.map(\.position) }
    let frame = MapFrame(framing: places, width: 760)
    let map = CycloneMap(
      title: "Tracks of \(record.stormTitle) from \(initTime.shortDescription)",
      description: trackWords(record, lines.map(\.track), members.count), frame: frame,
      coast: .element("path", ["class": "coast", "d": frame.coast(of: sheet.shores)]), observed: record.observed,
      members: members,
      lines: lines)
    maps.append(
      sheet.figure(
        map.figure(),
        caption: [
          .element("b", [:], "From \(initTime.shortDescription)"),
          .element(
            "span", ["class": "muted"],
            " \(members.isEmpty ? "" : "\(members.count) members as thin lines. ")\(frame.shoreNote(sheet.shores))"),
        ], class: "map"))
  }
  content.append(.element("div", ["class": "maps"], maps))
  return Section(id: "tracks", title: "Tracks", content: content)
}

private func trackWords(_ record: CycloneRecord, _ lines: [Track], _ members: Int) -> String {
  guard let first = record.observed.points.first, let last = record.observed.points.last else {
    return "No best track."
  }
  return "The best track goes from \(first.position) on \(dayText(first.time)) to \(last.position) on "
    + "\(dayText(last.time)). \(lines.count) forecast tracks with markers and \(members) members."
}

/// Maps of strike probabilities.
func cycloneStrikeSection(_ sheet: inout CycloneSheet) -> Section? {
  let record = sheet.record
  var maps: [Markup] = []
  for forecast in record.forecasts {
    guard let strike = forecast.strike, let north = strike.latitudes.first, let south = strike.latitudes.last,
      let west = strike.longitudes.first, let east = strike.longitudes.last
    else { continue }
    let frame = MapFrame(
      framing: [Coordinate(latitude: north, longitude: west), Coordinate(latitude: south, longitude: east)], width: 760)
    let radius = Digits.fixed(strike.radius / 1000, 0)
    let score = strike.brier.map { "Brier score on this map \(Digits.fixed($0, 4))." } ?? "No best track in the period."
    let most = Digits.fixed((strike.probabilities.max() ?? 0) * 100, 0)
    let map = StrikeMapFigure(
      title: "Probability that \(record.stormTitle) comes within \(radius) km, \(sheet.name(forecast))",
      description: "The highest is \(most) %. \(score)", strike: strike, observed: record.observed, frame: frame,
      coast: .element("path", ["class": "coast", "d": frame.coast(of: sheet.shores)]))
    maps.append(
      sheet.figure(
        map.figure(),
        caption: [
          .element("b", [:], sheet.name(forecast)),
          .element(
            "span", ["class": "muted"],
            " within \(radius) km, \(dayText(strike.from)) to \(dayText(strike.through)), of \(strike.memberCount) "
              + "members. \(score)"),
        ], class: "map"))
  }
  guard !maps.isEmpty else { return nil }
  return Section(
    id: "strike", title: "Strike probability",
    content: [
      .element(
        "p", [:],
        "The part of all members whose centre comes that near within the period; the dashed line is where the storm "
          + "came."), .element("div", ["class": "maps"], maps),
    ])
}

extension CycloneRecord {
  var initTimes: [UTCTime] { Set(forecasts.map(\.tracks.initTime)).sorted() }

  /// `IN-FA (1526)`
  var stormTitle: String { observed.name.isEmpty ? observed.storm : "\(observed.name) (\(observed.storm))" }

  /// The tracks of the lines of one initial time.
  func tracks(from initTime: UTCTime) -> [(line: String, track: Track)] {
    var result: [(line: String, track: Track)] = []
    for forecast in forecasts where forecast.tracks.initTime == initTime {
      let tracks = forecast.tracks
      if let ensemble = forecast.ensemble {
        result.append(("\(forecast.system): mean", ensemble.track(storm: tracks.storm, name: tracks.name)))
      }
      for member in tracks.members where forecast.ensemble == nil || member.kind != .perturbed {
        let line = forecast.ensemble == nil ? forecast.system : "\(forecast.system): \(member.kind.rawValue)"
        result.append((line, member.track))
      }
    }
    if lines.contains(SteadyMotion.name) {
      let leads = Set(forecasts.filter { $0.tracks.initTime == initTime }.flatMap(\.tracks.leadTimes)).sorted()
      if let steady = SteadyMotion.forecast(from: observed, at: initTime, leadTimes: leads) {
        result.append((SteadyMotion.name, steady.members[0].track))
      }
    }
    return result
  }
}
