import Fields

/// Knows which systems are ensembles, from one forecast of each that it looks at once.
actor EnsembleCensus {
  private struct Held: Hashable {
    let source: Int
    let variable: Variable
  }

  private var known: [Held: Int] = [:]

  /// Whether a system has several members in a variable, at the longest lead time of its first forecast:
  /// an ensemble may begin with a single analysis. Of a source that answers in order it is the first after that.
  func isEnsemble(_ system: ScoredSystem, in variable: Variable) async throws -> Bool {
    try await memberCount(of: system, in: variable) > 1
  }

  /// How many members it has then; 1 where it has no forecast.
  func memberCount(of system: ScoredSystem, in variable: Variable) async throws -> Int {
    let held = Held(source: system.planned, variable: variable)
    if let known = known[held] { return known }
    let keys = system.keys.filter { $0.variable == variable }
    let chosen =
      system.source.isSequential
      ? keys.filter { $0.leadTime > .zero }.min()
      : keys.min { ($0.initTime, $1.leadTime) < ($1.initTime, $0.leadTime) }
    var count = 1
    if let chosen {
      let forecast = try await system.source.forecast(
        WindVariables.parts(of: variable)[0], from: chosen.initTime, at: chosen.leadTime)
      count = forecast?.memberCount ?? 1
    }
    known[held] = count
    return count
  }
}
