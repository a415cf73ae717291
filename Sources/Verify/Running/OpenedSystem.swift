import Fields
import Formats
import Foundation
import Inference

/// A planned system with its forecasts open.
struct OpenedSystem: Sendable {
  let planned: PlannedSystem
  let source: any ForecastSource
  /// Where its forecasts are made while they are scored.
  let model: ModelSource?
  let contents: [ForecastKey]
  /// Where the plan has a tolerance.
  let heldLeadTimes: HeldLeadTimes
  let orography: Field?
  let landMask: LandMask?

  init(_ planned: PlannedSystem, plan: EvaluationPlan) async throws {
    if let command = planned.command {
      try await self.init(planned, source: command.source(named: planned.name, of: plan.variables), plan: plan)
      return
    }
    let options = SourceOptions(
      name: planned.name, column: planned.column, units: planned.units, initTime: planned.initTime,
      variable: planned.variable)
    let source: any ForecastSource
    var made: ModelSource?
    if let model = planned.model {
      let opened = try await model.source(named: planned.name, at: plan.leadTimes, options)
      (source, made) = (opened, opened)
    } else if planned.members.isEmpty {
      source = try Formats.Catalogue.open(planned.files, options: options)
    } else {
      source = EnsembleSource(
        name: planned.name, members: try planned.members.map { try Formats.Catalogue.open($0, options: options) })
    }
    try await self.init(planned, source: DerivingSource(source), model: made, plan: plan)
  }

  init(
    _ planned: PlannedSystem, source: any ForecastSource, model: ModelSource? = nil, plan: EvaluationPlan
  ) async throws {
    self.planned = planned
    self.model = model
    contents = WindVariables.adding(plan.variables, to: try await source.contents())
    heldLeadTimes = HeldLeadTimes(
      plan.tolerance == nil
        ? [] : contents.filter { plan.variables.contains($0.variable) && plan.initTimes.contains($0.initTime) })
    // What an observed source says depends on observations that may change.
    if let tolerance = plan.tolerance, tolerance.time > .zero, !(source is any ObservedSource) {
      let parts = plan.variables.flatMap(WindVariables.parts).count
      self.source = KeptForecasts(source, capacity: (heldLeadTimes.mostWithin(tolerance.time) + 1) * parts)
    } else {
      self.source = source
    }
    let needsHeight =
      plan.matching.heightCorrection.map { $0.scored != .raw }
      ?? (plan.comparesFields && plan.strata.contains(where: \.needsHeights))
    orography =
      needsHeight
      ? try await OpenedSystem.invariant(.surfaceAltitude, in: planned.orography, of: planned, else: source) : nil
    let fraction =
      plan.matching.method == .nearestLand
      ? try await OpenedSystem.invariant(.landFraction, in: planned.landMask, of: planned, else: source) : nil
    landMask = fraction.map { LandMask(name: planned.name, fraction: $0) }
  }

  /// A field that does not change, from its own file or from the system's forecasts.
  private static func invariant(
    _ quantity: Quantity, in file: URL?, of system: PlannedSystem, else source: any ForecastSource
  ) async throws -> Field? {
    guard let file else { return try await source.invariant(quantity) }
    let options = SourceOptions(name: system.name, units: system.units, initTime: system.initTime)
    let held = DerivingSource(try Formats.Catalogue.open([file], options: options))
    guard let field = try await held.invariant(quantity) else {
      throw VerifyError(
        file: file.path, "no \(quantity.title) (\(quantity.standardName)) is in it",
        suggestion: "See what it holds with `verify inspect \(file.lastPathComponent)`.")
    }
    return field
  }

