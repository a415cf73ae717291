import Fields
import Metrics

/// What a page about a cyclone says in words.
struct CycloneWords {
  let record: CycloneRecord

  init(_ record: CycloneRecord) { self.record = record }

  private var stormName: String {
    let name = record.observed.name
    return name.isEmpty ? "storm \(record.observed.storm)" : "\(name) (\(record.observed.storm))"
  }

  /// The first line: a mean track where there is one, else the first system.
  private var leading: String? { record.lines.first { $0.hasSuffix(": mean") } ?? record.lines.first }

  private func scores(_ line: String, _ measure: TrackMeasure) -> [CycloneRecord.Score] {
    record.scores.filter { $0.line == line && $0.measure == measure && $0.ownValue != nil }
  }

  /// Lead times that forecasters ask for, as far as there are any.
  private func usual(_ scores: [CycloneRecord.Score]) -> [CycloneRecord.Score] {
    let days = scores.filter { [24, 72, 120].contains($0.leadTime.hours) }
    return days.isEmpty ? Array(scores.suffix(1)) : days
  }

  var verdict: String {
    guard let leading else { return "No forecast of \(stormName)." }
    let own = usual(scores(leading, .position))
    guard !own.isEmpty else { return "No position of \(leading) meets the best track of \(stormName)." }
    let parts = own.map { "\(TrackMeasure.position.text($0.ownValue)) km at \(Digits.shortest($0.leadTime.hours)) h" }
    return "The centre of \(stormName) in \(leading) was off by \(parts.joined(separator: ", "))."
  }

  var findings: [String] {
    var result: [String] = []
    if let leading, record.lines.contains(SteadyMotion.name), let last = usual(scores(leading, .position)).last,
      let steady = scores(SteadyMotion.name, .position).first(where: { $0.leadTime == last.leadTime })
    {
      result.append(
        "Steady motion, the reference, was off by \(TrackMeasure.position.text(steady.ownValue)) km at "
          + "\(Digits.shortest(last.leadTime.hours)) h.")
    }
    if let leading, let along = usual(scores(leading, .along)).last,
      let across = scores(leading, .across).first(where: { $0.leadTime == along.leadTime }),
      let ahead = along.ownValue, let right = across.ownValue
    {
      result.append(
        "At \(Digits.shortest(along.leadTime.hours)) h it was \(TrackMeasure.along.text(abs(ahead))) km "
          + "\(ahead < 0 ? "behind" : "ahead of") the storm and \(TrackMeasure.across.text(abs(right))) km "
          + "\(right < 0 ? "left" : "right") of its way.")
    }
    result += record.forecasts.compactMap(intensity) + record.forecasts.compactMap(strike)
    let cases = Set(record.forecasts.map(\.tracks.initTime)).count
    result.append(
      "\(cases) initial time\(cases == 1 ? "" : "s"): one storm shows what happened, not how good a system is.")
    return result
  }

  /// The lowest pressure that was observed, and what the members had then.
  private func intensity(_ forecast: CycloneRecord.Forecast) -> String? {
    guard forecast.ensemble != nil else { return nil }
    let times = forecast.tracks.leadTimes.map { forecast.tracks.initTime + $0 }
    let observed = times.compactMap { record.observed.point(at: $0) }.filter { $0.minimumPressure != nil }
    guard let peak = observed.min(by: { ($0.minimumPressure ?? 0) < ($1.minimumPressure ?? 0) }),
      let lowest = peak.minimumPressure
    else { return nil }
    let members = forecast.tracks.ensemble.compactMap { $0.track.point(at: peak.time)?.minimumPressure }
    guard let least = members.min(), let most = members.max() else { return nil }
    func text(_ pascals: Double) -> String { Digits.fixed(pascals / 100, 0) }
    let reached = members.filter { $0 <= lowest }.count
    return
      "The best track was deepest on \(dayText(peak.time)) with \(text(lowest)) hPa; the \(members.count) members of "
      + "\(forecast.system) that had the storm then had \(text(least)) to \(text(most)) hPa, "
      + (reached == 0 ? "none as deep." : "\(reached) as deep.")
  }

  private func strike(_ forecast: CycloneRecord.Forecast) -> String? {
    guard let strike = forecast.strike, let brier = strike.brier else { return nil }
    return
      "Strike probabilities of \(forecast.system) from \(dayText(strike.from)) to \(dayText(strike.through)) have a "
      + "Brier score of \(Digits.fixed(brier, 4)) on their map; always saying the observed part "
      + "\(Digits.fixed((strike.observedPart ?? 0) * 100, 1)) % would have "
      + "\(Digits.fixed((strike.observedPart ?? 0) * (1 - (strike.observedPart ?? 0)), 4))."
  }

  /// What a line is, beside its name.
  func summary(of line: String) -> String {
    if line == SteadyMotion.name { return "the reference: the storm goes on as in the 12 hours before" }
    guard let system = record.systems.first(where: { line == $0.name || line.hasPrefix($0.name + ": ") }) else {
      return ""
    }
    return line == system.name || line.hasSuffix(": mean") ? system.summary : ""
  }
}
