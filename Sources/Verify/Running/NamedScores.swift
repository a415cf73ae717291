import Fields
import Metrics

/// Reads the names of scores of an evaluation: `rmse`, `pod`, `pod(>=10 m/s)`, `events`.
struct NamedScores {
  typealias Choice = ScoreSelection.Choice

  let variables: [Variable]
  let thresholds: [Variable: [Threshold]]
  let tolerance: EventTolerance?
  let scales: [FieldScale]

  /// What a name stands for, by variable in the order of the plan.
  func choices(named name: String) throws(VerifyError) -> [(Variable, [Choice])] {
    let choices = try found(named: name)
    let metrics = choices.flatMap { $0.1.map(\.metric) }
    if metrics.contains(where: { ($0.statistic as any Statistic).columns.contains(.lowerLimit) }) {
      throw VerifyError(
        "'\(name)' needs forecasts of intervals, which no file of forecasts gives",
        suggestion: "Of an ensemble score the quantiles, as in 'ensemble_quantile_score(0.05)'.")
    }
    return choices
  }

  private func found(named name: String) throws(VerifyError) -> [(Variable, [Choice])] {
    if let group = ScoreGroup(rawValue: name) { return try choices(of: group) }
    if let metric = Metrics.Catalogue.metric(id: name), metric.threshold == nil {
      let own = variables.filter { WindScores.apply(metric, to: $0) }
      return (own.isEmpty ? variables : own).map { ($0, [Choice(metric: metric)]) }
    }
    let id = String(name.prefix { $0 != "(" })
    guard let example = Metrics.Catalogue.example(of: id) else { throw unknown(name, id) }
    if name == id, example.eventThreshold != nil { return try overThresholds(id, example) }
    return try ofParameter(name, id, example)
  }

  // MARK: - Groups

  private func choices(of group: ScoreGroup) throws(VerifyError) -> [(Variable, [Choice])] {
    if group.needsThresholds, thresholds.isEmpty { throw noThresholds("the scores of '\(group.rawValue)'", "pod") }
    return variables.map { variable in
      if WindScores.isWind(variable) {
        return (variable, group == .usual ? ([PairCount()] + WindScores.usual).map { Choice(metric: $0) } : [])
      }
      var choices = group.metrics.map { metric in
        Choice(metric: metric, needsEnsemble: group == .usual && metric.statistic is EnsembleMoments)
      }
      for threshold in thresholds[variable] ?? [] {
        for (ids, needsEnsemble) in [(group.eventIDs, false), (group.probabilityIDs, true)] {
          choices += ids.compactMap { id in
            Metrics.Catalogue.metric(id: id, at: threshold).map { Choice(metric: $0, needsEnsemble: needsEnsemble) }
          }
        }
      }
      return (variable, choices)
    }
  }

  // MARK: - Events

  /// A score of events without a threshold: it takes those of each variable.
  private func overThresholds(_ id: String, _ example: any Metric) throws(VerifyError) -> [(Variable, [Choice])] {
    if thresholds.isEmpty { throw noThresholds("'\(id)' is a score of events, and", id) }
    return try variables.map { variable throws(VerifyError) in
      (
        variable,
        try (thresholds[variable] ?? []).map { threshold throws(VerifyError) in
          try events(id, "\(threshold)", example).map { Choice(metric: $0) }
        }.flatMap { $0 }
      )
    }
  }

  private func noThresholds(_ what: String, _ id: String) -> VerifyError {
    let variable = variables.first { !WindScores.isWind($0) } ?? .windSpeed10m
    let example = PlannedThreshold.example(of: variable)
    return VerifyError(
      what.hasPrefix("'") ? "\(what) the evaluation has no threshold" : "\(what) need thresholds, and there are none",
      suggestion: "Add them by variable, as in 'thresholds: {\(variable): [\">= \(example)\"]}', or name a score with "
        + "one, as in \"\(id)(>= \(example))\".")
  }

  /// The scores of events by the text of a threshold in the canonical unit: one, or one for each scale.
  private func events(_ id: String, _ parameter: String, _ example: any Metric) throws(VerifyError) -> [any Metric] {
    guard example.hasScale, !parameter.contains(" at ") else {
      return [try event(id, parameter, example)]
    }
    guard !scales.isEmpty else {
      throw VerifyError(
        "'\(id)' needs a scale, and there is none",
        suggestion: "Set 'scales' in the evaluation, as in [25km, 100km] or [5 cells], or name one, as in "
          + "\"\(id)(\(parameter) at 50km)\".")
    }
    return try scales.map { scale throws(VerifyError) in try event(id, "\(parameter) at \(scale)", example) }
  }

  /// A score of events by the text of its threshold in the canonical unit.
  private func event(_ id: String, _ parameter: String, _ example: any Metric) throws(VerifyError) -> any Metric {
    guard example.statistic is ToleranceTable else {
      guard let metric = Metrics.Catalogue.metric(id: id, parameter: parameter) else {
        throw unreadable("\(id)(\(parameter))", id, example)
      }
      return metric
    }
    if let metric = Metrics.Catalogue.metric(id: id, parameter: parameter) {
      guard let event = (metric.statistic as? ToleranceTable)?.event, event.tolerance != tolerance else {
        return metric
      }
      throw VerifyError(
        "'\(metric.name)' is within \(event.tolerance), the evaluation within \(tolerance?.description ?? "nothing")",
        suggestion: "Name '\(id)(\(event.threshold))' and set 'tolerance', as in {time: 3h, distance: 50km}.")
    }
    guard let tolerance else {
      throw VerifyError(
        "'\(id)(\(parameter))' needs a tolerance",
        suggestion: "Set 'tolerance' in the evaluation, as in {time: 3h, distance: 50km}.")
    }
    guard let metric = Metrics.Catalogue.metric(id: id, parameter: "\(parameter) within \(tolerance)") else {
      throw unreadable("\(id)(\(parameter))", id, example)
    }
    return metric
  }

