import Fields
import Metrics

/// Knows what some scores need of pairs beside the forecasts and the observations.
protocol ColumnSource: Sendable {
  /// The columns of `request.wanted` that it has, one value a pair of `request.pairs`; NaN is missing.
  ///
  /// A column that it leaves out is asked of the next source.
  func columns(for request: ColumnRequest) async throws -> [PairColumn: [Double]]
}

/// The pairs of one system, variable and unit of work, and what stands around them.
struct ColumnRequest: Sendable {
  /// What the scores need and no source before had.
  var wanted: Set<PairColumn>
  let unit: EvaluationUnit
  /// The reports of the variable at the valid time.
  let candidates: Candidates
  /// All the systems that are scored in the variable, with their pairs.
  let systems: [(system: ScoredSystem, match: Match)]
  /// The position in `systems` of the one whose pairs they are.
  let position: Int

  var system: ScoredSystem { systems[position].system }
  var variable: Variable { candidates.variable }
  var pairs: MatchedPairs { systems[position].match.pairs }

  /// The positions among the candidates of the pairs.
  var pairedCandidates: [Int] {
    let fates = systems[position].match.fates
    return fates.indices.filter { fates[$0] == nil }
  }
}

/// Column sources in order: the first that has a column gives it.
struct ColumnSources: Sendable {
  let sources: [any ColumnSource]

  /// The matches with the columns that statistics, or something else, need and a source has.
  func filled(
    _ systems: [(system: ScoredSystem, match: Match)], for statistics: [any Statistic], _ unit: EvaluationUnit,
    _ candidates: Candidates, and others: Set<PairColumn> = []
  ) async throws -> [(system: ScoredSystem, match: Match)] {
    let wanted = statistics.reduce(into: others) { $0.formUnion($1.columns) }
    guard !wanted.isEmpty, !sources.isEmpty else { return systems }
    var filled = systems
    for (position, system) in systems.enumerated() where system.match.pairs.count > 0 {
      var request = ColumnRequest(
        wanted: wanted, unit: unit, candidates: candidates, systems: systems, position: position)
      for source in sources where !request.wanted.isEmpty {
        for (column, values) in try await source.columns(for: request) where request.wanted.contains(column) {
          precondition(
            values.count == request.pairs.count, "a column of \(values.count) for \(request.pairs.count) pairs")
          filled[position].match.pairs.columns[column] = values
          request.wanted.remove(column)
        }
      }
    }
    return filled
  }
}
