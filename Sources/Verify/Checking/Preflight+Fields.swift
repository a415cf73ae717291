import Fields
import Metrics

extension Preflight {
  /// What a comparison with an analysis would find: cells that could become pairs, one unit of each variable on
  /// trial, and the bytes of fields that are held at a time.
  static func lookAhead(
    _ fields: FieldWorker, _ units: [EvaluationUnit]
  ) async throws -> (expected: [String: Int], trials: [Trial], memory: Int) {
    var (expected, trials, memory): ([String: Int], [Trial], Int) = ([:], [], 0)
    for variable in fields.variables {
      let due = units.filter { fields.isCompared(variable, in: $0) }
      guard !due.isEmpty, let grid = try await fields.grids.grid(of: variable) else {
        expected[variable.description] = 0
        continue
      }
      expected[variable.description] = due.count * grid.cells.cellCount
      let parts = WindVariables.parts(of: variable).count
      var held = 1
      let withMembers = try await fields.metrics(of: variable).contains(where: FieldWorker.isOfMembers)
      for system in fields.systems where system.isScored(in: variable) {
        held += withMembers ? try await fields.census.memberCount(of: system, in: variable) + 1 : 1
      }
      // The next field is read while one is compared.
      memory = max(memory, 2 * held * parts * grid.grid.count * MemoryLayout<Float>.size)
      trials += try await self.trials(fields, variable, due[due.count / 2])
    }
    return (expected, trials, memory)
  }

  private static func trials(
    _ fields: FieldWorker, _ variable: Variable, _ unit: EvaluationUnit
  ) async throws -> [Trial] {
    let result = try await fields.result(of: unit, only: variable, threads: 2)
    return try result.entries.filter { $0.pairing == .all }.map { entry in
      let errors = ErrorMoments()
      let sums = try result.cells.first {
        $0.system == entry.system && $0.pairing == .all && $0.stratum == Stratum.all.name
          && $0.sums.statistic == errors.key
      }.map { try errors.result(in: $0.sums) }
      return Trial(
        system: entry.system, variable: variable, initTime: unit.initTime, leadTime: unit.leadTime,
        ledger: entry.ledger, meanForecast: sums?.meanF, meanObservation: sums?.meanO)
    }
  }
}
