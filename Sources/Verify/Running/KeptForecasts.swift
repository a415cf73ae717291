import Fields
import Synchronization

/// Another source whose latest forecasts are kept, for what looks at neighbouring lead times again and again.
struct KeptForecasts: ForecastSource {
  private final class Kept: Sendable {
    let forecasts = Mutex<(held: [ForecastKey: Forecast], order: [ForecastKey])>(([:], []))
  }

  private let source: any ForecastSource
  private let capacity: Int
  private let kept = Kept()

  /// - Parameter capacity: How many forecasts of one variable and lead time are kept.
  init(_ source: any ForecastSource, capacity: Int) {
    self.source = source
    self.capacity = capacity
  }

  var name: String { source.name }
  var isSequential: Bool { source.isSequential }

  func contents() async throws -> [ForecastKey] { try await source.contents() }

  func invariant(_ quantity: Quantity) async throws -> Field? { try await source.invariant(quantity) }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    try await forecasts([variable], from: initTime, at: leadTime).first
  }

  /// Reads together those that are not kept.
  func forecasts(_ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan) async throws -> [Forecast] {
    let keys = variables.map { ForecastKey($0, initTime: initTime, leadTime: leadTime) }
    var found = kept.forecasts.withLock { kept in keys.compactMap { kept.held[$0] } }
    let missing = variables.filter { variable in !found.contains { $0.variable == variable } }
    guard !missing.isEmpty else { return found }
    for forecast in try await source.forecasts(missing, from: initTime, at: leadTime) {
      found.append(forecast)
      let key = ForecastKey(forecast.variable, initTime: initTime, leadTime: leadTime)
      kept.forecasts.withLock { kept in
        guard kept.held.updateValue(forecast, forKey: key) == nil else { return }
        kept.order.append(key)
        if kept.order.count > capacity { kept.held[kept.order.removeFirst()] = nil }
      }
    }
    return found
  }
}
