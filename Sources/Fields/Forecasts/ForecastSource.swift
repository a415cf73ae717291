/// Anything that gives forecasts: a file, a set of files, a baseline, a model that is rolled out.
///
/// Values arrive in the variable's canonical unit, with NaN for missing.
public protocol ForecastSource: Sendable {
  /// The name under which its scores are reported.
  var name: String { get }

  /// What it holds, without reading a value. Sorted and without repeats.
  func contents() async throws -> [ForecastKey]

  /// One variable at one lead time, with every member; nil where the source does not hold it.
  ///
  /// Throws where it is held and can't be read.
  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast?

  /// Several variables at one lead time. A source that reads in order, or a model that computes
  /// all of them at once, answers them together; the default asks one by one.
  func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast]

  /// Whether its forecasts come in order and are held no longer than that: initial time by initial time, lead time by
  /// lead time, every variable of a lead time at once, as of a model that is rolled out.
  ///
  /// It answers in any order all the same, where a lead time that has gone by costs a new start. Who asks for many asks
  /// in order, one after the other.
  var isSequential: Bool { get }

  /// A field that does not change in time: `surfaceAltitude` or `landFraction`; nil where the source
  /// has none.
  func invariant(_ quantity: Quantity) async throws -> Field?
}

/// What one forecast is of and when: the address of a field in a source.
public struct ForecastKey: Hashable, Sendable, Comparable {
  public let variable: Variable
  public let initTime: UTCTime
  public let leadTime: TimeSpan

  public init(_ variable: Variable, initTime: UTCTime, leadTime: TimeSpan) {
    self.variable = variable
    self.initTime = initTime
    self.leadTime = leadTime
  }

  public var validTime: UTCTime { initTime + leadTime }

  /// By initial time, then lead time, then the variable's short name.
  public static func < (a: ForecastKey, b: ForecastKey) -> Bool {
    if a.initTime != b.initTime { return a.initTime < b.initTime }
    if a.leadTime != b.leadTime { return a.leadTime < b.leadTime }
    return a.variable.description < b.variable.description
  }
}

extension ForecastSource {
  public func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    var found: [Forecast] = []
    for variable in variables {
      if let forecast = try await forecast(variable, from: initTime, at: leadTime) { found.append(forecast) }
    }
    return found
  }

  public var isSequential: Bool { false }

  public func invariant(_ quantity: Quantity) async throws -> Field? { nil }
}
