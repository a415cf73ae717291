import Fields
import Metrics

/// What was observed of an event in one variable: how far it reached, its peak, and the places to look at.
struct EventSurvey {
  /// One for each threshold.
  private(set) var events: [ObservedEvent] = []
  /// Of the most extreme places, without forecasts.
  private(set) var curves: [EventRun.Curve] = []

  /// More places than are shown are kept, since no forecast may be of some.
  static let spare = 4

  /// The extremes of one place.
  private struct Extreme {
    var value: Double
    var limit: Double
  }

  /// Reads what was observed twice: for the extremes, and for the curves of the places that have them.
  init(of variable: Variable, _ limits: [EventLimits], _ places: any ObservedPlaces, _ plan: EventPlan) async throws {
    let times = try await places.times(of: variable, from: plan.from, through: plan.through)
    var tallies = limits.map { ObservedTally(variable, $0.threshold) }
    var extremes: [Int32: Extreme] = [:]
    for time in times {
      guard let observed = try await places.values(of: variable, at: time) else { continue }
      for (i, own) in limits.enumerated() {
        let values = try places.limits(own, for: observed)
        tallies[i].add(observed, limits: values)
        guard i == 0 else { continue }
        for (k, place) in observed.places.enumerated() where !values[k].isNaN {
          let (value, known) = (observed.values[k], extremes[place])
          let isBeyond = known.map { own.threshold.isUpper ? value > $0.value : value < $0.value } ?? true
          if isBeyond { extremes[place] = Extreme(value: value, limit: values[k]) }
        }
      }
    }
    events = tallies.map { $0.event(places) }
    guard let threshold = limits.first?.threshold else { return }
    let ranked = extremes.sorted { a, b in
      let (x, y) = (a.value.value, b.value.value)
      return x == y ? a.key < b.key : threshold.isUpper ? x > y : x < y
    }
    var chosen: [Int32] = []
    for (place, _) in ranked where chosen.count < plan.curveCount * EventSurvey.spare {
      if EventSurvey.isApart(place, from: chosen, places) { chosen.append(place) }
    }
    let positions = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, $0) })
    curves = chosen.map { place in
      var curve = PlaceCurve(variable: variable, place: places.place(place))
      curve.limit = extremes[place]?.limit
      return (place, curve)
    }
    for time in times {
      guard let observed = try await places.values(of: variable, at: time) else { continue }
      for (place, value) in zip(observed.places, observed.values) {
        guard let position = positions[place] else { continue }
        curves[position].curve.times.append(time)
        curves[position].curve.values.append(value)
      }
    }
  }

  /// Neighbouring cells have the same curve, so that cells are some way apart.
  private static func isApart(_ place: Int32, from others: [Int32], _ places: any ObservedPlaces) -> Bool {
    guard let area = places.area(of: place) else { return true }
    let reach = 8 * area.squareRoot() * 1000
    let here = places.place(place).coordinate
    return others.allSatisfy { places.place($0).coordinate.distance(to: here) > reach }
  }
}

/// Sums of what was observed beyond one threshold.
private struct ObservedTally {
  private var event: ObservedEvent
  private let threshold: Threshold
  private var peak: EventTally.Peak?
  private var places: Set<Int32> = []
  private var beyond: Set<Int32> = []

  init(_ variable: Variable, _ threshold: Threshold) {
    self.threshold = threshold
    event = ObservedEvent(variable: variable, threshold: threshold.description)
  }

  mutating func add(_ observed: ObservedValues, limits: [Double]) {
    event.ledger.merge(observed.ledger)
    for (i, place) in observed.places.enumerated() {
      let value = observed.values[i]
      guard !limits[i].isNaN else {
        event.lacking += 1
        continue
      }
      event.begin = event.begin ?? observed.time
      places.insert(place)
      event.values += 1
      if peak.map({ threshold.isUpper ? value > $0.value : value < $0.value }) ?? true {
        peak = EventTally.Peak(value: value, time: observed.time, place: place)
      }
      guard threshold.isMet(by: value, limit: limits[i]) else { continue }
      beyond.insert(place)
      event.valuesBeyond += 1
      event.first = event.first ?? observed.time
      event.last = observed.time
    }
  }

  func event(_ observed: any ObservedPlaces) -> ObservedEvent {
    var event = event
    event.places = places.count
    event.placesBeyond = beyond.count
    if let any = places.first, observed.area(of: any) != nil {
      event.areaBeyond = beyond.sorted().compactMap(observed.area).reduce(0, +)
    }
    event.peak = peak.map { EventPeak(value: $0.value, time: $0.time, place: observed.place($0.place)) }
    return event
  }
}