  /// The systems that are scored of it: the raw forecast, the corrected one under its name, or the raw one and,
  /// of the variables that a correction changes, the corrected one beside it.
  func scored(at position: Int, plan: EvaluationPlan, stencils: StencilCache) -> [ScoredSystem] {
    let keys = Set(contents.filter(plan.selects))
    let variables = Set(contents.map(\.variable)).intersection(plan.variables)
    let correction = planned.isHeightCorrected ? nil : plan.matching.heightCorrection
    let isCorrectable = plan.variables.contains(where: HeightCorrection.applies)
    let forms: [HeightCorrection?]
    switch correction?.scored {
    case .both? where isCorrectable: forms = [nil, correction]
    case .corrected? where isCorrectable: forms = [correction]
    default: forms = [nil]
    }
    return forms.enumerated().map { form, correction in
      let isBesideRaw = form > 0
      return ScoredSystem(
        name: isBesideRaw ? ScoredSystem.correctedName(planned.name) : planned.name,
        isBaseline: planned.isBaseline && form == 0, correction: correction, planned: position, source: source,
        matcher: StationMatcher(
          system: planned.name, matching: plan.matching, correction: correction, orography: orography,
          landMask: landMask, stencils: stencils),
        keys: isBesideRaw ? keys.filter { HeightCorrection.applies(to: $0.variable) } : keys,
        variables: isBesideRaw ? variables.filter(HeightCorrection.applies) : variables, isBesideRaw: isBesideRaw,
        summary: summary(plan, correction), heldLeadTimes: heldLeadTimes)
    }
  }

  private func summary(_ plan: EvaluationPlan, _ correction: HeightCorrection?) -> String {
    var names = planned.allFiles.map(\.lastPathComponent)
    switch planned.reference {
    case .persistence?: names = ["the observation at the initial time"]
    case .climatology(let files)?:
      names = [
        "the mean of " + (files.isEmpty ? plan.climatology : files).map(\.lastPathComponent).joined(separator: ", ")
      ]
    case nil:
      if let command = planned.command { names = [command.command.description] }
      if let model = planned.model { names = [model.description] }
    }
    var parts = names.count > 3 ? names.prefix(2) + ["… (\(names.count) files)"] : ArraySlice(names)
    if !planned.members.isEmpty { parts.append("\(planned.members.count) members") }
    if case .fields(let analysis) = plan.observations.origin {
      parts.append("regridded where grids differ: \(analysis.regrid.rawValue)")
    } else if planned.reference != .persistence {
      parts.append(plan.matching.method.rawValue)
    }
    if let correction { parts.append("corrected for height by \(correction.lapseRate) K m-1") }
    if planned.isHeightCorrected, planned.reference == nil { parts.append("corrected for height by its maker") }
    return parts.joined(separator: ", ")
  }

  /// What of the plan it lacks.
  func warnings(for plan: EvaluationPlan) -> [String] {
    let held = Set(contents.map(\.variable))
    var warnings = plan.variables.filter { !held.contains($0) }.map { "\(planned.name) holds no \($0)" }
    let selected = contents.filter(plan.selects)
    if selected.isEmpty, !held.isDisjoint(with: plan.variables) {
      warnings.append("\(planned.name) holds no forecast of the initial and lead times asked for")
    }
    guard !selected.isEmpty, planned.reference == nil else { return warnings }
    let (initTimes, leadTimes) = (Set(selected.map(\.initTime)), Set(selected.map(\.leadTime)))
    let asked = plan.initTimes.times() ?? []
    let absent = asked.filter { !initTimes.contains($0) }.map(\.shortDescription)
    if let text = OpenedSystem.text(absent) {
      warnings.append(
        "\(planned.name) has no forecast from \(absent.count) of \(asked.count) initial times asked for: \(text)")
    }
    let short = (plan.leadTimes ?? []).filter { !leadTimes.contains($0) }.map(\.description)
    if let text = OpenedSystem.text(short) {
      warnings.append(
        "\(planned.name) has no forecast at \(short.count) of \(plan.leadTimes?.count ?? 0) lead times asked for: \(text)"
      )
    }
    return warnings
  }

  /// The first few of some times; nil without any.
  private static func text(_ times: [String]) -> String? {
    guard !times.isEmpty else { return nil }
    let shown = times.count > 4 ? times.prefix(3) + ["and \(times.count - 3) more"] : times[...]
    return shown.joined(separator: ", ")
  }
}
