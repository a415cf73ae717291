/// What a source holds, arranged for finding what follows from it.
struct HeldForecasts: Sendable {
  let keys: Set<ForecastKey>
  private var accumulations: [Subject: Accumulations] = [:]

  /// An accumulation of one forecast, whatever its period.
  private struct Subject: Hashable {
    let initTime: UTCTime
    let quantity: Quantity
    let level: Level

    init(_ key: ForecastKey) {
      initTime = key.initTime
      quantity = key.variable.quantity
      level = key.variable.level
    }
  }

  init(_ keys: [ForecastKey]) {
    self.keys = Set(keys)
    for key in keys {
      guard case .accumulation(let period) = key.variable.processing else { continue }
      accumulations[Subject(key), default: Accumulations()].insert(period: period, endingAt: key.leadTime)
    }
  }

  /// How a forecast is had: as it is, by a formula, or by a sum of accumulations. What neither is held
  /// nor follows is asked for as it is, since some sources answer more than they list.
  func recipe(for key: ForecastKey) -> Recipe {
    if keys.contains(key) { return Recipe(key: key, way: .held) }
    switch key.variable.processing {
    case .instantaneous:
      for derivation in Derivation.all where derivation.result == key.variable.quantity {
        if let inputs = inputs(of: derivation, for: key) { return Recipe(key: key, way: .formula(derivation, inputs)) }
      }
    case .accumulation(let period):
      let terms = accumulations[Subject(key)]?.terms(from: key.leadTime - period, to: key.leadTime)
      if let terms { return Recipe(key: key, way: .sum(terms)) }
    default: break
    }
    return Recipe(key: key, way: .held)
  }

  private func inputs(of derivation: Derivation, for key: ForecastKey) -> [ForecastKey]? {
    let inputs = derivation.inputs(key.variable.level)?.map {
      ForecastKey($0, initTime: key.initTime, leadTime: key.leadTime)
    }
    guard let inputs, inputs.allSatisfy(keys.contains) else { return nil }
    return inputs
  }

  /// Everything that follows; accumulations over the usual periods and those that are held at some other
  /// lead than their own length only.
  func derivedKeys() -> Set<ForecastKey> {
    var derived: Set<ForecastKey> = []
    var periods: [Subject: Set<TimeSpan>] = [:]
    for key in keys {
      guard case .accumulation(let period) = key.variable.processing else { continue }
      var known = periods[Subject(key)] ?? Set([1, 3, 6, 12, 24, 48].map(TimeSpan.hours))
      if period != key.leadTime { known.insert(period) }
      periods[Subject(key)] = known
    }
    for key in keys {
      switch key.variable.processing {
      case .instantaneous:
        // Each derivation once, when its first input comes by.
        for derivation in Derivation.all where derivation.inputs(key.variable.level)?.first == key.variable {
          let variable = Variable(derivation.result, key.variable.level)
          let result = ForecastKey(variable, initTime: key.initTime, leadTime: key.leadTime)
          if inputs(of: derivation, for: result) != nil { derived.insert(result) }
        }
      case .accumulation:
        let subject = Subject(key)
        for period in periods[subject] ?? [] {
          let variable = Variable(subject.quantity, subject.level, .accumulation(period))
          let result = ForecastKey(variable, initTime: key.initTime, leadTime: key.leadTime)
          guard !keys.contains(result), !derived.contains(result) else { continue }
          if accumulations[subject]?.terms(from: key.leadTime - period, to: key.leadTime) != nil {
            derived.insert(result)
          }
        }
      default: break
      }
    }
    return derived
  }
}
