import Fields
import Metrics

/// Computes units of work against an analysis: one variable at a time, every system on the same cells.
///
/// It holds one analysis and one forecast of each system at a time, and what scores need beside.
struct FieldWorker: Sendable {
  let systems: [ScoredSystem]
  let variables: [Variable]
  let scores: ScoreSelection
  let membership: StratumMembership
  let archive: AnalysisArchive
  let climatology: Climatology
  let maps: PlannedAnalysis.Maps?
  /// The cells that maps are of.
  let pairing: Matching.Pairing
  let grids: VerificationGrids
  let regridders: RegridderCache
  let census = EnsembleCensus()

  /// Throws where a score can't be had of fields.
  init(
    _ planned: PlannedAnalysis, _ archive: AnalysisArchive, _ climatology: Climatology, plan: EvaluationPlan,
    systems: [ScoredSystem], scores: ScoreSelection, strata: StratumMembership
  ) throws {
    self.climatology = climatology
    maps = planned.maps
    pairing = plan.matching.pairing
    self.systems = systems
    self.variables = plan.variables
    self.scores = scores
    membership = strata
    self.archive = archive
    regridders = RegridderCache(planned.regrid)
    grids = VerificationGrids(planned, strata: strata, systems: systems, archive: archive, regridders: regridders)
    try refuseScoresOfStations()
  }

  /// Those that sums are kept of; the first is every cell.
  var strata: [Stratum] { membership.strata }

  /// Whether an analysis is held at the valid time of the unit.
  func hasCandidates(_ unit: EvaluationUnit) -> Bool {
    variables.contains { isCompared($0, in: unit) }
  }

  /// A digest of what the unit is computed from: which forecasts and analyses are held. Their content is checked for
  /// the run as a whole.
  func identity(of unit: EvaluationUnit) -> String {
    var hash = SHA256()
    for variable in variables where isDue(variable, in: unit) {
      let holders = systems.filter { $0.keys.contains(key(variable, unit)) }.map(\.name)
      let analysis = archive.key(of: WindVariables.parts(of: variable)[0], at: unit.validTime)
      let origin = analysis.map { "\($0.initTime) \($0.leadTime)" } ?? "none"
      hash.update("\(variable) \(holders.joined(separator: "|")) \(origin)\n")
    }
    return hash.hexDigest
  }

  /// - Parameter only: The variable to compute; nil computes all.
  func result(of unit: EvaluationUnit, only: Variable? = nil, threads: Int) async throws -> UnitResult {
    var result = UnitResult(unit: unit, identity: identity(of: unit))
    for variable in variables where (only ?? variable) == variable && isCompared(variable, in: unit) {
      guard let grid = try await grids.grid(of: variable) else { continue }
      try refuse(grid, for: variable)
      let comparison = FieldComparison(worker: self, unit: unit, variable: variable, grid: grid, threads: threads)
      try await comparison.add(to: &result)
    }
    return result
  }

  /// Whether some system holds a variable in a unit, and an analysis is valid then.
  func isCompared(_ variable: Variable, in unit: EvaluationUnit) -> Bool {
    isDue(variable, in: unit) && isAnalysed(variable, at: unit.validTime)
  }

  func key(_ variable: Variable, _ unit: EvaluationUnit) -> ForecastKey {
    ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime)
  }

  private func isDue(_ variable: Variable, in unit: EvaluationUnit) -> Bool {
    systems.contains { $0.keys.contains(key(variable, unit)) }
  }

  private func isAnalysed(_ variable: Variable, at time: UTCTime) -> Bool {
    WindVariables.parts(of: variable).allSatisfy { archive.key(of: $0, at: time) != nil }
  }

  /// The scores of a variable: those of ensembles where a system is one.
  func metrics(of variable: Variable) async throws -> [any Metric] {
    let all = scores.metrics(of: variable, withEnsembles: true)
    guard WindVariables(variable) == nil, all.contains(where: FieldWorker.isOfMembers) else {
      return scores.metrics(of: variable, withEnsembles: false)
    }
    for system in systems where system.isScored(in: variable) {
      if try await census.isEnsemble(system, in: variable) { return all }
    }
    return scores.metrics(of: variable, withEnsembles: false)
  }

  /// Whether a score looks at each member of an ensemble.
  static func isOfMembers(_ metric: any Metric) -> Bool {
    [.ensembles, .probabilities].contains(ScoreFamily(of: metric))
  }

  /// What the analyses lack of some units, and the maps that there won't be.
  func warnings(for units: [EvaluationUnit]) -> [String] {
    lackingAnalyses(of: units) + lackingMaps(of: units)
  }

  private func lackingMaps(of units: [EvaluationUnit]) -> [String] {
    guard let maps else { return [] }
    let without = Set(maps.leadTimes).subtracting(units.map(\.leadTime)).sorted().map(\.description)
    let winds = variables.filter(WindScores.isWind).map(\.description)
    return (without.isEmpty ? [] : ["there are no maps at \(without.joined(separator: ", ")): no forecast is of it"])
      + (winds.isEmpty ? [] : ["there are no maps of \(winds.joined(separator: ", ")): maps are of single values"])
  }

  private func lackingAnalyses(of units: [EvaluationUnit]) -> [String] {
    variables.compactMap { variable in
      let due = units.filter { isDue(variable, in: $0) }
      let lacking = due.count { !isAnalysed(variable, at: $0.validTime) }
      guard lacking > 0, let first = due.first(where: { !isAnalysed(variable, at: $0.validTime) }) else { return nil }
      guard lacking == due.count else {
        return "no analysis of \(variable) is valid at \(first.validTime.shortDescription) and at the valid times of "
          + "\(lacking - 1) more of \(due.count) forecasts"
      }
      let times = archive.validTimes(of: WindVariables.parts(of: variable)[0])
      guard let start = times.first, let end = times.last else { return "the analysis holds no \(variable)" }
      return "no analysis of \(variable) is valid at the valid time of any forecast; they are from "
        + "\(start.shortDescription) to \(end.shortDescription)"
    }
  }

  /// Scores of whole fields need rows and columns.
  private func refuse(_ grid: VerificationGrid, for variable: Variable) throws {
    for metric in scores.metrics(of: variable, withEnsembles: false) {
      guard let statistic = metric.statistic as any Statistic as? any FieldStatistic else { continue }
      let reason = grid.cells.layout.map { type(of: statistic).objection(to: $0) } ?? "has no rows and columns"
      guard let reason else { continue }
      throw VerifyError(
        "there is no '\(metric.name)' of \(variable): its grid, \(grid.grid.summary), \(reason)",
        suggestion: "Set 'analysis: grid' to a grid in words, such as 0.25, or remove the score.")
    }
  }

  /// Cells of a field are added a few at a time, and members of winds are not read.
  private func refuseScoresOfStations() throws {
    for metric in variables.flatMap({ scores.metrics(of: $0, withEnsembles: false) }) {
      let what: String
      switch metric.statistic as any Statistic {
      case is ToleranceTable: what = "looks at stations nearby"
      case is WindEnergy: what = "is of the members of a wind vector"
      case is any FieldStatistic: continue
      case let statistic where statistic.needsWholeForecasts: what = "is of all stations at once"
      default: continue
      }
      throw VerifyError(
        "the score '\(metric.definition.id)' \(what), and the forecasts are scored against an analysis",
        suggestion: "Remove it from 'scores', or score it against 'observations'.")
    }
  }
}
