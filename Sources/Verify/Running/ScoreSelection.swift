import Fields
import Metrics

/// Which scores an evaluation has.
struct ScoreSelection: Sendable {
  let metrics: [any Metric]
  /// Whether the plan names them.
  let isNamed: Bool

  /// The metrics that a plan names, or all.
  ///
  /// Throws where a name is that of none.
  init(_ ids: [String]?, of variables: [Variable]) throws {
    isNamed = ids != nil
    guard let ids else {
      metrics = Metrics.Catalogue.metrics + (variables.contains(where: WindScores.isWind) ? WindScores.usual : [])
      return
    }
    var found: [any Metric] = []
    for id in ids where !found.contains(where: { $0.definition.id == id }) {
      guard let metric = Metrics.Catalogue.metric(id: id) else {
        let known = (Metrics.Catalogue.metrics + Metrics.Catalogue.furtherMetrics).map { $0.definition.id }
        throw VerifyError(
          "no score is called '\(id)'",
          suggestion: nearestName(to: id, among: known).map { "Did you mean '\($0)'?" }
            ?? "Known are \(known.joined(separator: ", ")).")
      }
      guard metric.threshold == nil else {
        throw VerifyError(
          "'\(id)' has a parameter, and an evaluation can't keep scores with parameters yet",
          suggestion: "Name a score without one; docs/scores.md lists them.")
      }
      found.append(metric)
    }
    metrics = found
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
