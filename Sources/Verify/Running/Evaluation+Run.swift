import Fields
import Metrics
import Stations

/// What a run has done.
public struct RunSummary: Sendable {
  /// Units of work computed in this run.
  public var computed = 0
  /// Units that were done before.
  public var alreadyDone = 0
  /// Units that wait for their observations and were left for a later run.
  public var waiting = 0
  /// Pairs of all systems in the results, those of earlier runs included.
  public var pairs = 0
}

/// How far a run is.
public struct RunProgress: Sendable {
  public let done: Int
  public let total: Int
  public let unit: EvaluationUnit
}

extension Evaluation {
  /// Computes the units that the results do not have yet, and stores them.
  ///
  /// Results are merged in the order of the units whatever the number of threads, so they are the same
  /// bits on any. A run that is stopped goes on with the first unit that is not stored.
  ///
  /// - Parameters:
  ///   - threads: How many units are computed at a time.
  ///   - checkpoint: How long, at least, between two transactions.
  ///   - progress: Called after every unit.
  /// - Throws: `VerifyError` where the results are of another evaluation or other inputs; what sources
  ///   throw. What is stored by then stays.
  public func run(
    into results: ResultsDatabase, threads: Int = 1, checkpoint: Duration = .seconds(5),
    progress: @Sendable (RunProgress) throws -> Void = { _ in }
  ) async throws -> RunSummary {
    try results.adopt(try header(known: try results.knownInputs()))
    let done = try results.unitsDone()
    try await refuseChangedUnits(done, results)
    let due = units.filter { done[$0] == nil }
    var summary = RunSummary(alreadyDone: units.count - due.count)
    var writer = try ResultsWriter(results, register: register)
    let clock = ContinuousClock()
    var lastWritten = clock.now
    try await inOrder(due, threads: max(1, threads)) { position, result in
      if result.hasCandidates {
        try writer.add(result)
        summary.computed += 1
      } else {
        summary.waiting += 1
      }
      if clock.now - lastWritten >= checkpoint {
        try writer.checkpoint()
        lastWritten = clock.now
      }
      try progress(RunProgress(done: position + 1, total: due.count, unit: result.unit))
    }
    try writer.checkpoint()
    summary.pairs = try results.ledger(.all).reduce(0) { $0 + $1.ledger.used }
    return summary
  }

  /// Units that are done must have come from what would be read now.
  private func refuseChangedUnits(_ done: [EvaluationUnit: String], _ results: ResultsDatabase) async throws {
    var changes: [String] = []
    for unit in units {
      guard let identity = done[unit], try await worker.identity(of: unit) != identity else { continue }
      changes.append(
        "the forecast from \(unit.initTime.shortDescription) at \(unit.leadTime) has other observations or systems")
    }
    guard changes.isEmpty else { throw results.changed(changes) }
  }

  /// Computes units on several threads and hands over their results in order. Few are ever ahead of
  /// the one that is due, so memory does not grow with their number.
  private func inOrder(
    _ units: [EvaluationUnit], threads: Int, _ take: (Int, UnitResult) throws -> Void
  ) async throws {
    let worker = worker
    try await withThrowingTaskGroup(of: (Int, UnitResult).self) { group in
      var ahead: [Int: UnitResult] = [:]
      var (started, taken) = (0, 0)
      while taken < units.count {
        while started < units.count, started < taken + 2 * threads, started - taken - ahead.count < threads {
          let (position, unit) = (started, units[started])
          group.addTask { (position, try await worker.result(of: unit)) }
          started += 1
        }
        guard let (position, result) = try await group.next() else { break }
        ahead[position] = result
        while let next = ahead.removeValue(forKey: taken) {
          try take(taken, next)
          taken += 1
        }
      }
    }
  }
}
