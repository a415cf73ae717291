/// Several sources as one system: each forecast comes from the first that holds it.
public struct CombinedSource: ForecastSource {
  public let name: String
  public let sources: [any ForecastSource]

  public init(name: String, sources: [any ForecastSource]) {
    self.name = name
    self.sources = sources
  }

  public var isSequential: Bool { sources.contains(where: \.isSequential) }

  public func contents() async throws -> [ForecastKey] {
    var keys: Set<ForecastKey> = []
    for source in sources { keys.formUnion(try await source.contents()) }
    return keys.sorted()
  }

  public func forecast(
    _ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> Forecast? {
    for source in sources {
      if let found = try await source.forecast(variable, from: initTime, at: leadTime) { return found }
    }
    return nil
  }

  public func invariant(_ quantity: Quantity) async throws -> Field? {
    for source in sources {
      if let found = try await source.invariant(quantity) { return found }
    }
    return nil
  }
}