  // MARK: - Parameters

  /// A score with its parameter: of the variables that can be measured in the parameter's unit.
  private func ofParameter(
    _ name: String, _ id: String, _ example: any Metric
  ) throws(VerifyError) -> [(Variable, [Choice])] {
    guard name.hasSuffix(")"), name != id else { throw unreadable(name, id, example) }
    let parameter = String(name.dropFirst(id.count + 1).dropLast())
    // A unit stands behind the limit, and a tolerance or a scale behind that.
    let suffix = [" within ", " at "].compactMap { parameter.firstRange(of: $0) }.first
    let limit = String(suffix.map { parameter[..<$0.lowerBound] } ?? parameter[...])
    let rest = suffix.map { String(parameter[$0.lowerBound...]) } ?? ""
    if let metrics = try? events(id, limit + rest, example) {
      return try metrics.map { metric throws(VerifyError) in try ofNumbers(metric, name) }.flatMap { $0 }
    }
    let parts = UnitText(limit)
    return try events(id, parts.numbers + rest, example).map { metric throws(VerifyError) in
      try ofUnit(parts, metric, name, id, example)
    }.flatMap { $0 }
  }

  /// A score whose parameter has a unit: of the variables that can be measured in it.
  private func ofUnit(
    _ parts: UnitText, _ metric: any Metric, _ name: String, _ id: String, _ example: any Metric
  ) throws(VerifyError) -> [(Variable, [Choice])] {
    if let unknown = parts.unknownUnit {
      throw VerifyError("'\(unknown)' in '\(name)' is no unit that is known", suggestion: suggestion(id, example))
    }
    guard let unit = parts.unit, metric.hasMeasuredParameter else { throw unreadable(name, id, example) }
    let fitting = variables.filter { WindScores.apply(metric, to: $0) && unit.conversion(to: $0.unit) != nil }
    guard !fitting.isEmpty else {
      let units = variables.map { "\($0) in \($0.unit)" }.joined(separator: ", ")
      throw VerifyError(
        "'\(name)' is in \(unit), and no variable of the evaluation is measured so: it has \(units)",
        suggestion: "Write the limit in the unit of the variable that is meant.")
    }
    let converted = fitting.compactMap { variable in
      unit.conversion(to: variable.unit).flatMap { metric.convertingParameter($0) }.map {
        (variable, [Choice(metric: $0)])
      }
    }
    guard converted.count == fitting.count else {
      throw VerifyError(
        "the limits of '\(name)' are too large or too near to one another in the unit of its variable",
        suggestion: suggestion(id, example))
    }
    return converted
  }

  /// A parameter without a unit is in that of its variables, which then must have one in common.
  private func ofNumbers(_ metric: any Metric, _ name: String) throws(VerifyError) -> [(Variable, [Choice])] {
    let own = variables.filter { WindScores.apply(metric, to: $0) }
    let fitting = own.isEmpty ? variables : own
    guard metric.hasMeasuredParameter, Set(fitting.map(\.unit)).count > 1 else {
      return fitting.map { ($0, [Choice(metric: metric)]) }
    }
    let units = fitting.map { "\($0) in \($0.unit)" }.joined(separator: ", ")
    throw VerifyError(
      "'\(name)' does not say its unit, and the evaluation has \(units)",
      suggestion:
        "Write the unit behind the limit, as in \"pod(>= \(PlannedThreshold.example(of: fitting[0])))\", or give "
        + "each variable its 'thresholds'.")
  }

  // MARK: - Errors

  private func unreadable(_ name: String, _ id: String, _ example: any Metric) -> VerifyError {
    VerifyError(
      "'\(name)' lacks the parameter of \(id), or has one that can't be read", suggestion: suggestion(id, example))
  }

  private func suggestion(_ id: String, _ example: any Metric) -> String {
    if let parameter = (example as? any ParametricMetric)?.parameter as? any CodedAsText {
      return "It takes \(type(of: parameter).expectedText), as in '\(example.name)'."
    }
    return "Name it with one, as in '\(example.name)'; `verify scores --list \(id)` says what it takes."
  }

  private func unknown(_ name: String, _ id: String) -> VerifyError {
    let groups = ScoreGroup.allCases.map(\.rawValue)
    return VerifyError(
      "no score is called '\(name)'",
      suggestion: VerifyError.nearestScore(to: id, orAmong: groups).map { "Did you mean '\($0)'?" }
        ?? "See `verify scores --list`; groups are \(groups.joined(separator: ", ")).")
  }
}

extension VerifyError {
  /// That no score has an identity, with the nearest that one has.
  public static func unknownScore(_ id: String) -> VerifyError {
    VerifyError(
      "no score is called '\(id)'",
      suggestion: nearestScore(to: id).map { "Did you mean '\($0)'?" } ?? "See all with `verify scores --list`.")
  }

  /// The identity of the score that is meant, by its identity or by another name that people have for it.
  fileprivate static func nearestScore(to text: String, orAmong others: [String] = []) -> String? {
    let folded = text.lowercased().replacing("_", with: " ")
    let synonyms = Metrics.Catalogue.definitions.filter { definition in
      ([definition.name, definition.symbol] + definition.synonyms).contains { $0.lowercased() == folded }
    }
    return synonyms.map(\.id).min { ($0.count, $0) < ($1.count, $1) }
      ?? nearestName(to: text, among: Metrics.Catalogue.definitions.map(\.id) + others)
  }
}
