import Fields
import Metrics

/// The forecasts of an event on their way into rows, curves and maps: one initial time after the other.
struct EventRun {
  private let study: CaseStudy
  /// Names of systems that don't count.
  let leftOut: Set<String>
  private(set) var rows: [ForecastOfEvent] = []
  private var curves: [Curve]
  private(set) var maps: [EventMap] = []
  private(set) var warnings: [String] = []
  private(set) var hasEnsembles = false
  private let mapping: EventMapping
  private var under: UTCTime?
  private var tallies: [Key: Part] = [:]
  private var order: [Key] = []
  private let curvePositions: [Variable: [Int32: Int]]

  /// A curve and the number of its place.
  typealias Curve = (place: Int32, curve: PlaceCurve)

  private struct Key: Hashable {
    let system: String
    let variable: Variable
    let threshold: Int
  }

  /// What is summed of one forecast.
  private struct Part {
    var tally: EventTally
    var errors: EventErrors
    var ledger = Ledger()
    /// The limits of the last pairs by place, for maps.
    var limits: [Int32: Double] = [:]
    var isEnsemble = false
  }

  init(_ study: CaseStudy, observed: [ObservedEvent], curves: [Curve], without leftOut: Set<String> = []) {
    self.study = study
    self.leftOut = leftOut
    self.curves = curves
    mapping = EventMapping(study, observed)
    var positions: [Variable: [Int32: Int]] = [:]
    for (i, curve) in curves.enumerated() { positions[curve.curve.variable, default: [:]][curve.place] = i }
    curvePositions = positions
  }

  /// Adds the forecasts of one initial and lead time; units come in their order.
  mutating func add(_ unit: EvaluationUnit) async throws {
    if under != unit.initTime { try finish() }
    under = unit.initTime
    for variable in study.plan.evaluation.variables {
      guard let pairing = study.pairings[variable], let limits = study.limits[variable] else { continue }
      for own in try await pairing.pairs(of: variable, unit, without: leftOut) {
        for (position, limit) in limits.enumerated() {
          let values = try pairing.limits(limit, for: own)
          try add(own, values, limit.threshold, position)
          if position == 0, mapping.isMapped(unit, variable) {
            maps.append(mapping.map(of: own, limits: values, limit.threshold, unit, pairing))
          }
        }
        addCurves(own)
      }
    }
  }

  private mutating func add(
    _ own: SystemPairs, _ limits: [Double], _ threshold: Threshold, _ position: Int
  ) throws {
    let key = Key(system: own.system.name, variable: own.pairs.variable, threshold: position)
    var part = tallies[key] ?? Part(tally: EventTally(threshold.comparison), errors: EventErrors(threshold.comparison))
    if tallies[key] == nil { order.append(key) }
    tallies[key] = nil
    part.ledger.merge(own.ledger)
    if own.pairs.count > 0 {
      part.tally.add(own.pairs, limits: limits)
      try part.errors.add(own.pairs, limits: limits)
      for (place, limit) in zip(own.pairs.stations, limits) { part.limits[place] = limit }
      if own.pairs.memberCount > 1 {
        part.isEnsemble = true
        hasEnsembles = true
      }
    }
    tallies[key] = part
  }

  private mutating func addCurves(_ own: SystemPairs) {
    guard let positions = curvePositions[own.pairs.variable], !positions.isEmpty else { return }
    let time = own.pairs.initTime + own.pairs.leadTime
    for (i, number) in own.pairs.stations.enumerated() {
      guard let position = positions[number] else { continue }
      let value = own.pairs.forecasts[i]
      curves[position].curve.add(value, at: time, of: own.system.name, from: own.pairs.initTime)
    }
  }

  /// The curves of each variable that are shown: those with forecasts before the others.
  var shownCurves: [PlaceCurve] {
    study.plan.evaluation.variables.flatMap { variable in
      let own = curves.map(\.curve).filter { $0.variable == variable }
      return (own.filter { !$0.forecasts.isEmpty } + own.filter(\.forecasts.isEmpty)).prefix(study.plan.curveCount)
    }
  }

  /// Makes rows of the initial time that is under way; at the end, of the last one.
  mutating func finish() throws {
    guard let initTime = under else { return }
    under = nil
    for key in order {
      guard let part = tallies[key], let pairing = study.pairings[key.variable],
        let limit = study.limits[key.variable]?[key.threshold]
      else { continue }
      var row = ForecastOfEvent(
        system: key.system, initTime: initTime, variable: key.variable, threshold: limit.threshold.description,
        tally: part.tally, ledger: part.ledger, hitPart: study.plan.hitPart, place: pairing.observed.place)
      row.values = try part.errors.scores(isEnsemble: part.isEnsemble).map { score in
        ForecastOfEvent.Value(
          part: score.part, metric: score.metric.definition.id, outcome: score.outcome,
          units: score.metric.definition.unit(for: key.variable))
      }
      row.fractionsSkill = fractionsSkill(part.tally, pairing, initTime, key.variable)
      rows.append(row)
      if key.threshold == 0, mapping.isMapped(initTime) {
        maps.append(
          mapping.map(of: part.tally, limits: part.limits, limit.threshold, key.system, key.variable, initTime, pairing)
        )
      }
    }
    tallies = [:]
    order = []
  }

  /// Of the most extreme values of each cell in the window.
  private func fractionsSkill(
    _ tally: EventTally, _ pairing: any EventPairing, _ initTime: UTCTime, _ variable: Variable
  ) -> [Int: Outcome] {
    func isEvent(_ side: EventTally.Side) -> (Int) -> Double {
      { place in
        guard place < side.extremes.count, !side.extremes[place].isNaN else { return .nan }
        return side.hasEvent(at: place) ? 1 : 0
      }
    }
    guard let rows = pairing.rows([isEvent(tally.forecast), isEvent(tally.observed)]) else { return [:] }
    let sizes = study.plan.neighbourhoods
    let fields = WholeFields(
      ScoredFields(
        variable: variable, initTime: initTime, leadTime: .zero, forecasts: rows.values[0].map { Float($0) },
        observations: rows.values[1].map { Float($0) }),
      rows: rows.rows, columns: rows.columns, weights: .cells(rows.weights))
    let outcomes = sizes.map { size in
      let score = FractionsSkillScore(EventAtScale(Threshold(.atLeast, 1), at: .cells(size)))
      return score.value(of: score.statistic.sums(of: fields, rows: 0..<rows.rows)[0])
    }
    return Dictionary(uniqueKeysWithValues: zip(sizes, outcomes))
  }
}
