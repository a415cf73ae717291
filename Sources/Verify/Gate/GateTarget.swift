import Fields
import Metrics

/// A score that a gate compares, of one system, variable, stratum and range of lead times.
struct GateTarget {
  let system: String
  let variable: Variable
  let stratum: StoredStratum
  let leadTimes: GateLeadTimes
  let metric: any Metric

  /// Where its sums are in a reference, beside the statistic's key.
  var place: [String] {
    [system, variable.description, stratum.name, leadTimes.description, (metric.statistic as any Statistic).key]
  }

  var comparison: GateComparison {
    GateComparison(
      system: system, variable: variable, stratum: stratum.name, leadTimes: leadTimes.description, score: metric.name,
      definition: metric.definition, units: metric.definition.unit(for: variable))
  }

  var series: Scorer.Series {
    Scorer.Series(
      system: system, variable: variable.description, stratum: stratum.sums,
      statistic: (metric.statistic as any Statistic).key)
  }
}

extension GatePolicy {
  /// What the policy takes of an evaluation. Throws where it names what the evaluation does not have, or a score that is
  /// neither better nor worse.
  func targets(_ scorer: Scorer, systems all: [RunHeader.System]) throws -> [GateTarget] {
    let tested = systems ?? GatePolicy.tested(all)
    try refuse(tested, unlessIn: all.map(\.name), "system")
    try refuse(strata, unlessIn: scorer.strata.map(\.name), "stratum")
    try refuse((variables ?? []).map(\.description), unlessIn: scorer.variables.map(\.description), "variable")
    let names = Set(scores ?? GatePolicy.usualScores)
    try refuse(scores ?? [], unlessIn: scorer.metrics.map(\.name), "score")
    for metric in scorer.metrics where names.contains(metric.name) {
      guard [.negative, .positive].contains(metric.definition.orientation) else {
        throw VerifyError(
          "a gate can't take '\(metric.name)': more or less of it is neither better nor worse",
          suggestion: "Take an error such as rmse, or a score that has a best value.")
      }
    }
    var targets: [GateTarget] = []
    for system in tested {
      for variable in scorer.variables where variables?.contains(variable) ?? true {
        for stratum in scorer.strata where strata.contains(stratum.name) {
          for leadTimes in leadTimes {
            for metric in scorer.metrics(of: variable) where names.contains(metric.name) {
              let target = GateTarget(
                system: system, variable: variable, stratum: stratum, leadTimes: leadTimes, metric: metric)
              // Of forecasts of one value there are no sums of ensembles.
              if scorer.holds(target.series) { targets.append(target) }
            }
          }
        }
      }
    }
    guard targets.isEmpty else { return targets }
    throw VerifyError(
      "the evaluation has no score that the gate takes: neither of \(names.sorted().joined(separator: ", ")) has sums",
      suggestion: "Name 'scores' in a policy; the evaluation has "
        + "\(scorer.shownMetrics.map(\.name).joined(separator: ", ")).")
  }

  /// All but the baseline; the only one where there is no other.
  private static func tested(_ systems: [RunHeader.System]) -> [String] {
    let others = systems.filter { !$0.isBaseline }
    return (others.isEmpty ? systems : others).map(\.name)
  }

  private func refuse(_ wanted: [String], unlessIn known: [String], _ kind: String) throws {
    for name in wanted where !known.contains(name) {
      throw VerifyError(
        "the policy names the \(kind) '\(name)', which the evaluation does not have",
        suggestion: nearestName(to: name, among: known).map { "Did you mean '\($0)'?" }
          ?? "There are \(known.joined(separator: ", ")).")
    }
  }

  /// Whether the policy takes a score of a reference.
  func takes(_ series: GateReference.Series, score: String) -> Bool {
    (systems?.contains(series.system) ?? true) && (scores ?? GatePolicy.usualScores).contains(score)
      && (variables?.contains { $0.description == series.variable } ?? true) && strata.contains(series.stratum)
      && leadTimes.contains { $0.description == series.leadTimes }
  }
}
