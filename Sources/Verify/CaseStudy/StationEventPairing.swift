import Fields
import Metrics
import Stations

/// Forecasts of an event at the stations of its region.
struct StationEventPairing: EventPairing {
  let evaluation: Evaluation
  let stations: ObservedStations

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    stations = ObservedStations(
      evaluation.reports, evaluation.plan.matching, stations: evaluation.plan.observations.stations,
      register: evaluation.register)
  }

  var observed: any ObservedPlaces { stations }

  func pairs(
    of variable: Variable, _ unit: EvaluationUnit, without leftOut: Set<String>
  ) async throws -> [SystemPairs] {
    let candidates = try await evaluation.worker.supply.supply(of: variable, at: unit.validTime).candidates
    var matched: [(system: ScoredSystem, match: Match)] = []
    var read: [Int: Forecast] = [:]
    for system in evaluation.systems where system.isOf(variable, unit.initTime, without: leftOut) {
      var match: Match?
      if system.keys.contains(ForecastKey(variable, initTime: unit.initTime, leadTime: unit.leadTime)) {
        var forecast = read[system.planned]
        if forecast == nil {
          forecast = try await system.source.forecast(variable, from: unit.initTime, at: unit.leadTime)
        }
        read[system.planned] = forecast
        match = try system.match(with: candidates) { _ in forecast }
      }
      let none = Match.none(
        of: candidates, initTime: unit.initTime, leadTime: unit.leadTime, because: .missingForecast)
      matched.append((system, match ?? none))
    }
    let isCommon = evaluation.plan.matching.pairing == .common
    return matched.map { system, match in
      var ledger = match.ledger(of: candidates)
      var positions = match.fates.indices.filter { match.fates[$0] == nil }
      var pairs = match.pairs
      if isCommon {
        pairs = match.common(with: matched.map(\.match))
        positions = positions.filter { candidate in matched.allSatisfy { $0.match.fates[candidate] == nil } }
        ledger.withdraw(match.pairs.count - pairs.count, as: .notCommon)
      }
      pairs.stations = stations.stationPlaces.places(of: pairs.stations)
      return SystemPairs(system: system, pairs: pairs, ledger: ledger, candidates: candidates.selecting(positions))
    }
  }

  func limits(_ limits: EventLimits, for pairs: SystemPairs) throws -> [Double] {
    guard let candidates = pairs.candidates else { return [] }
    return try limits.limits(at: candidates, candidates.validTime)
  }

  func raster(_ values: (Int) -> Double) -> EventRaster? { nil }
  func rows(_ values: [(Int) -> Double]) -> EventRows? { nil }
}

extension ScoredSystem {
  /// Whether it counts, and has any forecast of a variable that was made at an initial time.
  func isOf(_ variable: Variable, _ initTime: UTCTime, without leftOut: Set<String>) -> Bool {
    !leftOut.contains(name) && isScored(in: variable) && holds(initTime, variable)
  }

  /// Whether it holds any forecast of a variable that was made at an initial time.
  func holds(_ initTime: UTCTime, _ variable: Variable) -> Bool {
    keys.contains { $0.initTime == initTime && $0.variable == variable }
  }
}
