public import Fields
import Formats
import Foundation
public import Metrics

/// Makes the record of a case study of a cyclone: reads the best track and the forecasts, or follows the storm in
/// fields, and compares them.
public struct CycloneStudy: Sendable {
  public let plan: CyclonePlan
  public var tracker = VortexTracker()

  public init(_ plan: CyclonePlan) { self.plan = plan }

  /// Throws where a file can't be read, the storm is not in it, or no forecast is of a time of the best track.
  public func record() async throws -> CycloneRecord {
    let best = try Formats.Catalogue.readTracks(plan.observations)
    let observed = try observedTrack(in: best)
    var systems: [CycloneRecord.System] = []
    var forecasts: [(system: String, tracks: TrackForecast)] = []
    var notes = CycloneStudy.notes(best, plan.observations)
    for system in plan.systems {
      let (found, summary, own) = try await self.forecasts(of: system, observed)
      let selected = found.filter { plan.initTimes.contains($0.initTime) }.sorted { $0.initTime < $1.initTime }
      guard !selected.isEmpty else {
        throw VerifyError(
          file: plan.file.path, "the forecast '\(system.name)' has no initial time that the event asks for",
          suggestion: "It has \(found.map { $0.initTime.shortDescription }.joined(separator: ", ")).")
      }
      systems.append(CycloneRecord.System(name: system.name, summary: summary))
      forecasts += selected.map { (system.name, $0) }
      notes += own
    }
    var verification = CycloneVerification(observed: observed)
    verification.from = plan.from
    verification.through = plan.through
    verification.includesNonTropical = plan.includesNonTropical
    verification.share = plan.meanShare
    verification.strikeRadius = plan.strikeRadius
    verification.strikePeriod = plan.strikePeriod
    verification.hasSteadyMotion = plan.hasSteadyMotion
    var record = verification.record(title: plan.title, systems: systems, forecasts: forecasts)
    guard (record.cases + record.memberCases).contains(where: { $0.error != nil }) else {
      let reasons = Set((record.cases + record.memberCases).compactMap { $0.absence?.rawValue }).sorted()
      throw VerifyError(
        file: plan.file.path, "no forecast position meets the best track: \(reasons.joined(separator: "; "))",
        suggestion: "Check 'storm' and 'window'.")
    }
    record.notes += notes
    record.planText = plan.text
    record.provenance = try provenance()
    return record
  }

  private func observedTrack(in best: TrackFile) throws -> Track {
    let found = best.tracks.filter { $0.isCalled(plan.storm) }
    guard let first = found.first else {
      let names = best.tracks.prefix(8).map { $0.name.isEmpty ? $0.storm : "\($0.storm) \($0.name)" }
      throw VerifyError(
        file: plan.observations.path, "no storm is called '\(plan.storm)' among \(best.tracks.count)",
        suggestion: "It begins with \(names.joined(separator: ", ")).")
    }
    guard found.count == 1 else {
      throw VerifyError(
        file: plan.observations.path, "\(found.count) storms are called '\(plan.storm)'",
        suggestion: "Name it by its number: \(found.map(\.storm).joined(separator: ", ")).")
    }
    return first
  }

  private func forecasts(
    of system: CyclonePlan.System, _ observed: Track
  ) async throws -> (found: [TrackForecast], summary: String, notes: [String]) {
    switch system.origin {
    case .tracks(let files):
      var found: [TrackForecast] = []
      var notes: [String] = []
      var others: Set<String> = []
      for file in files {
        let held = try Formats.Catalogue.readTracks(file)
        let words = system.storm.map { [$0] } ?? [observed.name, observed.storm].filter { !$0.isEmpty }
        found += held.forecasts.filter { forecast in words.contains(where: forecast.isCalled) }
        others.formUnion(
          (held.forecasts.map { "\($0.storm) \($0.name)" } + held.tracks.map { "\($0.storm) \($0.name)" }))
        notes += CycloneStudy.notes(held, file)
      }
      guard !found.isEmpty else {
        throw VerifyError(
          file: files.first?.path, "no forecast of '\(system.storm ?? plan.storm)' is in it",
          suggestion: "Name the storm under 'forecasts: storm'; there are \(others.sorted().joined(separator: ", ")).")
      }
      return (found, "tracks of \(members(found))", notes)
    case .fields(let files):
      let source = DerivingSource(try Formats.Catalogue.open(files, options: SourceOptions(name: system.name)))
      let held = try await source.contents().filter { $0.variable == .seaLevelPressure }
      guard !held.isEmpty else {
        throw VerifyError(
          file: files.first?.path, "there is no mean sea level pressure (msl) to follow a cyclone in",
          suggestion: "See what the files hold with `verify inspect`.")
      }
      var found: [TrackForecast] = []
      var notes: [String] = []
      for initTime in Set(held.map(\.initTime)).sorted() where plan.initTimes.contains(initTime) {
        guard let start = observed.point(at: initTime) else {
          notes.append(
            "\(system.name) of \(initTime.shortDescription) is left out: the best track has no position then.")
          continue
        }
        if let forecast = try await tracker.track(observed, in: source, from: initTime, at: start.position) {
          found.append(forecast)
        }
      }
      guard !found.isEmpty else {
        throw VerifyError(
          file: files.first?.path, "no initial time of '\(system.name)' is one of the best track",
          suggestion: "Its track goes from \(observed.points.first?.time.shortDescription ?? "nowhere") to "
            + "\(observed.points.last?.time.shortDescription ?? "nowhere").")
      }
      return (found, "followed in fields of \(members(found))", notes)
    }
  }

  private func members(_ forecasts: [TrackForecast]) -> String {
    let counts = Set(forecasts.map(\.members.count)).sorted().map(String.init).joined(separator: " or ")
    return
      "\(counts) member\(counts == "1" ? "" : "s"), \(forecasts.count) initial time\(forecasts.count == 1 ? "" : "s")"
  }

  /// What a file of tracks lost, for people.
  private static func notes(_ file: TrackFile, _ url: URL) -> [String] {
    file.rejected.sorted { $0.key < $1.key }.map { "\(url.lastPathComponent): \($0.value) × \($0.key), left out." }
  }

  private func provenance() throws -> [EvaluationRecord.Fact] {
    let folder = plan.file.deletingLastPathComponent()
    var inputs = [try InputFile(role: "best track", plan.observations, from: folder, known: [])]
    for system in plan.systems {
      let files: [URL]
      switch system.origin {
      case .tracks(let urls), .fields(let urls): files = urls
      }
      for file in files {
        inputs.append(try InputFile(role: "forecasts \(system.name)", file, from: folder, known: []))
      }
    }
    return [EvaluationRecord.Fact(name: "verify", value: VerifyVersion.current)]
      + inputs.map { EvaluationRecord.Fact(name: "\($0.role): \($0.path)", value: $0.identity) }
      + [EvaluationRecord.Fact(name: "event file", value: "sha256 \(SHA256.hexDigest(of: plan.text))")]
  }
}
