import Fields
public import Metrics

extension ResultsDatabase {
  /// The statistics that a gate with a policy needs, to be kept as a reference.
  ///
  /// Throws where the run was not finished, has no pairs, or lacks what the policy names.
  public func gateReference(_ policy: GatePolicy, pairing: Matching.Pairing? = nil) throws -> GateReference {
    try refuseUnfinished()
    let pairing = try pairing ?? plannedPairing()
    let scorer = try scorer(pairing)
    let targets = try policy.targets(scorer, systems: try systems())
    var series: [[String]: GateReference.Series] = [:]
    for target in targets {
      let sums = try scorer.sums(of: target)
      guard sums.values.contains(where: { $0.n > 0 }) else {
        throw VerifyError(
          file: url.path, "there is no pair of \(target.comparison.name)",
          suggestion: "A reference without pairs could not be compared with.")
      }
      let key = target.place
      series[
        key,
        default: GateReference.Series(
          system: key[0], variable: key[1], stratum: key[2], leadTimes: key[3], statistic: key[4], scores: [],
          sums: Dictionary(uniqueKeysWithValues: sums.map { ($0.key.description, GateReference.Series.text($0.value)) })
        )
      ].scores.append(target.metric.name)
    }
    return GateReference(
      title: try fact("title") ?? "", pairs: pairing.rawValue, settings: try gateSettings(), inputs: try gateInputs(),
      definitions: Dictionary(targets.map { ($0.metric.definition.id, $0.metric.definition.formula) }) { first, _ in
        first
      }, series: Array(series.values))
  }

  /// Compares the evaluation with a reference, score by score, paired by initial time.
  ///
  /// What can't be compared is in the record, with the reason. Throws where the results can't be read, or lack what the
  /// policy names.
  public func gate(
    against reference: GateReference, _ policy: GatePolicy, named name: String, pairing: Matching.Pairing? = nil
  ) throws -> GateRecord {
    try refuseUnfinished()
    let pairing = try pairing ?? plannedPairing()
    let scorer = try scorer(pairing)
    var rule = policy.rule
    rule.method = policy.methodID.flatMap(SignificanceMethod.init(id:)) ?? scorer.significance.method
    if rule.method == .twoWay { rule.method = .automatic }
    var record = GateRecord(
      title: try fact("title") ?? "", reference: "\(name), made by verify \(reference.verify)", rule: rule)
    let targets = try policy.targets(scorer, systems: try systems())
    record.problems = try problems(reference, pairing, policy, targets)
    guard record.problems.isEmpty else { return record }
    record.notes = try notes(reference)
    let known = Dictionary(reference.series.map { ($0.order, $0) }) { first, _ in first }
    for target in targets {
      var comparison = target.comparison
      try GateCheck(policy: policy, rule: rule)
        .compare(target, try scorer.sums(of: target), known[target.place], into: &comparison)
      record.comparisons.append(comparison)
    }
    record.comparisons += lost(reference, policy, targets)
    rule.judge(&record.comparisons)
    return record
  }

  private func refuseUnfinished() throws {
    guard try isFinished() else {
      throw VerifyError(
        file: url.path, "the run of these results was stopped before its end",
        suggestion: "Finish it with `verify run`, so that all of it is compared.")
    }
  }

  // MARK: - What is compared

  private func problems(
    _ reference: GateReference, _ pairing: Matching.Pairing, _ policy: GatePolicy, _ targets: [GateTarget]
  ) throws -> [String] {
    var problems: [String] = []
    if reference.pairs != pairing.rawValue {
      problems.append("the reference is of \(reference.pairs) pairs, the evaluation of \(pairing.rawValue) ones")
    }
    let settings = try gateSettings()
    let strata = Set(policy.strata.map { "stratum \($0)" })
    for name in Set(settings.keys).union(reference.settings.keys).sorted() {
      // Another stratum than those that are compared may have changed.
      if name.hasPrefix("stratum "), !strata.contains(name) { continue }
      let (old, new) = (reference.settings[name] ?? "not set", settings[name] ?? "not set")
      if old != new { problems.append("\(name): \(old) in the reference, \(new) in the evaluation") }
    }
    let inputs = try gateInputs()
    for name in reference.changedInputs(inputs) where !ResultsDatabase.isOfPairs(name) {
      problems.append("\(name) is not that of the reference")
    }
    var seen: Set<String> = []
    for definition in targets.map(\.metric.definition) where seen.insert(definition.id).inserted {
      guard let old = reference.definitions[definition.id], old != definition.formula else { continue }
      problems.append("\(definition.id) was \(old) and is \(definition.formula)")
    }
    return problems
  }

  private func notes(_ reference: GateReference) throws -> [String] {
    let changed = reference.changedInputs(try gateInputs()).filter(ResultsDatabase.isOfPairs)
    guard let first = changed.first else { return [] }
    let more = changed.count > 1 ? " and \(changed.count - 1) more" : ""
    return [
      "not the files of the reference: \(first)\(more). Each initial time is compared only where it has as many pairs "
        + "and the same mean observation"
    ]
  }

  /// Whether a file holds one side of the pairs, whose sums tell whether they are the same.
  private static func isOfPairs(_ input: String) -> Bool {
    input.hasPrefix("observations ") || input.hasPrefix("analysis ")
  }

  /// What the reference has and the evaluation has not.
  private func lost(_ reference: GateReference, _ policy: GatePolicy, _ targets: [GateTarget]) -> [GateComparison] {
    let held = Set(targets.map { $0.place + [$0.metric.name] })
    var lost: [GateComparison] = []
    for series in reference.series {
      for score in series.scores where policy.takes(series, score: score) && !held.contains(series.order + [score]) {
        guard let variable = Variable(series.variable), let metric = Metrics.Catalogue.metric(id: score) else {
          continue
        }
        var comparison = GateComparison(
          system: series.system, variable: variable, stratum: series.stratum, leadTimes: series.leadTimes,
          score: score, definition: metric.definition, units: metric.definition.unit(for: variable))
        comparison.verdict = .incomparable("the evaluation does not have it, and the reference does")
        lost.append(comparison)
      }
    }
    return lost
  }

  /// Those that decide which pairs there are.
  private func gateSettings() throws -> [String: String] {
    let rows = try storedSettings().filter { setting in
      !["variables", "statistics", "maps"].contains(setting.name) && !setting.name.hasPrefix("statistics of ")
        && !setting.name.hasPrefix("forecast ") && !setting.name.hasPrefix("thresholds of ")
    }
    return Dictionary(rows.map { ($0.name, $0.value) }) { first, _ in first }
  }

  private func gateInputs() throws -> [String: String] {
    let roles = ["observations", "analysis", "climatology", "station list", "land mask of strata"]
    return Dictionary(
      try knownInputs().filter { roles.contains($0.role) }.map { ("\($0.role) \($0.path)", $0.sha256) }
    ) { first, _ in first }
  }
}
