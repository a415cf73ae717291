public import Fields

/// A system as it is scored: a source of forecasts, as they are or corrected for height.
public struct ScoredSystem: Sendable {
  public let name: String
  public let isBaseline: Bool
  /// nil scores the forecasts as they are; otherwise temperatures are corrected.
  public let correction: HeightCorrection?
  /// The position of its planned system.
  let planned: Int
  let source: any ForecastSource
  let matcher: StationMatcher
  /// What it is asked for, and holds.
  let keys: Set<ForecastKey>
  /// The variables that it holds at any time and is scored in.
  let variables: Set<Variable>
  /// Whether it is the corrected form of a system that is scored raw as well, and so has only the variables
  /// in which the two differ.
  let isBesideRaw: Bool
  /// For people: files and how their values are taken.
  let summary: String
  /// Where a tolerance needs them, all the lead times that it holds of a variable at an initial time, asked for or not.
  var heldLeadTimes = HeldLeadTimes()

  /// Whether a variable is scored of this system.
  func isScored(in variable: Variable) -> Bool { variables.contains(variable) }

  /// The pairs of a variable with some candidates, from the forecasts of its parts; nil where one is missing.
  func match(with candidates: Candidates, _ forecast: (Variable) throws -> Forecast?) throws -> Match? {
    guard let wind = WindVariables(candidates.variable) else {
      return try forecast(candidates.variable).map { try matcher.match($0, with: candidates) }
    }
    guard let eastward = try forecast(wind.eastward), let northward = try forecast(wind.northward) else { return nil }
    return try matcher.match(eastward: eastward, northward: northward, with: candidates)
  }

  /// The name of a corrected system beside the raw one.
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
