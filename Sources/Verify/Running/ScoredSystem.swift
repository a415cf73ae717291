public import Fields

/// A system as it is scored: a source of forecasts, as they are or corrected for height.
public struct ScoredSystem: Sendable {
  public let name: String
  public let isBaseline: Bool
  /// nil scores the forecasts as they are.
  public let correction: HeightCorrection?
  /// The position of its planned system.
  let planned: Int
  let source: any ForecastSource
  let matcher: StationMatcher
  /// What it is asked for, and holds.
  let keys: Set<ForecastKey>
  /// The variables that it holds at any time.
  let variables: Set<Variable>
  /// For people: files and how their values are taken.
  let summary: String

  /// Whether a variable is scored of this system: a corrected one differs from the raw in
  /// temperature alone, and is scored in nothing else.
  func isScored(in variable: Variable) -> Bool {
    variables.contains(variable) && (correction == nil || HeightCorrection.applies(to: variable))
  }

  /// The name of a system whose forecasts are corrected for height.
  static func correctedName(_ name: String) -> String { name + "+height" }
}

/// The unit of work: all systems and variables of one initial and lead time.
public struct EvaluationUnit: Hashable, Comparable, Sendable {
  public let initTime: UTCTime
  public let leadTime: TimeSpan

  public var validTime: UTCTime { initTime + leadTime }

  public static func < (a: EvaluationUnit, b: EvaluationUnit) -> Bool {
    (a.initTime, a.leadTime) < (b.initTime, b.leadTime)
  }
}
