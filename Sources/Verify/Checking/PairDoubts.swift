import Fields
import Metrics
import Stations

/// What looks wrong when forecasts and observations are laid side by side.
struct PairDoubts {
  let warnings: [String]

  init(_ evaluation: Evaluation, _ trials: [Preflight.Trial]) async throws {
    var warnings: [String] = []
    for variable in evaluation.plan.variables {
      if let warning = try PairDoubts.times(variable, evaluation) { warnings.append(warning) }
    }
    warnings += trials.flatMap(PairDoubts.doubts)
    if evaluation.plan.matching.heightCorrection != nil,
      let warning = try await PairDoubts.heights(evaluation)
    {
      warnings.append(warning)
    }
    self.warnings = warnings
  }

  /// How many stations of the first unit with any have no height.
  private static func heights(_ evaluation: Evaluation) async throws -> String? {
    for unit in evaluation.units {
      let candidates = try await evaluation.worker.supply.supply(of: .temperature2m, at: unit.validTime).candidates
      guard candidates.count > 0 else { continue }
      let without = candidates.stations.count { $0.elevation == nil }
      return without > 0
        ? "\(without) of \(candidates.count) stations have no height and can't be corrected for it" : nil
    }
    return nil
  }

  private static func times(_ variable: Variable, _ evaluation: Evaluation) throws -> String? {
    guard let observed = try evaluation.reports.timeSpan(of: variable) else {
      return "there is no observation of \(variable)"
    }
    let valid = evaluation.units.map(\.validTime)
    guard let first = valid.min(), let last = valid.max() else { return nil }
    let reach = evaluation.plan.matching.timeTolerance
    let outside = valid.count { $0 + reach < observed.lowerBound || observed.upperBound < $0 - reach }
    guard outside > 0 else { return nil }
    let times =
      "observations of \(variable) are from \(observed.lowerBound.shortDescription) to "
      + observed.upperBound.shortDescription
    return outside == valid.count
      ? "\(times), forecasts valid from \(first.shortDescription) to \(last.shortDescription): they do not overlap"
      : "\(times): \(outside) of \(valid.count) forecasts are valid outside"
  }

  static func doubts(_ trial: Preflight.Trial) -> [String] {
    let what = "\(trial.system), \(trial.variable)"
    var warnings: [String] = []
    if trial.ledger.used == 0 {
      let reasons = trial.ledger.rejected.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      let text = reasons.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
      warnings.append(
        "\(what): no pair in the forecast from \(trial.initTime.shortDescription) at \(trial.leadTime) (\(text))"
          + (trial.heightProblem.map { ": \($0)" } ?? ""))
    } else if let share = share(trial.ledger, .offGrid), share > 0.9 {
      warnings.append(
        "\(what): \(Int((share * 100).rounded(.down))) % of the places are off the grid; compare their regions and the convention of longitudes"
      )
    }
    guard let forecast = trial.meanForecast, let observation = trial.meanObservation else { return warnings }
    let text =
      "mean forecast \(rounded(forecast)), mean observation \(rounded(observation)) \(trial.variable.unit.symbol)"
    switch trial.variable.unit.dimension {
    case .temperature where abs(forecast - observation) > 30,
      .pressure where abs(forecast - observation) > 20_000:
      warnings.append("\(what): \(text): the units of one of them look wrong")
    case .waterDepth
    where max(forecast, observation) > 1 && min(forecast, observation) * 50 < max(forecast, observation),
      .ratio where max(forecast, observation) > 50 * max(min(forecast, observation), 1e-9):
      warnings.append("\(what): \(text): the units or the accumulation period of one of them look wrong")
    default: break
    }
    return warnings
  }

  private static func share(_ ledger: Ledger, _ reason: RejectionReason) -> Double? {
    ledger.candidates > 0 ? Double(ledger.rejected[reason] ?? 0) / Double(ledger.candidates) : nil
  }

  private static func rounded(_ x: Double) -> String { String((x * 100).rounded() / 100) }
}
