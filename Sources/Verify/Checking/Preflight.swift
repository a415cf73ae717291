public import Fields
import Formats
import Foundation
public import Metrics
import Stations

/// What a run would read and match, and what looks wrong, before it is started.
public struct Preflight: Sendable, Codable {
  /// One system's forecasts of what the plan asks for.
  public struct System: Sendable, Codable {
    public var name: String
    public var files: Int
    public var byteCount: Int
    /// Grids or tables, for people.
    public var places: [String]
    public var variables: [Variable]
    public var initTimes: [UTCTime]
    public var leadTimes: [TimeSpan]
    public var members: Int
  }

  /// One forecast of a system matched on trial.
  public struct Trial: Sendable, Codable {
    public var system: String
    public var variable: Variable
    public var initTime: UTCTime
    public var leadTime: TimeSpan
    public var ledger: Ledger
    /// nil without pairs.
    public var meanForecast: Double?
    public var meanObservation: Double?
    /// Why no height of the model is known; nil where one is, or none is needed.
    public var heightProblem: String?
  }

  public var title: String
  public var systems: [System]
  /// Forecasts by initial and lead time.
  public var units: Int
  /// Reports that could become pairs of each variable, over all units; estimated from a sample where there
  /// are many valid times.
  public var expectedPairs: [String: Int]
  public var isEstimate: Bool
  /// Whether forecasts are compared with the fields of an analysis.
  public var isOfFields: Bool
  /// Bytes of fields that are held at a time on one thread.
  public var memory: Int
  public var trials: [Trial]
  public var warnings: [String]

  /// Whether a run could find any pair.
  public var canMatch: Bool { expectedPairs.values.contains { $0 > 0 } }

  /// How many valid times of a variable are looked at.
  static let sampleSize = 200

  /// Looks at the inputs of a plan. Values are read of one forecast a system and variable.
  ///
  /// Throws as a run would where an input can't be read.
  public init(_ plan: EvaluationPlan) async throws {
    let evaluation = try await Evaluation(plan)
    title = plan.title
    units = evaluation.units.count
    (expectedPairs, isEstimate) = try await Preflight.expectedPairs(evaluation)
    isOfFields = evaluation.fields != nil
    warnings = evaluation.warnings
    systems = []
    for (planned, scored) in zip(plan.systems.indices, plan.systems) {
      guard let system = evaluation.systems.first(where: { $0.planned == planned }) else { continue }
      let inspections = try scored.allFiles.map { try Formats.Catalogue.forecastFormat(of: $0).inspect($0) }
      systems.append(System(system, scored, inspections))
      warnings += FileDoubts(scored, inspections, plan).warnings
    }
    if let fields = evaluation.fields {
      (expectedPairs, trials, memory) = try await Preflight.lookAhead(fields, evaluation.units)
      warnings += trials.flatMap(PairDoubts.doubts)
    } else {
      trials = try await Preflight.trials(evaluation)
      memory = try await Preflight.memory(evaluation)
      warnings += try await PairDoubts(evaluation, trials).warnings
    }
  }

  // MARK: - What to expect

  private static func expectedPairs(_ evaluation: Evaluation) async throws -> ([String: Int], isEstimate: Bool) {
    var expected: [String: Int] = [:]
    var isEstimate = false
    for variable in evaluation.plan.variables {
      let times = evaluation.units.map(\.validTime)
      let step = max(1, times.count / sampleSize)
      isEstimate = isEstimate || step > 1
      let sample = stride(from: 0, to: times.count, by: step).map { times[$0] }
      var found = 0
      for time in sample {
        found += try await evaluation.worker.supply.supply(of: variable, at: time).candidates.count
      }
      expected[variable.description] = found * times.count / max(1, sample.count)
    }
    return (expected, isEstimate)
  }

  /// The middle one of each system's forecasts of each variable that has observations.
  private static func trials(_ evaluation: Evaluation) async throws -> [Trial] {
    var trials: [Trial] = []
    for system in evaluation.systems {
      for variable in evaluation.plan.variables where system.isScored(in: variable) {
        // No forecast has run long enough for a period that began before it.
        let keys = system.keys.filter { $0.variable == variable && $0.leadTime >= variable.processing.period }.sorted()
        guard let key = try await firstObserved(keys, evaluation) else { continue }
        let parts = WindVariables.parts(of: variable)
        let forecasts = try await system.source.forecasts(parts, from: key.initTime, at: key.leadTime)
        let candidates = try await evaluation.worker.supply.supply(of: variable, at: key.validTime).candidates
        guard let forecast = forecasts.first,
          let match = try system.match(with: candidates, { part in forecasts.first { $0.variable == part } })
        else { continue }
        let n = Double(match.pairs.count)
        trials.append(
          Trial(
            system: system.name, variable: variable, initTime: key.initTime, leadTime: key.leadTime,
            ledger: match.ledger(of: candidates),
            meanForecast: n > 0 ? match.pairs.forecasts.reduce(0, +) / n : nil,
            meanObservation: n > 0 ? match.pairs.observations.reduce(0, +) / n : nil,
            heightProblem: try heightProblem(of: match, forecast, with: candidates, by: system.matcher)))
      }
    }
    return trials
  }

  private static func heightProblem(
    of match: Match, _ forecast: Forecast, with candidates: Candidates, by matcher: StationMatcher
  ) throws -> String? {
    guard match.ledger(of: candidates).rejected[.height] != nil,
      try matcher.modelHeights(forecast, candidates).allSatisfy(\.isNaN)
    else { return nil }
    guard case .fields = forecast.values else {
      return "the table has no model elevation; give one that has, or drop the height correction"
    }
    return "the height of the model's ground is unknown; give 'orography', or drop the height correction"
  }

  private static func firstObserved(_ keys: [ForecastKey], _ evaluation: Evaluation) async throws -> ForecastKey? {
    for key in keys {
      let supply = try await evaluation.worker.supply.supply(of: key.variable, at: key.validTime)
      if supply.candidates.count > 0 { return key }
    }
    return nil
  }

  private static func memory(_ evaluation: Evaluation) async throws -> Int {
    var bytes = 0
    for system in evaluation.systems where !system.isBesideRaw {
      guard let key = system.keys.min(),
        let forecast = try await system.source.forecast(
          WindVariables.parts(of: key.variable)[0], from: key.initTime, at: key.leadTime),
        case .fields(let members) = forecast.values
      else { continue }
      let variables = Set(evaluation.plan.variables.filter(system.isScored).flatMap(WindVariables.parts)).count
      bytes += members.count * members[0].values.count * MemoryLayout<Float>.size * variables
    }
    return bytes
  }
}

extension Preflight.System {
  init(_ system: ScoredSystem, _ planned: PlannedSystem, _ inspections: [FileInspection]) {
    let entries = inspections.flatMap(\.entries)
    let held = Set(system.keys.map(\.variable.description))
    let used = entries.filter { $0.variable.map(held.contains) ?? false }
    self.init(
      name: planned.name, files: planned.allFiles.count, byteCount: inspections.reduce(0) { $0 + $1.byteCount },
      places: !planned.allFiles.isEmpty
        ? Set((used.isEmpty ? entries : used).map(\.grid)).sorted() : [system.summary],
      variables: Set(system.keys.map(\.variable)).sorted { $0.description < $1.description },
      initTimes: Set(system.keys.map(\.initTime)).sorted(), leadTimes: Set(system.keys.map(\.leadTime)).sorted(),
      members: planned.members.isEmpty ? used.map(\.members).max() ?? 1 : planned.members.count)
  }
}
