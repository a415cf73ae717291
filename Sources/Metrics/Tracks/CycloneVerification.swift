public import Fields

/// Compares forecasts of one cyclone with its best track.
public struct CycloneVerification: Sendable {
  public let observed: Track
  /// The first and the last valid time that counts; nil is no bound.
  public var from: UTCTime?
  public var through: UTCTime?
  /// Whether times count at which the observed storm is extratropical, a low or a wave.
  public var includesNonTropical = false
  /// The part of the members that has to have the storm for a mean track.
  public var share = EnsembleTrack.usualShare
  public var strikeRadius = StrikeProbability.usualRadius
  public var strikePeriod = StrikeProbability.usualPeriod
  /// Whether steady motion is a line of its own.
  public var hasSteadyMotion = true

  public init(observed: Track) { self.observed = observed }

  /// The record of forecasts by system, in the order given. Forecasts of one system have different initial times.
  public func record(
    title: String, systems: [CycloneRecord.System], forecasts: [(system: String, tracks: TrackForecast)]
  ) -> CycloneRecord {
    var entries: [CycloneRecord.Forecast] = []
    var lines: [String] = []
    var cases: [CycloneRecord.Case] = []
    var memberCases: [CycloneRecord.Case] = []
    var summaries: [CycloneRecord.MemberSummary] = []
    func add(_ line: String, _ found: [CycloneRecord.Case]) {
      if !lines.contains(line) { lines.append(line) }
      cases += found
    }
    for (system, tracks) in forecasts {
      guard tracks.ensemble.count > 1 else {
        for member in tracks.members {
          add(
            member.kind == .highResolution && tracks.members.count > 1 ? "\(system): high resolution" : system,
            self.cases(member.track, system: system, of: tracks))
        }
        entries.append(CycloneRecord.Forecast(system: system, tracks: tracks, ensemble: nil, strike: nil))
        continue
      }
      let ensemble = EnsembleTrack(of: tracks, share: share)
      let mean = ensemble.track(storm: tracks.storm, name: tracks.name)
      let ofMean = self.cases(mean, system: "\(system): mean", of: tracks)
      add("\(system): mean", ofMean)
      for kind in [TrackForecast.Kind.control, .highResolution] {
        for member in tracks.members where member.kind == kind {
          let line = "\(system): \(kind.rawValue)"
          add(line, self.cases(member.track, system: line, of: tracks))
        }
      }
      let own = tracks.ensemble.flatMap { self.cases($0.track, system: system, member: $0.number, of: tracks) }
      memberCases += own
      summaries += summary(system, tracks, ensemble, own, ofMean)
      entries.append(
        CycloneRecord.Forecast(
          system: system, tracks: tracks, ensemble: ensemble,
          strike: StrikeProbability(of: tracks, against: observed, radius: strikeRadius, period: strikePeriod)))
    }
    if hasSteadyMotion {
      for initTime in Set(forecasts.map(\.tracks.initTime)).sorted() {
        let leads = Set(forecasts.filter { $0.tracks.initTime == initTime }.flatMap(\.tracks.leadTimes)).sorted()
        guard let steady = SteadyMotion.forecast(from: observed, at: initTime, leadTimes: leads) else { continue }
        add(SteadyMotion.name, self.cases(steady.members[0].track, system: SteadyMotion.name, of: steady))
      }
    }
    return CycloneRecord(
      title: title, observed: observed, systems: systems, forecasts: entries, lines: lines, cases: cases,
      memberCases: memberCases, scores: CycloneVerification.scores(lines, cases), members: summaries,
      tallies: lines.map { line in CycloneVerification.tally(line, cases.filter { $0.line == line }) }
        + systems.map(\.name).compactMap { system in
          let own = memberCases.filter { $0.line == system }
          return own.isEmpty ? nil : CycloneVerification.tally("\(system): members", own)
        },
      definitions: TrackMeasure.allCases.map(\.definition)
        + [EnsembleTrackDefinitions.spread, EnsembleTrackDefinitions.strikeBrier],
      notes: notes(forecasts.map(\.tracks)))
  }

  /// The errors of one track at every lead time of its forecast that is in the window.
  private func cases(
    _ track: Track, system: String, member: Int? = nil, of forecast: TrackForecast
  ) -> [CycloneRecord.Case] {
    forecast.leadTimes.compactMap { lead in
      let time = forecast.initTime + lead
      guard time >= from ?? time, time <= through ?? time else { return nil }
      var result = CycloneRecord.Case(
        line: system, member: member, initTime: forecast.initTime, leadTime: lead, error: nil, absence: nil)
      let truth = observed.point(at: time)
      if truth == nil {
        result.absence = .noObservedFix
      } else if let stage = truth?.stage, !includesNonTropical, stage == .extratropical || stage == .other {
        result.absence = .notTropical
      } else if let point = track.point(at: time) {
        result.error = TrackError(of: point, against: observed)
      } else {
        result.absence = .noForecastFix
      }
      return result
    }
  }

  private func summary(
    _ system: String, _ tracks: TrackForecast, _ ensemble: EnsembleTrack, _ members: [CycloneRecord.Case],
    _ mean: [CycloneRecord.Case]
  ) -> [CycloneRecord.MemberSummary] {
    ensemble.fixes.map { fix in
      let errors = members.filter { $0.leadTime == fix.leadTime }.compactMap { $0.error?.position }
      return CycloneRecord.MemberSummary(
        system: system, initTime: tracks.initTime, leadTime: fix.leadTime, count: fix.count,
        memberCount: ensemble.memberCount,
        meanError: errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count), leastError: errors.min(),
        greatestError: errors.max(), errorOfMean: mean.first { $0.leadTime == fix.leadTime }?.error?.position,
        spread: fix.spread)
    }
  }

  private func notes(_ forecasts: [TrackForecast]) -> [String] {
    func periods(_ tracks: [Track]) -> [String] {
      let winds = tracks.flatMap(\.points).filter { $0.maximumWind != nil }
      return Set(winds.map { $0.averaging?.rawValue ?? "not stated" }).sorted()
    }
    let own = periods(forecasts.flatMap(\.members).map(\.track))
    let truth = periods([observed])
    func text(_ periods: [String]) -> String {
      periods.map { $0 == WindAveraging.model.rawValue ? "the model's own, of a grid cell and time step" : $0 }
        .joined(separator: ", ")
    }
    guard !own.isEmpty, !truth.isEmpty else { return ["There is no wind to compare: one side has none."] }
    return [
      "Winds of the best track are averaged over: \(text(truth)). Winds of the forecasts are averaged over: \(text(own)). "
        + "They are compared as they are; none is converted, and winds of two stated periods are never compared."
    ]
  }
}
