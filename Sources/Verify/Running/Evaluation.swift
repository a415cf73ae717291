public import Fields
import Foundation
import Inference
import Metrics
import Stations

/// An evaluation that is ready to run: its forecasts and observations opened, its units of work listed.
public struct Evaluation: Sendable {
  public let plan: EvaluationPlan
  /// The systems as they are scored, in the order of the plan.
  public let systems: [ScoredSystem]
  /// What there is to do, in the order in which results are merged: by initial time, then lead time.
  public let units: [EvaluationUnit]
  /// What is wrong and does not stop the run.
  public let warnings: [String]

  let scores: ScoreSelection
  let reports: any ReportSource
  let register: StationRegister
  let worker: UnitWorker
  /// Where forecasts are compared with the fields of an analysis; then there are no reports.
  let fields: FieldWorker?
  /// Forecasts that are made while they are scored, by the name of their system.
  let models: [String: ModelSource]

  /// Opens what a plan names.
  ///
  /// Throws where a file can't be read, a score is unknown, a needed mask is missing, or no system holds
  /// any of the variables at the times asked for.
  public init(_ plan: EvaluationPlan) async throws {
    try await self.init(plan, observed: try await OpenedObservations(plan.observations, of: Set(plan.variables)))
  }

  /// The same with observations that are open already.
  init(_ plan: EvaluationPlan, observed observations: OpenedObservations) async throws {
    let climatology = try Climatology(plan.climatology)
    var opened: [Int: OpenedSystem] = [:]
    for (position, system) in plan.systems.enumerated() where system.reference == nil {
      opened[position] = try await OpenedSystem(system, plan: plan)
    }
    let references = try ReferenceForecasts(
      plan, climatology, WindReports(source: observations.reports), observations.archive, beside: Array(opened.values))
    for (position, system) in plan.systems.enumerated() {
      guard let reference = system.reference else { continue }
      opened[position] = try await OpenedSystem(
        system, source: try references.source(of: system, reference), plan: plan)
    }
    try await self.init(
      plan, opened: plan.systems.indices.compactMap { opened[$0] }, climatology, reports: observations.reports,
      archive: observations.archive,
      warnings: observations.warnings)
  }

  /// An evaluation of sources that are open already, in the order of the plan's systems.
  public init(
    _ plan: EvaluationPlan, sources: [any ForecastSource], reports: any ReportSource
  ) async throws {
    precondition(sources.count == plan.systems.count, "\(plan.systems.count) systems and \(sources.count) sources")
    var opened: [OpenedSystem] = []
    for (system, source) in zip(plan.systems, sources) {
      opened.append(try await OpenedSystem(system, source: source, plan: plan))
    }
    try await self.init(
      plan, opened: opened, try Climatology(plan.climatology), reports: reports, archive: nil, warnings: [])
  }

  /// An evaluation of sources that are open already against the fields of one that is; the plan's observations are
  /// those of `PlannedObservations.Origin.fields`.
  public init(_ plan: EvaluationPlan, sources: [any ForecastSource], analysis: any ForecastSource) async throws {
    precondition(sources.count == plan.systems.count, "\(plan.systems.count) systems and \(sources.count) sources")
    var opened: [OpenedSystem] = []
    for (system, source) in zip(plan.systems, sources) {
      opened.append(try await OpenedSystem(system, source: source, plan: plan))
    }
    try await self.init(
      plan, opened: opened, try Climatology(plan.climatology), reports: NoReports(),
      archive: try await AnalysisArchive(analysis), warnings: [])
  }

