import Fields
import Foundation
public import Metrics
import Stations

/// A case study that is ready to run: its forecasts and observations opened.
public struct CaseStudy: Sendable {
  public let plan: EventPlan
  let evaluation: Evaluation
  /// What checks of quality found of the stations of the region.
  let screened: ScreenedReports?
  let pairings: [Variable: any EventPairing]
  let limits: [Variable: [EventLimits]]
  /// Forecasts that are valid in the window, by initial and lead time.
  let units: [EvaluationUnit]

  /// Opens what a plan names, and checks the reports of its region where the plan says so.
  ///
  /// Throws where a file can't be read, no forecast is valid in the window, or no cell is in the region.
  public init(_ plan: EventPlan) async throws {
    var observations = try await OpenedObservations(
      plan.evaluation.observations, of: Set(plan.evaluation.variables))
    var screened: ScreenedReports?
    if let reports = try await CaseStudy.screened(observations, plan) {
      screened = reports
      observations.reports = reports
    }
    let evaluation = try await Evaluation(plan.evaluation, observed: observations)
    try await self.init(plan, evaluation, screened)
  }

  init(_ plan: EventPlan, _ evaluation: Evaluation, _ screened: ScreenedReports?) async throws {
    self.plan = plan
    self.evaluation = evaluation
    self.screened = screened
    units = evaluation.units.filter { (plan.from...plan.through).contains($0.validTime) }
    guard !units.isEmpty else { throw CaseStudy.outsideTheWindow(plan, evaluation.units) }
    let climatology = try Climatology(plan.evaluation.climatology)
    var pairings: [Variable: any EventPairing] = [:]
    var limits: [Variable: [EventLimits]] = [:]
    for variable in plan.evaluation.variables {
      limits[variable] = try plan.thresholds(of: variable).map {
        try EventLimits($0, of: variable, climatology, plan.evaluation.matching)
      }
      if let fields = evaluation.fields {
        guard let grid = try await fields.grids.grid(of: variable) else { continue }
        pairings[variable] = try FieldEventPairing(evaluation, fields, grid.grid, plan.region)
      } else {
        pairings[variable] = StationEventPairing(evaluation)
      }
    }
    self.limits = limits
    self.pairings = pairings
  }

  /// The reports of the region, checked unless the plan or the kind of observations says otherwise; nil for fields.
  private static func screened(_ observations: OpenedObservations, _ plan: EventPlan) async throws -> ScreenedReports? {
    switch plan.evaluation.observations.origin {
    case .fields: return nil
    case .analysis: return ScreenedReports(observations.reports, in: plan.region)
    case .database, .files:
      guard plan.isScreened else { return ScreenedReports(observations.reports, in: plan.region) }
      let needsPast = plan.evaluation.systems.contains { $0.reference == .persistence }
      let from = needsPast ? plan.evaluation.initTimes.from ?? plan.from - .days(5) : plan.from
      return try await ScreenedReports(
        observations.reports, in: plan.region, of: plan.evaluation.variables, from: min(from, plan.from),
        through: plan.through)
    }
  }

  private static func outsideTheWindow(_ plan: EventPlan, _ units: [EvaluationUnit]) -> VerifyError {
    let times = units.map(\.validTime)
    let held = zip([times.min()].compactMap { $0 }, [times.max()].compactMap { $0 }).map {
      "they are valid from \($0.shortDescription) to \($1.shortDescription)"
    }
    return VerifyError(
      file: plan.evaluation.file?.path,
      "no forecast is valid between \(plan.from.shortDescription) and \(plan.through.shortDescription)"
        + (held.first.map { "; \($0)" } ?? ""),
      suggestion: "Change 'window', 'initial-times' or 'lead-times', or add forecasts of these times.")
  }

  /// How far a case study is: forecasts done and in all.
  public typealias Progress = @Sendable (_ done: Int, _ total: Int) throws -> Void

  /// Computes all of it. Forecasts are read once, one initial and lead time after the other.
  public func record(progress: Progress = { _, _ in }) async throws -> CaseStudyRecord {
    var observed: [ObservedEvent] = []
    var curves: [EventRun.Curve] = []
    for variable in plan.evaluation.variables {
      guard let pairing = pairings[variable], let own = limits[variable] else { continue }
      let survey = try await EventSurvey(of: variable, own, pairing.observed, plan)
      observed += survey.events
      curves += survey.curves
    }
    guard observed.contains(where: { $0.values > 0 }) else { throw nothingObserved }
    var run = EventRun(self, observed: observed, curves: curves)
    try await add(to: &run, progress)
    let absent = systemsElsewhere(run)
    if !absent.isEmpty {
      run = EventRun(self, observed: observed, curves: curves, without: absent)
      try await add(to: &run, progress)
    }
    return try record(observed, run)
  }

