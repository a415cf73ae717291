/// A source that also answers what follows from what another holds.
///
/// What the other holds is passed through. Otherwise wind speed and direction come from components and these from them,
/// relative humidity and dew point from each other or from specific humidity, geopotential height and
/// geopotential from each other, always at one level; and an accumulation comes from sums and
/// differences of held ones (`Accumulations`). Differences a little below zero are packing noise and become
/// 0; those further below are missing, and the forecast's origin counts them.
///
/// Components must be eastward and northward: readers turn those along a grid's own axes.
public struct DerivingSource: ForecastSource {
  private let source: any ForecastSource
  private let holdings: Holdings

  public init(_ source: any ForecastSource) {
    self.source = source
    holdings = Holdings(source)
  }

  /// Some forecasts and all that follows from them, as `contents()` has it.
  public static func contents(of keys: [ForecastKey]) -> Set<ForecastKey> {
    let held = HeldForecasts(keys)
    return held.keys.union(held.derivedKeys())
  }

  public var name: String { source.name }
  public var isSequential: Bool { source.isSequential }

  /// What the other source holds and what follows from it; of accumulations those over 1, 3, 6, 12, 24 and
  /// 48 hours and over the periods that it holds besides amounts since the start, though every other that follows is answered too.
  public func contents() async throws -> [ForecastKey] {
    let held = try await holdings.value()
    return held.keys.union(held.derivedKeys()).sorted()
  }

  /// The surface altitude also comes from the geopotential of the surface.
  public func invariant(_ quantity: Quantity) async throws -> Field? {
    if let held = try await source.invariant(quantity) { return held }
    guard quantity == .surfaceAltitude else { return nil }
    return try await source.invariant(.geopotential)?.map {
      Float(Geopotential.height(geopotential: Double($0)))
    }
  }

  public func forecast(
    _ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> Forecast? {
    try await forecasts([variable], from: initTime, at: leadTime).first
  }

  /// Reads what all of them need once. Throws what the source throws, and `FieldError.mismatch` where
  /// the inputs of one are on different grids or have different members.
  public func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    let held = try await holdings.value()
    let recipes = variables.map { held.recipe(for: ForecastKey($0, initTime: initTime, leadTime: leadTime)) }
    let needed = Set(recipes.flatMap { $0.inputs })
    var read: [ForecastKey: Forecast] = [:]
    for (lead, keys) in Dictionary(grouping: needed, by: \.leadTime).sorted(by: { $0.key < $1.key }) {
      let wanted = keys.map(\.variable).sorted { $0.description < $1.description }
      for forecast in try await source.forecasts(wanted, from: initTime, at: lead) {
        read[ForecastKey(forecast.variable, initTime: initTime, leadTime: lead)] = forecast
      }
    }
    var found: [Forecast] = []
    for recipe in recipes {
      let inputs = recipe.inputs.compactMap { read[$0] }
      if inputs.count == recipe.inputs.count { found.append(try recipe.forecast(from: inputs)) }
    }
    return found
  }
}

/// The contents of a source, asked for once.
private actor Holdings {
  private let source: any ForecastSource
  private var known: HeldForecasts?

  init(_ source: any ForecastSource) { self.source = source }

  func value() async throws -> HeldForecasts {
    if let known { return known }
    let held = HeldForecasts(try await source.contents())
    known = held
    return held
  }
}
