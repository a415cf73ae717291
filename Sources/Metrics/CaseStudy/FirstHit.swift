public import Fields

/// How early a system saw an event.
public struct FirstHit: Hashable, Sendable, Codable {
  public var system: String
  public var variable: Variable
  public var threshold: String
  /// The earliest initial time whose forecast is a hit; nil where none is.
  public var initTime: UTCTime?
  /// From that initial time to when the event was first observed; less than zero where it had begun.
  public var leadTime: TimeSpan?
  /// Whether the event was there already at the first observed time of the window, so that it may have begun before.
  public var wasUnderWay = false
  /// Whether every later forecast is a hit too.
  public var isKept: Bool
  /// Forecasts that were looked at, and hits among them.
  public var forecasts: Int
  public var hits: Int

  /// - begin: when the event was first observed.
  public init(system: String, forecasts rows: [ForecastOfEvent], variable: Variable, threshold: String, begin: UTCTime?)
  {
    self.system = system
    self.variable = variable
    self.threshold = threshold
    let own = rows.filter { $0.system == system && $0.variable == variable && $0.threshold == threshold }
      .sorted { $0.initTime < $1.initTime }
    let first = own.first { $0.isHit }
    initTime = first?.initTime
    leadTime = first.flatMap { first in begin.map { $0 - first.initTime } }
    isKept = first.map { first in own.allSatisfy { $0.initTime < first.initTime || $0.isHit } } ?? false
    forecasts = own.count
    hits = own.count(where: \.isHit)
  }
}
