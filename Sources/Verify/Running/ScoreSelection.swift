import Fields
import Metrics

/// Which scores an evaluation has.
struct ScoreSelection: Sendable {
  let metrics: [any Metric]
  /// Whether the plan names them.
  let isNamed: Bool

  /// The metrics that a plan names, or all. A score with a parameter is named with it, as in `pod(>=10)`; one of events
  /// nearby with its threshold, and takes the plan's tolerance.
  ///
  /// Throws where a name is that of none, or lacks its parameter.
  init(_ names: [String]?, of variables: [Variable], tolerance: EventTolerance? = nil) throws {
    isNamed = names != nil
    guard let names else {
      metrics = Metrics.Catalogue.metrics + (variables.contains(where: WindScores.isWind) ? WindScores.usual : [])
      return
    }
    var found: [any Metric] = []
    for name in names {
      let metric = try ScoreSelection.metric(named: name, tolerance)
      if !found.contains(where: { $0.name == metric.name }) { found.append(metric) }
    }
    metrics = found
  }

  private static func metric(named name: String, _ tolerance: EventTolerance?) throws -> any Metric {
    if let metric = Metrics.Catalogue.metric(id: name) {
      guard let event = (metric.statistic as? ToleranceTable)?.event, event.tolerance != tolerance else {
        return metric
      }
      throw VerifyError(
        "'\(name)' is within \(event.tolerance), the evaluation within \(tolerance?.description ?? "nothing")",
        suggestion:
          "Name '\(metric.definition.id)(\(event.threshold))' and set 'tolerance', as in {time: 3h, distance: 50km}.")
    }
    let id = String(name.prefix { $0 != "(" })
    if let tolerance, name.hasSuffix(")"),
      let metric = Metrics.Catalogue.metric(id: "\(name.dropLast()) within \(tolerance))")
    {
      return metric
    }
    if let example = Metrics.Catalogue.example(of: id) {
      let needsTolerance = example.statistic is ToleranceTable && tolerance == nil
      throw VerifyError(
        needsTolerance
          ? "'\(name)' needs a tolerance" : "'\(name)' lacks the parameter of \(id), or has one that can't be read",
        suggestion: needsTolerance
          ? "Set 'tolerance' in the evaluation, as in {time: 3h, distance: 50km}."
          : "Name it with one, as in '\(example.name)'.")
    }
    let known = Metrics.Catalogue.definitions.map(\.id)
    throw VerifyError(
      "no score is called '\(name)'",
      suggestion: nearestName(to: id, among: known).map { "Did you mean '\($0)'?" }
        ?? "Known are \(known.joined(separator: ", ")).")
  }

  /// Whether it matters to the metrics if a system is an ensemble.
  var dependsOnEnsembles: Bool { !isNamed }

  /// The metrics of a variable to compute: those that were named; otherwise those of ensembles only where a system
  /// is one.
  func metrics(of variable: Variable, withEnsembles hasEnsembles: Bool) -> [any Metric] {
    let metrics = metrics.filter { WindScores.apply($0, to: variable) }
    return isNamed || hasEnsembles ? metrics : metrics.filter { !($0.statistic is EnsembleMoments) }
  }
}

extension Metric {
  /// Its identity with its parameter, as evaluation files and results have it: `rmse`, `pod(>=10)`.
  var name: String { threshold.map { "\(definition.id)(\($0))" } ?? definition.id }
}
