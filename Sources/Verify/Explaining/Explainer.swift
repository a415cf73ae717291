public import Fields
import Foundation
import Metrics
import Stations

/// Tells how single pairs of a finished evaluation came about, by matching them again from the recorded plan
/// and its inputs, through the code that a run goes through.
public struct Explainer: Sendable {
  let evaluation: Evaluation
  /// What differs from the inputs of the run.
  public let warnings: [String]

  /// An explainer of an evaluation that is open already.
  public init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    warnings = []
  }

  /// Opens the inputs of a finished evaluation again.
  ///
  /// Throws where the evaluation was not run from a file, or an input is gone.
  public init(_ results: ResultsDatabase) async throws {
    guard let text = try results.fact("plan"), let path = try results.fact("plan file"), !path.isEmpty else {
      throw VerifyError(
        file: results.url.path, "the results do not say which evaluation file they come from",
        suggestion: "Run the evaluation again with `verify run`.")
    }
    let plan = try EvaluationPlan(yaml: text, file: URL(filePath: path))
    evaluation = try await Evaluation(plan)
    let known = try results.knownInputs()
    let now = try evaluation.header(known: known).inputs
    warnings = known.filter { !now.contains(where: $0.hasContent) }
      .map { "\($0.path) of \($0.role) is not what it was in the run" }
  }

  /// The stories of a station at a valid time: one for each system, variable and initial time that is valid then; of a
  /// wind vector one for each component.
  ///
  /// A station that does not report then has the story of that. Throws where the run holds nothing at that
  /// time, or no such system or variable, or where no report at any of its valid times is of the station.
  public func stories(
    station: String, validTime: UTCTime, system: String? = nil, variable: Variable? = nil
  ) async throws -> [PairStory] {
    guard evaluation.fields == nil else {
      throw VerifyError(
        "the evaluation is against an analysis, and a station has no story", suggestion: "Name a point with --at.")
    }
    let units = try units(at: validTime)
    try refuseUnknown(system: system)
    let variables = try variables(variable)
    var stories: [PairStory] = []
    var isKnown = false
    for variable in variables {
      for part in WindVariables.parts(of: variable) {
        let inquiry = try await Inquiry(station, variable, part, validTime, evaluation)
        isKnown = isKnown || !inquiry.reports.isEmpty
        for unit in units { stories += try await inquiry.stories(unit, evaluation, of: system) }
      }
    }
    if !isKnown { try await refuseUnknown(station, variables) }
    return stories
  }

  /// The units that are valid at a time. Throws where there are none.
  func units(at validTime: UTCTime) throws -> [EvaluationUnit] {
    let units = evaluation.units.filter { $0.validTime == validTime }
    guard !units.isEmpty else { throw nothingValid(at: validTime) }
    return units
  }

  /// One variable of the evaluation, or all. Throws where it is none of them.
  func variables(_ variable: Variable?) throws -> [Variable] {
    let variables = evaluation.plan.variables.filter { variable == nil || $0 == variable }
    guard !variables.isEmpty else {
      let known = evaluation.plan.variables.map(\.description).joined(separator: ", ")
      throw VerifyError(
        "the evaluation does not score \(variable?.description ?? "")", suggestion: "It scores \(known).")
    }
    return variables
  }

  /// Throws where no system has a name.
  func refuseUnknown(system: String?) throws {
    let names = evaluation.systems.map(\.name)
    guard let system, !names.contains(system) else { return }
    throw VerifyError("no system is called '\(system)'", suggestion: "There are \(names.joined(separator: ", ")).")
  }

  /// Throws where a station is in no report of the evaluation, with the name that is meant by it perhaps.
  private func refuseUnknown(_ station: String, _ variables: [Variable]) async throws {
    let id = StationIdentifier.wmo(station)
    var known: Set<String> = []
    for validTime in Set(evaluation.units.map(\.validTime)).sorted() {
      for variable in variables {
        let reports = try await evaluation.worker.supply.reports(of: variable, at: validTime)
        known.formUnion(reports.stations.map { StationIdentifier.wmo($0.id) })
      }
      if known.contains(id) { return }
    }
    throw VerifyError(
      "no report of \(variables.map(\.description).joined(separator: ", ")) in the evaluation is of a station "
        + "'\(station)'",
      suggestion: nearestName(to: id, among: known.sorted()).map { "Did you mean '\($0)'?" }
        ?? "\(known.count) stations report, such as \(known.sorted().prefix(3).joined(separator: ", ")).")
  }

  private func nothingValid(at time: UTCTime) -> VerifyError {
    let times = Set(evaluation.units.map(\.validTime)).sorted()
    let nearest = times.min { ($0 - time).magnitude < ($1 - time).magnitude }
    return VerifyError(
      "no forecast of the evaluation is valid at \(time.shortDescription)",
      suggestion: nearest.map { "The nearest valid time is \($0)." })
  }
}

