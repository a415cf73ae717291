import Fields
import Metrics
import Stations

/// Computes units of work, one forecast of every system at a time.
struct UnitWorker: Sendable {
  let systems: [ScoredSystem]
  let variables: [Variable]
  let strata: StratumMembership
  let scores: ScoreSelection
  let supply: CandidateSupply
  let columns: ColumnSources
  /// Where the plan has a tolerance.
  var nearby: NearbyColumns?
  let census = EnsembleCensus()

  func result(of unit: EvaluationUnit) async throws -> UnitResult {
    var result = UnitResult(unit: unit, identity: try await identity(of: unit))
    let forecasts = try await forecasts(unit)
    for variable in variables {
      guard isDue(variable, in: unit) else { continue }
      let candidates = try await supply.supply(of: variable, at: unit.validTime).candidates
      var scored: [(system: ScoredSystem, match: Match)] = []
      for system in systems {
        guard system.isScored(in: variable) else {
          guard !system.isBesideRaw else { continue }
          for pairing in Matching.Pairing.allCases {
            result.entries.append(unheld(system, unit, candidates, pairing: pairing))
          }
          continue
        }
        let match = try system.match(with: candidates) { forecasts[Held(source: system.planned, variable: $0)] }
        scored.append(
          (
            system,
            match
              ?? .none(of: candidates, initTime: unit.initTime, leadTime: unit.leadTime, because: .missingForecast)
          ))
      }
      let isEnsemble = try await isEnsemble(scored, unit, variable)
      let statistics = Accumulation.statistics(of: scores.metrics(of: variable, withEnsembles: isEnsemble))
      scored = try await columns.filled(
        scored, for: statistics, unit, candidates, and: strata.columns(of: variable))
      try add(scored, candidates, isEnsemble: isEnsemble, to: &result)
    }
    return result
  }

  /// Whether any report counts for the unit, used or not.
  func hasCandidates(_ unit: EvaluationUnit) async throws -> Bool {
    for variable in variables where isDue(variable, in: unit) {
      let candidates = try await supply.supply(of: variable, at: unit.validTime).candidates
      if candidates.count + candidates.rejected.candidates > 0 { return true }
    }
    return false
  }