  private func add(to run: inout EventRun, _ progress: Progress) async throws {
    for (position, unit) in units.enumerated() {
      try await run.add(unit)
      try progress(position + 1, units.count)
    }
    try run.finish()
  }

  /// Systems that have a forecast at none of the places, so that all the pairs of the others would be left out as not
  /// common.
  private func systemsElsewhere(_ run: EventRun) -> Set<String> {
    guard plan.evaluation.matching.pairing == .common else { return [] }
    let ledgers = Dictionary(grouping: run.rows) { $0.system }.mapValues { rows in
      rows.reduce(into: Ledger()) { $0.merge($1.ledger) }
    }
    func hasPairs(_ ledger: Ledger) -> Bool { ledger.used > 0 || ledger.rejected[.notCommon] ?? 0 > 0 }
    guard ledgers.values.contains(where: hasPairs) else { return [] }
    return Set(ledgers.filter { !hasPairs($0.value) }.keys)
  }

  private var nothingObserved: VerifyError {
    VerifyError(
      file: plan.evaluation.file?.path,
      "nothing was observed in the region between \(plan.from.shortDescription) and \(plan.through.shortDescription)",
      suggestion: "Check 'region' and 'window' against `verify observations list`, or the files of the analysis.")
  }

  private func record(_ observed: [ObservedEvent], _ run: EventRun) throws -> CaseStudyRecord {
    let systems = evaluation.systems.filter { !run.leftOut.contains($0.name) }.map {
      EvaluationRecord.System(name: $0.name, isBaseline: $0.isBaseline, summary: $0.summary)
    }
    guard run.rows.contains(where: { !$0.validTimes.isEmpty && $0.peak != nil }) else { throw noPairs(run) }
    let hits = observed.flatMap { event in
      systems.map {
        var hit = FirstHit(
          system: $0.name, forecasts: run.rows, variable: event.variable, threshold: event.threshold, begin: event.first
        )
        hit.wasUnderWay = event.wasUnderWay
        return hit
      }
    }
    var record = CaseStudyRecord(
      title: plan.evaluation.title, hazard: plan.hazard, region: plan.regionName, from: plan.from,
      through: plan.through, systems: systems, onCommonPairs: plan.evaluation.matching.pairing == .common,
      comparesFields: evaluation.fields != nil, hitPart: plan.hitPart, observed: observed, forecasts: run.rows,
      firstHits: hits.filter { $0.forecasts > 0 }, planText: plan.evaluation.text)
    record.curves = run.shownCurves
    record.maps = run.maps
    record.setAside = setAside()
    record.warnings =
      run.leftOut.sorted().map {
        "\($0) has no forecast of any place and time that was observed, and is left out"
      } + evaluation.warnings + run.warnings
    record.definitions = EventErrors(.atLeast).definitions(isEnsemble: run.hasEnsembles)
    record.provenance = try provenance()
    return record
  }

  private func noPairs(_ run: EventRun) -> VerifyError {
    var ledger = Ledger()
    for row in run.rows { ledger.merge(row.ledger) }
    let reasons = ledger.rejected.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
    return VerifyError(
      file: plan.evaluation.file?.path,
      "no forecast has a pair in the region and the window"
        + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))"),
      suggestion: "Look at the forecasts with `verify inspect`; with 'matching: {pairs: all}' each system has its own.")
  }

  private func setAside() -> [ReportSetAside] {
    (screened?.findings ?? []).map { finding in
      let threshold = plan.thresholds(of: finding.variable).first
      return ReportSetAside(
        finding, isBeyond: threshold.flatMap { t in t.value.map { t.isMet(by: finding.value, limit: $0) } } ?? false)
    }
  }

  private func provenance() throws -> [EvaluationRecord.Fact] {
    let folder = plan.evaluation.file?.deletingLastPathComponent()
    let files = try plan.evaluation.inputFiles().map { try InputFile(role: $0.role, $0.url, from: folder, known: []) }
    return [EvaluationRecord.Fact(name: "verify", value: VerifyVersion.current)]
      + EvaluationRecord.Fact.facts(evaluation.waveOutcomes)
      + files.map { EvaluationRecord.Fact(name: "\($0.role): \($0.path)", value: "SHA-256 \($0.sha256)") }
  }
}

extension ReportSetAside {
  init(_ finding: QualityFinding, isBeyond: Bool) {
    self.init(
      station: finding.station, variable: finding.variable, time: finding.validTime, value: finding.value,
      check: finding.check, quality: finding.quality.name, reason: finding.reason, isBeyond: isBeyond)
  }
}
