import Fields
import Formats
import Inference
import Metrics
import Stations

/// What a run has done.
public struct RunSummary: Sendable {
  /// Units of work computed in this run.
  public var computed = 0
  /// Units that were done before.
  public var alreadyDone = 0
  /// Initial times that were done before and have been computed again, since their observations or systems have
  /// changed.
  public var renewedInitTimes = 0
  /// Units that wait for their observations and were left for a later run.
  public var waiting = 0
  /// Pairs of all systems in the results, those of earlier runs included.
  public var pairs = 0
  /// For each system whose model has wave attention, what of it was exact and what estimated, in those of earlier runs
  /// too: lines for people.
  public var attention: [String] = []
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
  /// bits on any. A run that is stopped goes on with the first unit that is not stored. Where a unit that is done
  /// would be computed from other reports or systems now, its initial time is computed anew.
  ///
  /// - Parameters:
  ///   - threads: How many units are computed at a time.
  ///   - checkpoint: How long, at least, between two transactions.
  ///   - progress: Called after every unit.
  /// - Throws: `VerifyError` where the results are of another evaluation or other inputs; what sources
  ///   throw. What is scored by then is stored and stays, and the results say what is missing.
  public func run(
    into results: ResultsDatabase, threads: Int = 1, checkpoint: Duration = .seconds(5),
    progress: @Sendable (RunProgress) throws -> Void = { _ in }
  ) async throws -> RunSummary {
    let done = try results.unitsDone()
    try refuseForgottenUnits(done, results)
    try results.adopt(try header(known: try results.knownInputs()))
    let stale = try await staleInitTimes(done)
    try results.forget(stale)
    let due = units.filter { done[$0] == nil || stale.contains($0.initTime) }
    var summary = RunSummary(alreadyDone: units.count - due.count, renewedInitTimes: stale.count)
    var writer = try ResultsWriter(results, register: register, scores: scores)
    let attended = try results.waveOutcomes()
    let clock = ContinuousClock()
    var lastWritten = clock.now
    var taken = 0
    do {
      try await inOrder(due, threads: max(1, threads)) { position, result in
        if result.hasCandidates {
          try writer.add(result)
          summary.computed += 1
        } else {
          summary.waiting += 1
        }
        taken = position + 1
        if clock.now - lastWritten >= checkpoint {
          try writer.checkpoint()
          try results.keep(attention(beside: attended))
          lastWritten = clock.now
        }
        try progress(RunProgress(done: position + 1, total: due.count, unit: result.unit))
      }
    } catch {
      // What is scored by now stays; of two errors the first is the one to tell.
      try? writer.checkpoint()
      try? results.keep(attention(beside: attended))
      try? results.markStopped(because: "\(error)", MissingForecasts(due[taken...], of: units))
      throw error
    }
    try writer.checkpoint()
    let all = attention(beside: attended)
    try results.keep(all)
    try results.markFinished()
    summary.attention = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }
    summary.pairs = try results.ledger(.all).reduce(0) { $0 + $1.ledger.used }
    return summary
  }

  /// How wave attention attended in this run and in those before.
  private func attention(beside earlier: [String: WaveOutcome]) -> [String: WaveOutcome] {
    waveOutcomes.reduce(into: earlier) { $0[$1.key, default: WaveOutcome()].formUnion($1.value) }
  }

  /// What is stored has to be asked for, or scores over all times would be of more than the evaluation says.
  private func refuseForgottenUnits(_ done: [EvaluationUnit: String], _ results: ResultsDatabase) throws {
    let forgotten = Set(done.keys).subtracting(units).sorted()
    guard let first = forgotten.first else { return }
    throw results.changed([
      "\(forgotten.count) of the stored forecasts, such as that from \(first.initTime.shortDescription) at "
        + "\(first.leadTime), are no longer asked for"
    ])
  }

  /// Initial times with a unit that was done from other reports or systems than there are now, or with
  /// observations for a lead time before one that is done: sums are merged in order.
  private func staleInitTimes(_ done: [EvaluationUnit: String]) async throws -> Set<UTCTime> {
    var latest: [UTCTime: TimeSpan] = [:]
    for unit in done.keys { latest[unit.initTime] = max(latest[unit.initTime] ?? unit.leadTime, unit.leadTime) }
    var stale: Set<UTCTime> = []
    for unit in units where !stale.contains(unit.initTime) {
      if let identity = done[unit] {
        if try await self.identity(of: unit) != identity { stale.insert(unit.initTime) }
      } else if let latest = latest[unit.initTime], unit.leadTime < latest, try await hasCandidates(unit) {
        stale.insert(unit.initTime)
      }
    }
    return stale
  }

  private func identity(of unit: EvaluationUnit) async throws -> String {
    if let fields { return fields.identity(of: unit) }
    return try await worker.identity(of: unit)
  }

  private func hasCandidates(_ unit: EvaluationUnit) async throws -> Bool {
    if let fields { return fields.hasCandidates(unit) }
    return try await worker.hasCandidates(unit)
  }

  /// The work on units, and how many are under way at a time.
  ///
  /// Of fields there are two at most, so that one is read while the other is computed and memory stays at a few
  /// fields; the threads share the rows of one. Where a source is sequential, one unit follows the other.
  private func work(threads: Int) -> (ahead: Int, result: @Sendable (EvaluationUnit) async throws -> UnitResult) {
    let worker = worker
    let most = systems.contains { $0.source.isSequential } ? 1 : threads
    guard let fields else { return (most, { try await worker.result(of: $0) }) }
    return (min(most, 2), { try await fields.result(of: $0, threads: threads) })
  }

  /// Computes units on several threads and hands over their results in order. Few are ever ahead of
  /// the one that is due, so memory does not grow with their number.
  private func inOrder(
    _ units: [EvaluationUnit], threads: Int, _ take: (Int, UnitResult) throws -> Void
  ) async throws {
    let (threads, work) = work(threads: threads)
    try await withThrowingTaskGroup(of: (Int, UnitResult).self) { group in
      var ahead: [Int: UnitResult] = [:]
      var (started, taken) = (0, 0)
      while taken < units.count {
        while started < units.count, started < taken + 2 * threads, started - taken - ahead.count < threads {
          let (position, unit) = (started, units[started])
          group.addTask { try await ThreadBudget.occupied { (position, try await work(unit)) } }
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
