import Fields
import Metrics

/// Which maps a case study has, and how they are made.
struct EventMapping {
  private let spans: [Variable: UTCTime]
  private let chosen: Set<EvaluationUnit>
  private let initTimes: Set<UTCTime>

  /// Initial times that are mapped where the plan names no lead times.
  static let usualCount = 4

  /// Maps are valid at the forecasts' time that is closest to the observed peak.
  init(_ study: CaseStudy, _ observed: [ObservedEvent]) {
    var spans: [Variable: UTCTime] = [:]
    for event in observed where spans[event.variable] == nil {
      guard let peak = event.peak else { continue }
      spans[event.variable] = Set(study.units.map(\.validTime)).min {
        (($0 - peak.time).magnitude, $0) < (($1 - peak.time).magnitude, $1)
      }
    }
    self.spans = spans
    let reaching = study.units.filter { spans.values.contains($0.validTime) }
    if let wanted = study.plan.mapLeadTimes {
      chosen = Set(reaching.filter { wanted.contains($0.leadTime) })
    } else {
      let all = Set(reaching.map(\.initTime)).sorted()
      let count = min(all.count, EventMapping.usualCount)
      let kept = Set((0..<count).map { all[count == 1 ? all.count - 1 : $0 * (all.count - 1) / (count - 1)] })
      chosen = Set(reaching.filter { kept.contains($0.initTime) })
    }
    initTimes = Set(chosen.map(\.initTime))
  }

  func isMapped(_ unit: EvaluationUnit, _ variable: Variable) -> Bool {
    spans[variable] == unit.validTime && chosen.contains(unit)
  }

  func isMapped(_ initTime: UTCTime) -> Bool { initTimes.contains(initTime) }

  /// The pairs of one valid time.
  func map(
    of own: SystemPairs, limits: [Double], _ threshold: Threshold, _ unit: EvaluationUnit, _ pairing: any EventPairing
  ) -> EventMap {
    let map = EventMap(
      system: own.system.name, variable: own.pairs.variable, threshold: threshold.description,
      initTime: unit.initTime, span: .time(unit.validTime, leadTime: unit.leadTime))
    var positions: [Int32: Int] = [:]
    for (i, place) in own.pairs.stations.enumerated() { positions[place] = i }
    return filled(
      map, own.pairs.stations.sorted(), pairing,
      forecast: { positions[$0].map { own.pairs.forecasts[$0] } ?? .nan },
      observed: { positions[$0].map { own.pairs.observations[$0] } ?? .nan },
      limit: { positions[$0].map { limits[$0] } ?? .nan })
  }

  /// The extremes of the window.
  func map(
    of tally: EventTally, limits: [Int32: Double], _ threshold: Threshold, _ system: String, _ variable: Variable,
    _ initTime: UTCTime, _ pairing: any EventPairing
  ) -> EventMap {
    let map = EventMap(
      system: system, variable: variable, threshold: threshold.description, initTime: initTime, span: .window)
    func extreme(_ side: EventTally.Side, _ place: Int32) -> Double {
      Int(place) < side.extremes.count ? side.extremes[Int(place)] : .nan
    }
    return filled(
      map, tally.places.map(Int32.init), pairing, forecast: { extreme(tally.forecast, $0) },
      observed: { extreme(tally.observed, $0) }, limit: { limits[$0] ?? .nan })
  }

  private func filled(
    _ map: EventMap, _ places: [Int32], _ pairing: any EventPairing, forecast: (Int32) -> Double,
    observed: (Int32) -> Double, limit: (Int32) -> Double
  ) -> EventMap {
    var map = map
    guard let raster = pairing.raster({ forecast(Int32($0)) }) else {
      map.points = places.map {
        EventMap.Point(
          place: pairing.observed.place($0), forecast: forecast($0), observed: observed($0), limit: limit($0))
      }
      return map
    }
    map.forecast = raster
    map.observed = pairing.raster { observed(Int32($0)) }
    map.limit = pairing.raster { limit(Int32($0)) }
    return map
  }
}