/// What is known of one station, variable and valid time before forecasts are looked at.
private struct Inquiry {
  let station: String
  /// As it is scored.
  let variable: Variable
  /// What the story is of: the variable, or a component of it.
  let part: Variable
  let reports: [PairStory.Report]
  let place: Station?
  /// The one candidate of the station; none where no report stands.
  let candidates: Candidates
  /// Why no report stands.
  let rejection: RejectionReason?

  init(
    _ station: String, _ variable: Variable, _ part: Variable, _ validTime: UTCTime, _ evaluation: Evaluation
  ) async throws {
    let supply = evaluation.worker.supply
    let stored = try await supply.reports(of: variable, at: validTime)
    let outcomes = supply.selection.outcomes(of: stored, at: validTime)
    let id = StationIdentifier.wmo(station)
    let rows = (0..<stored.count).filter {
      StationIdentifier.wmo(stored.stations[Int(stored.stationIndex[$0])].id) == id && outcomes[$0] != .notCandidate
    }
    self.station = station
    self.variable = variable
    self.part = part
    let isNorthward = part.quantity == .northwardWind && part != variable
    let values = isNorthward ? stored.northwardValues : stored.values
    reports = rows.map { row in
      PairStory.Report(
        validTime: stored.validTimes[row], value: values[row].isNaN ? nil : values[row],
        source: stored.sources[Int(stored.sourceIndex[row])], quality: "\(stored.qualities[row])",
        outcome: outcomes[row].text)
    }
    let standing = rows.first { outcomes[$0] == .stands } ?? rows.first
    place = standing.map { stored.stations[Int(stored.stationIndex[$0])] }
    let whole = try await supply.supply(of: variable, at: validTime).candidates.only(id)
    let components = WindVariables(variable).map(whole.components)
    candidates = components.map { isNorthward ? $0.northward : $0.eastward } ?? whole
    rejection =
      rows.compactMap { row -> RejectionReason? in
        if case .rejected(let reason) = outcomes[row] { reason } else { nil }
      }.first
  }

  func stories(_ unit: EvaluationUnit, _ evaluation: Evaluation, of name: String?) async throws -> [PairStory] {
    let systems = evaluation.systems.filter { $0.isScored(in: variable) }
    var matched: [(system: ScoredSystem, forecast: Forecast?, match: Match)] = []
    for system in systems {
      let held = system.keys.contains(ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime))
      let forecast = held ? try await system.source.forecast(part, from: unit.initTime, at: unit.leadTime) : nil
      let match =
        try forecast.map { try system.matcher.match($0, with: candidates) }
        ?? .none(of: candidates, initTime: unit.initTime, leadTime: unit.leadTime, because: .missingForecast)
      matched.append((system, forecast, match))
    }
    return try matched.filter { name == nil || $0.system.name == name }.map { system, forecast, match in
      var story = PairStory(
        system: system.name, variable: part, initTime: unit.initTime, leadTime: unit.leadTime, station: station,
        coordinate: place?.coordinate, elevation: place?.elevation, reports: reports,
        forecastOrigin: forecast?.origin, cells: [], forecast: match.pairs.forecasts.first,
        members: match.pairs.members, observation: candidates.values.first,
        rejection: candidates.count == 0 ? rejection : match.fates.first ?? nil,
        lackedBy: candidates.count == 0
          ? [] : matched.filter { $0.match.pairs.count == 0 && $0.system.name != system.name }.map(\.system.name))
      if let forecast { try system.matcher.tell(of: forecast, with: candidates, in: &story) }
      return story
    }
  }
}

extension ReportOutcome {
  fileprivate var text: String {
    switch self {
    case .notCandidate: "no candidate"
    case .rejected(let reason): "rejected: \(reason.rawValue)"
    case .stands: "stands for the station"
    }
  }
}
