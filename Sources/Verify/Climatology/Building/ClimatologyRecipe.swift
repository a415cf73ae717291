public import Fields
import Formats
public import Metrics
public import Stations

/// How a climatology is made.
public struct ClimatologyRecipe: Sendable {
  /// Which hours of the day are kept apart.
  public enum Hours: Sendable, Hashable {
    /// Every full hour that has values, each for itself.
    case each
    /// All values of a day are one sample, whatever their time.
    case together
    case named([Int])
  }

  public var variables: [Variable]
  public var hours = Hours.each
  /// Days on either side of a day whose values count for it, through New Year.
  public var window = 15
  /// Levels of the quantiles, in order.
  public var levels = ClimatologyRecipe.usualLevels
  /// Events whose probability is kept; limits in the canonical unit of every variable.
  public var events: [Threshold] = []
  /// A day and hour of a place with fewer values is missing.
  public var minimumSample = 10
  public var from: UTCTime?
  /// The last valid time that counts.
  public var through: UTCTime?
  public var withoutYears: Set<Int> = []
  /// How far a report may be from a full hour to count for it.
  public var timeTolerance = TimeSpan.zero
  public var qualities: Set<Quality> = [.good, .unchecked]
  /// About how many bytes of values are held at a time.
  public var memory = 1 << 30
  public var threads = 1

  public init(variables: [Variable]) { self.variables = variables }

  /// Percentiles from 1 to 99 that scores ask for, the quartiles and the terciles.
  public static let usualLevels: [Double] = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 1.0 / 3, 0.4, 0.5, 0.6, 2.0 / 3, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99,
  ]

  /// Annual extremes stand on as many years at least.
  public static let minimumYears = 10
  /// A year counts for them with values on as many of its days at least.
  public static let minimumDaysOfYear = 292

  /// Throws `VerifyError` where a setting is out of its range.
  func check() throws {
    func refuse(_ problem: String, _ suggestion: String) throws -> Never {
      throw VerifyError(problem, suggestion: suggestion)
    }
    guard !variables.isEmpty else { try refuse("no variable is named", "Name one or more, such as t2m.") }
    guard (0...182).contains(window) else {
      try refuse("the window is \(window) days", "Give 0 to 182 days on either side; 15 is usual.")
    }
    guard levels.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      try refuse("a quantile has a level that is not between 0 and 1", "Give levels such as 0.5 and 0.95.")
    }
    guard minimumSample >= 1 else {
      try refuse("the minimum sample is \(minimumSample)", "Give 1 or more; 10 is usual.")
    }
    guard timeTolerance.magnitude < .minutes(30) else {
      try refuse("the time tolerance is \(timeTolerance)", "Give less than 30min: hours would overlap.")
    }
    if case .named(let hours) = hours, hours.isEmpty || !hours.allSatisfy((0...23).contains) {
      try refuse("the hours are no hours of the day", "Give whole hours from 0 to 23.")
    }
    if let variable = variables.first(where: Bearing.isMeasured) {
      try refuse("\(variable) is a direction, which has no mean and no quantile", "Leave it out; take u and v.")
    }
  }
}