  private init(
    _ plan: EvaluationPlan, opened: [OpenedSystem], _ climatology: Climatology, reports: any ReportSource,
    archive: AnalysisArchive?,
    warnings: [String]
  ) async throws {
    self.plan = plan
    let reports = WindReports(source: reports)
    self.reports = reports
    scores = try ScoreSelection(plan)
    register = StationRegister()
    let stencils = StencilCache()
    models = opened.reduce(into: [:]) { $0[$1.planned.name] = $1.model }
    systems = opened.enumerated().flatMap { $1.scored(at: $0, plan: plan, stencils: stencils) }
    try Evaluation.refuseSharedNames(systems, plan)
    let keys = systems.reduce(into: Set<ForecastKey>()) { $0.formUnion($1.keys) }
    units = Set(keys.map { EvaluationUnit(initTime: $0.initTime, leadTime: $0.leadTime) }).sorted()
    let doubts = ClimatologyDoubts(plan: plan, scores: scores, units: units)
    try doubts.check(climatology)
    guard !units.isEmpty else { throw Evaluation.nothingHeld(plan, opened) }
    let selection = ReportSelection(plan.matching, stations: plan.observations.stations)
    let supply = CandidateSupply(reports, selection: selection, register: register)
    var columns: [any ColumnSource] = [BaselineColumn(), ClimatologyColumns(climatology, plan.matching, stencils)]
    var nearby: NearbyColumns?
    if let tolerance = plan.tolerance {
      let made = NearbyColumns(tolerance, supply, register)
      columns.append(made)
      nearby = made
    }
    let land: LandFractions? = if let mask = plan.landMask { try await LandFractions(contentsOf: mask) } else { nil }
    worker = UnitWorker(
      systems: systems, variables: plan.variables,
      strata: StratumMembership(Strata(plan.strata), land: land, register: register), scores: scores, supply: supply,
      columns: ColumnSources(sources: columns), nearby: nearby)
    if case .fields(let analysis) = plan.observations.origin, let archive {
      fields = try FieldWorker(
        analysis, archive, climatology, plan: plan, systems: systems, scores: scores, strata: worker.strata)
    } else {
      fields = nil
    }
    self.warnings =
      warnings + doubts.warnings(climatology) + opened.flatMap { $0.warnings(for: plan) }
      + WindScores.doubts(scores.metrics, of: plan.variables) + scores.doubts(plan)
      + (fields?.warnings(for: units) ?? [])
  }

  /// A plan gives each forecast its own name; one that is corrected for height makes a second.
  private static func refuseSharedNames(_ systems: [ScoredSystem], _ plan: EvaluationPlan) throws {
    var names: Set<String> = []
    for system in systems where !names.insert(system.name).inserted {
      throw VerifyError(
        file: plan.file?.path,
        "two systems are called '\(system.name)': a forecast, and another one corrected for height",
        suggestion: "Rename the forecast '\(system.name)'.")
    }
  }

  private static func nothingHeld(_ plan: EvaluationPlan, _ opened: [OpenedSystem]) -> VerifyError {
    let held = Set(opened.flatMap { $0.contents.map(\.variable) }).map(\.description).sorted()
    let wanted = plan.variables.map(\.description).joined(separator: ", ")
    let isHeld = !Set(plan.variables.map(\.description)).isDisjoint(with: held)
    return VerifyError(
      file: plan.file?.path,
      isHeld
        ? "no forecast of \(wanted) is of the initial and lead times asked for"
        : "no forecast holds \(wanted)",
      suggestion: isHeld
        ? "See what the files hold with `verify inspect FILE`."
        : held.isEmpty
          ? "The files hold no variable that is known; see `verify inspect FILE`."
          : "They hold \(held.joined(separator: ", ")).")
  }

  /// How models with wave attention attended so far, by the name of their system.
  var waveOutcomes: [String: WaveOutcome] {
    models.compactMapValues(\.waveOutcome).filter { $0.value.tokens > 0 }
  }

  /// Looks at the inputs and gathers what must not change between runs.
  func header(known: [InputFile]) throws -> RunHeader {
    let folder = plan.file?.deletingLastPathComponent()
    return RunHeader(
      title: plan.title, planText: plan.text, planFile: plan.file?.standardizedFileURL.path ?? "",
      settings: plan.settings(
        statistics: Accumulation.statistics(of: scores.metrics).map(\.key),
        of: plan.variables.map { variable in
          (variable, Accumulation.statistics(of: scores.metrics(of: variable, withEnsembles: true)).map(\.key))
        }),
      systems: systems.map { RunHeader.System(name: $0.name, isBaseline: $0.isBaseline, summary: $0.summary) },
      scores: scores.metrics.map { RunHeader.NamedScore(name: $0.name, definition: $0.definition) },
      scoresOfVariables: plan.variables.map { variable in
        (variable.description, scores.metrics(of: variable, withEnsembles: true).map(\.name))
      },
      inputs: try plan.inputFiles().map { try InputFile(role: $0.role, $0.url, from: folder, known: known) },
      comparesFields: plan.comparesFields, pairing: plan.matching.pairing, significance: plan.significance,
      strata: Strata(plan.strata).shown.map(StoredStratum.init))
  }
}
