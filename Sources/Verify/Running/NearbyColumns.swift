import Fields
import Metrics
import Stations

/// The greatest and least forecasts and observations within the evaluation's tolerance of each pair.
///
/// Near in time are the lead times of the same initial time, no further than the tolerance, that every system holds which
/// holds the pair's own: systems with steps of different length meet the same times. The range of lead times that the
/// evaluation asks for does not bound them; what systems hold does. Near in place are the stations no further than the
/// distance, the pair's own included.
///
/// A forecast is taken at the pair's own station and at those where every system has a pair at the valid time, so that none
/// has more places than another; an observation from every report that stands at the valid times. What is missing counts
/// for nothing; the pair's own values are always there.
struct NearbyColumns: ColumnSource {
  let tolerance: EventTolerance
  let supply: CandidateSupply
  let neighbours: StationNeighbours

  init(_ tolerance: EventTolerance, _ supply: CandidateSupply, _ register: StationRegister) {
    self.tolerance = tolerance
    self.supply = supply
    neighbours = StationNeighbours(within: tolerance.distance, of: register)
  }

  func columns(for request: ColumnRequest) async throws -> [PairColumn: [Double]] {
    let known: Set<PairColumn> = [
      .greatestForecastNearby, .leastForecastNearby, .greatestObservationNearby, .leastObservationNearby,
    ]
    guard !known.isDisjoint(with: request.wanted) else { return [:] }
    let leads = leadTimes(near: request.unit, of: request.variable, in: request.systems.map(\.system))
    var forecasts = StationExtremes()
    var sharedForecasts = StationExtremes()
    var observations = StationExtremes()
    let stations = request.candidates.stationIndex
    let holders = request.systems.filter { system in
      system.system.heldLeadTimes.of(request.variable, from: request.unit.initTime).contains(request.unit.leadTime)
    }
    let isShared = stations.indices.map { candidate in holders.allSatisfy { $0.match.fates[candidate] == nil } }
    for leadTime in leads {
      let match = try await self.match(request, at: leadTime)
      var pair = 0
      for (candidate, fate) in match.fates.enumerated() where fate == nil {
        forecasts.add(match.pairs.forecasts[pair], at: stations[candidate])
        if isShared[candidate] { sharedForecasts.add(match.pairs.forecasts[pair], at: stations[candidate]) }
        pair += 1
      }
      let reports = try await supply.supply(of: request.variable, at: request.unit.initTime + leadTime).candidates
      for (station, value) in zip(reports.stationIndex, reports.values) { observations.add(value, at: station) }
    }
    let near = neighbours.all()
    let places = request.pairs.stations.map { (own: $0, near: near[Int($0)]) }
    return [
      .greatestForecastNearby: places.map {
        Double.maximum(forecasts.greatest([$0.own]), sharedForecasts.greatest($0.near))
      },
      .leastForecastNearby: places.map { Double.minimum(forecasts.least([$0.own]), sharedForecasts.least($0.near)) },
      .greatestObservationNearby: places.map { observations.greatest($0.near) },
      .leastObservationNearby: places.map { observations.least($0.near) },
    ]
  }

  /// What decides the columns of a unit beside the unit's own forecasts and reports.
  func identity(of unit: EvaluationUnit, _ variable: Variable, _ systems: [ScoredSystem]) async throws -> String {
    var text = ""
    for leadTime in leadTimes(near: unit, of: variable, in: systems) where leadTime != unit.leadTime {
      text += "\(leadTime) \(try await supply.supply(of: variable, at: unit.initTime + leadTime).digest) "
    }
    return text
  }

  /// In order, the unit's own among them.
  private func leadTimes(near unit: EvaluationUnit, of variable: Variable, in systems: [ScoredSystem]) -> [TimeSpan] {
    let held = systems.map { $0.heldLeadTimes.of(variable, from: unit.initTime) }.filter { $0.contains(unit.leadTime) }
    let common = held.dropFirst().reduce(held.first ?? []) { $0.intersection($1) }
    return common.union([unit.leadTime]).filter { ($0 - unit.leadTime).magnitude <= tolerance.time }.sorted()
  }

  private func match(_ request: ColumnRequest, at leadTime: TimeSpan) async throws -> Match {
    guard leadTime != request.unit.leadTime else { return request.systems[request.position].match }
    let initTime = request.unit.initTime
    let candidates = request.candidates.valid(at: initTime + leadTime)
    let parts = WindVariables.parts(of: request.variable)
    let forecasts = try await request.system.source.forecasts(parts, from: initTime, at: leadTime)
    return try request.system.match(with: candidates) { part in forecasts.first { $0.variable == part } }
      ?? .none(of: candidates, initTime: initTime, leadTime: leadTime, because: .missingForecast)
  }
}

/// The greatest and least value of each station, by its number.
private struct StationExtremes {
  private var extremes: [Int32: ClosedRange<Double>] = [:]

  mutating func add(_ value: Double, at station: Int32) {
    guard !value.isNaN else { return }
    guard let known = extremes[station] else {
      extremes[station] = value...value
      return
    }
    if !known.contains(value) { extremes[station] = min(known.lowerBound, value)...max(known.upperBound, value) }
  }

  /// Among some stations; NaN where none has a value.
  func greatest(_ stations: [Int32]) -> Double { stations.compactMap { extremes[$0]?.upperBound }.max() ?? .nan }
  func least(_ stations: [Int32]) -> Double { stations.compactMap { extremes[$0]?.lowerBound }.min() ?? .nan }
}
