import Fields
import Metrics

/// Which scores an evaluation has of each variable.
struct ScoreSelection: Sendable {
  /// A score of a variable.
  struct Choice: Sendable {
    let metric: any Metric
    /// Whether it is computed only where a system is an ensemble.
    var needsEnsemble = false
  }

  private let choices: [Variable: [Choice]]
  /// Those of all variables, each once.
  let metrics: [any Metric]

  init(_ plan: EvaluationPlan) throws(VerifyError) {
    try self.init(
      plan.scores, of: plan.variables, thresholds: plan.thresholds, tolerance: plan.tolerance, scales: plan.scales)
    guard !plan.comparesFields, let metric = metrics.first(where: \.isOfWholeFields) else { return }
    throw VerifyError(
      "the score '\(metric.definition.id)' is of whole fields, and the forecasts are scored against stations",
      suggestion: "Remove it from 'scores', or score the forecasts against the fields of an 'analysis'.")
  }

  /// The scores that a plan names, or those that suit it. One of events without a threshold of its own takes every
  /// threshold of its variable; one of events nearby takes the plan's tolerance, one of neighbourhoods each of its scales.
  ///
  /// Throws where a name is that of none, lacks its parameter, or has one that fits no variable.
  init(
    _ names: [String]?, of variables: [Variable], thresholds: [Variable: [Threshold]] = [:],
    tolerance: EventTolerance? = nil, scales: [FieldScale] = []
  ) throws(VerifyError) {
    let reader = NamedScores(variables: variables, thresholds: thresholds, tolerance: tolerance, scales: scales)
    var choices: [Variable: [Choice]] = [:]
    for name in names ?? [ScoreGroup.usual.rawValue] {
      for (variable, found) in try reader.choices(named: name) {
        for choice in found {
          if let known = choices[variable]?.firstIndex(where: { $0.metric.name == choice.metric.name }) {
            if !choice.needsEnsemble { choices[variable]?[known].needsEnsemble = false }
          } else {
            choices[variable, default: []].append(choice)
          }
        }
      }
    }
    self.choices = choices
    var seen: Set<String> = []
    metrics = variables.flatMap { choices[$0] ?? [] }.map(\.metric).filter { seen.insert($0.name).inserted }
  }

  /// Whether it matters to the metrics if a system is an ensemble.
  var dependsOnEnsembles: Bool { choices.values.joined().contains(where: \.needsEnsemble) }

  /// The metrics of a variable to compute: those that were named; otherwise those of ensembles only where a system
  /// is one.
  func metrics(of variable: Variable, withEnsembles hasEnsembles: Bool) -> [any Metric] {
    (choices[variable] ?? []).filter {
      (hasEnsembles || !$0.needsEnsemble) && WindScores.apply($0.metric, to: variable)
    }.map(\.metric)
  }

  /// What a plan sets for scores that it does not have.
  func doubts(_ plan: EvaluationPlan) -> [String] {
    var doubts: [String] = []
    for variable in plan.variables {
      guard let own = plan.thresholds[variable] else { continue }
      let used = (choices[variable] ?? []).compactMap(\.metric.eventThreshold)
      let unused = own.filter { !used.contains($0) }
      if !unused.isEmpty {
        doubts.append(
          "no score of \(variable) takes its thresholds \(unused.map(\.description).joined(separator: ", ")): name "
            + "'events' or others in 'scores', or remove them")
      }
    }
    if plan.tolerance != nil, !metrics.contains(where: { ($0.statistic as any Statistic) is ToleranceTable }) {
      doubts.append(
        "no score takes the tolerance: name some in 'scores', such as 'pod_nearby', or remove 'tolerance'")
    }
    if !plan.scales.isEmpty, !metrics.contains(where: \.hasScale) {
      doubts.append("no score takes the scales: name some in 'scores', such as 'fss', or remove 'scales'")
    }
    return doubts
  }
}

extension Metric {
  /// Its identity with its parameter, as evaluation files and results have it: `rmse`, `pod(>=10)`.
  var name: String { threshold.map { "\(definition.id)(\($0))" } ?? definition.id }

  /// Whether it looks at neighbouring cells, which stations do not have.
  var isOfWholeFields: Bool { (statistic as any Statistic) is any FieldStatistic }
}