  /// A digest of what the unit is computed from: which forecasts each system holds, and the reports. The
  /// content of forecast files is checked for the run as a whole.
  func identity(of unit: EvaluationUnit) async throws -> String {
    var hash = SHA256()
    for variable in variables where isDue(variable, in: unit) {
      let key = ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime)
      let holders = systems.filter { $0.keys.contains(key) }.map(\.name)
      let digest = try await supply.supply(of: variable, at: unit.validTime).digest
      hash.update("\(variable) \(holders.joined(separator: "|")) \(digest)\n")
      if let nearby {
        hash.update(try await nearby.identity(of: unit, variable, systems.filter { $0.isScored(in: variable) }) + "\n")
      }
      for case let source as any ObservedSource in systems.map(\.source) {
        hash.update("\(source.name) \(try await source.identity(of: variable, from: unit.initTime))\n")
      }
    }
    return hash.hexDigest
  }

  /// Whether a variable is to be scored in a unit: some system holds it there, or none holds it at all,
  /// and then its reports are counted as lost for that.
  private func isDue(_ variable: Variable, in unit: EvaluationUnit) -> Bool {
    let key = ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime)
    return systems.contains { $0.keys.contains(key) } || systems.allSatisfy { !$0.variables.contains(variable) }
  }

  // MARK: - Forecasts

  private struct Held: Hashable {
    let source: Int
    let variable: Variable
  }

  /// Each source is read once, however many systems are made of it.
  private func forecasts(_ unit: EvaluationUnit) async throws -> [Held: Forecast] {
    var held: [Held: Forecast] = [:]
    var seen: Set<Int> = []
    for system in systems where seen.insert(system.planned).inserted {
      let wanted = variables.filter {
        system.keys.contains(ForecastKey($0, initTime: unit.initTime, leadTime: unit.leadTime))
      }
      guard !wanted.isEmpty else { continue }
      var parts: [Variable] = []
      for part in wanted.flatMap(WindVariables.parts) where !parts.contains(part) { parts.append(part) }
      for forecast in try await system.source.forecasts(parts, from: unit.initTime, at: unit.leadTime) {
        held[Held(source: system.planned, variable: forecast.variable)] = forecast
      }
    }
    return held
  }

  private func unheld(
    _ system: ScoredSystem, _ unit: EvaluationUnit, _ candidates: Candidates, pairing: Matching.Pairing
  ) -> UnitResult.Entry {
    let match = Match.none(
      of: candidates, initTime: unit.initTime, leadTime: unit.leadTime, because: .variable)
    return UnitResult.Entry(
      system: system.name, variable: candidates.variable, pairing: pairing, ledger: match.ledger(of: candidates),
      pairs: match.pairs)
  }

  // MARK: - Sums

  /// Whether the variable has ensemble scores. Where the ensemble has no forecast, the others have them all
  /// the same, so that their scores of one kind and the other are of the same pairs.
  private func isEnsemble(
    _ scored: [(system: ScoredSystem, match: Match)], _ unit: EvaluationUnit, _ variable: Variable
  ) async throws -> Bool {
    if scored.contains(where: { $0.match.pairs.memberCount > 1 }) { return true }
    guard scores.dependsOnEnsembles else { return false }
    let key = ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime)
    for (system, _) in scored where !system.keys.contains(key) {
      if try await census.isEnsemble(system, in: variable) { return true }
    }
    return false
  }

  private func add(
    _ scored: [(system: ScoredSystem, match: Match)], _ candidates: Candidates, isEnsemble: Bool,
    to result: inout UnitResult
  ) throws {
    let matches = scored.map(\.match)
    for (system, match) in scored {
      let ledger = match.ledger(of: candidates)
      let common = match.common(with: matches)
      var commonLedger = ledger
      commonLedger.withdraw(match.pairs.count - common.count, as: .notCommon)
      let isSame = common.count == match.pairs.count
      let all = try strata(of: match.pairs, system, .all, isEnsemble: isEnsemble)
      result.cells += all.cells
      result.outside += all.outside
      if isSame {
        result.cells += all.cells.map { $0.with(.common) }
        result.outside += all.outside.map { $0.with(.common) }
      } else {
        let part = try strata(of: common, system, .common, isEnsemble: isEnsemble)
        result.cells += part.cells
        result.outside += part.outside
      }
      for (pairing, ledger, pairs) in [(Matching.Pairing.all, ledger, match.pairs), (.common, commonLedger, common)] {
        result.entries.append(
          UnitResult.Entry(
            system: system.name, variable: candidates.variable, pairing: pairing, ledger: ledger, pairs: pairs))
      }
    }
  }

  /// The sums of every stratum, and how many pairs are in none of a kind.
  private func strata(
    of pairs: MatchedPairs, _ system: ScoredSystem, _ pairing: Matching.Pairing, isEnsemble: Bool
  ) throws -> (cells: [UnitResult.Cell], outside: [UnitResult.Outside]) {
    guard pairs.count > 0 else { return ([], []) }
    let parts = strata.parts(of: pairs)
    let statistics = Accumulation.statistics(of: scores.metrics(of: pairs.variable, withEnsembles: isEnsemble))
    let cells = zip(strata.strata, try parts.sums(of: statistics, from: pairs)).flatMap { stratum, sums in
      sums.map { sums in
        UnitResult.Cell(
          system: system.name, variable: pairs.variable, pairing: pairing, stratum: stratum.name, sums: sums)
      }
    }
    let outside = strata.families(of: pairs.variable).map { family, positions in
      UnitResult.Outside(
        system: system.name, variable: pairs.variable, pairing: pairing, family: family,
        count: parts.count(outside: positions))
    }
    return (cells, outside.filter { $0.count > 0 })
  }
}
