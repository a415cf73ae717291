import Fields

/// The verification grid of each variable, chosen once by the first fields of all systems.
actor VerificationGrids {
  private let planned: PlannedAnalysis
  private let strata: StratumMembership
  private let systems: [ScoredSystem]
  private let archive: AnalysisArchive
  private let regridders: RegridderCache
  private var known: [Variable: Task<VerificationGrid?, any Error>] = [:]
  private var made: [VerificationGrid] = []

  init(
    _ planned: PlannedAnalysis, strata: StratumMembership, systems: [ScoredSystem], archive: AnalysisArchive,
    regridders: RegridderCache
  ) {
    self.planned = planned
    self.regridders = regridders
    self.strata = strata
    self.systems = systems
    self.archive = archive
  }

  /// The grid of a variable; nil where no analysis or no forecast of it is held.
  func grid(of variable: Variable) async throws -> VerificationGrid? {
    if let task = known[variable] { return try await task.value }
    let task = Task { try await choose(variable) }
    known[variable] = task
    return try await task.value
  }

  private func choose(_ variable: Variable) async throws -> VerificationGrid? {
    let part = WindVariables.parts(of: variable)[0]
    guard let time = archive.validTimes(of: part).first, let analysis = try await archive.field(of: part, at: time)
    else { return nil }
    var forecasts: [any Grid] = []
    for system in systems where system.isScored(in: variable) {
      guard let key = system.keys.filter({ $0.variable == variable }).min(),
        let forecast = try await system.source.forecast(part, from: key.initTime, at: key.leadTime),
        case .fields(let members) = forecast.values
      else { continue }
      forecasts.append(members[0].grid)
    }
    guard !forecasts.isEmpty else { return nil }
    let grid = try VerificationGrid.chosen(planned.target, analysis: analysis.field.grid, forecasts: forecasts)
    if let equal = made.first(where: { $0.grid.isEqual(to: grid) }) { return equal }
    let chosen = try VerificationGrid(grid, planned, strata: strata, elevations: try await elevations(on: grid))
    made.append(chosen)
    return chosen
  }

  /// The height of the surface, of the analysis or else of a forecast; nil where no stratum needs it.
  private func elevations(on grid: any Grid) async throws -> [Float]? {
    guard let stratum = strata.strata.first(where: \.needsHeights) else { return nil }
    let known = try await archive.invariant(.surfaceAltitude)
    let ofForecasts = (systems.filter(\.isBaseline) + systems).lazy.compactMap(\.matcher.orography).first
    guard let heights = known ?? ofForecasts else {
      throw VerifyError(
        "the stratum '\(stratum.name)' needs the height of the surface, and neither the analysis nor a forecast has it",
        suggestion: "Give a file with it as the 'orography' of a forecast, or leave the heights out of 'strata'.")
    }
    return try regridders.values(of: heights, on: grid, "the height of the surface").values
  }
}
