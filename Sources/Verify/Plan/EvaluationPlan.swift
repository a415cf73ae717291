public import Fields
public import Foundation
public import Metrics

/// What is to be verified, against what, and how: an evaluation file, read and checked.
public struct EvaluationPlan: Sendable {
  public var title: String
  /// The systems in the order of the file; exactly one is the baseline.
  public var systems: [PlannedSystem]
  public var observations: PlannedObservations
  public var variables: [Variable]
  /// nil takes every lead time that a system holds.
  public var leadTimes: [TimeSpan]?
  public var initTimes: InitTimeSelection
  public var matching: Matching
  public var strata: [Stratum]
  /// A file with the fraction of land, for the strata of land and sea; nil where they need none.
  public var landMask: URL?
  /// Scores by identity, with their parameter where they have one, or names of groups of them; nil takes those that
  /// suit the forecasts.
  public var scores: [String]?
  /// What makes a value of a variable an event, for scores of events.
  public var thresholds: [Variable: [Threshold]] = [:]
  public var significance: PlannedSignificance
  /// Files that say what is usual, for scores that need it.
  public var climatology: [URL]
  /// How near in time and place an event counts for scores of events nearby; nil has none.
  public var tolerance: EventTolerance?
  /// How wide the neighbourhoods are in which scores of whole fields look for events.
  public var scales: [FieldScale] = []
  /// The evaluation file as it was read.
  public var text: String
  /// The evaluation file; nil where the plan was made in memory.
  public var file: URL?

  public init(
    title: String, systems: [PlannedSystem], observations: PlannedObservations, variables: [Variable],
    leadTimes: [TimeSpan]? = nil, initTimes: InitTimeSelection = InitTimeSelection(),
    matching: Matching = Matching(), strata: [Stratum] = [], scores: [String]? = nil,
    significance: PlannedSignificance = PlannedSignificance(), climatology: [URL] = [], text: String = "",
    file: URL? = nil
  ) {
    self.title = title
    self.systems = systems
    self.observations = observations
    self.variables = variables
    self.leadTimes = leadTimes
    self.initTimes = initTimes
    self.matching = matching
    self.strata = strata
    self.scores = scores
    self.significance = significance
    self.climatology = climatology
    self.text = text
    self.file = file
  }

  /// Whether the forecasts are scored against the fields of an analysis, and not against stations.
  public var comparesFields: Bool { if case .fields = observations.origin { true } else { false } }

  /// Whether a forecast is asked for.
  public func selects(_ key: ForecastKey) -> Bool {
    variables.contains(key.variable) && (leadTimes?.contains(key.leadTime) ?? true) && initTimes.contains(key.initTime)
  }
}

/// One system of an evaluation and where its forecasts are.
public struct PlannedSystem: Sendable {
  public var name: String
  /// Files and folders that exist, in the order of the plan, without repeats.
  public var files: [URL]
  /// The files of each member, for an ensemble whose members have files of their own; then `files`
  /// is empty.
  public var members: [[URL]]
  /// What it is made of where it has no files; nil for a forecast of files.
  public var reference: ReferenceForecast?
  /// The program that writes it; nil for a forecast of files.
  public var command: PlannedCommand?
  /// The model that makes it; nil for a forecast of files.
  public var model: PlannedModel?
  public var isBaseline: Bool
  public var column: String?
  /// The variable of a table that names none.
  public var variable: Variable?
  /// By short name of the variable.
  public var units: [String: PhysicalUnit]
  public var initTime: UTCTime?
  public var orography: URL?
  public var landMask: URL?
  /// Its temperatures are corrected for height already, and are not corrected again.
  public var isHeightCorrected: Bool

  public init(
    name: String, files: [URL], members: [[URL]] = [], reference: ReferenceForecast? = nil, isBaseline: Bool = false,
    column: String? = nil,
    variable: Variable? = nil, units: [String: PhysicalUnit] = [:], initTime: UTCTime? = nil, orography: URL? = nil,
    landMask: URL? = nil, isHeightCorrected: Bool = false
  ) {
    self.name = name
    self.files = files
    self.members = members
    self.reference = reference
    self.isBaseline = isBaseline
    self.column = column
    self.variable = variable
    self.units = units
    self.initTime = initTime
    self.orography = orography
    self.landMask = landMask
    self.isHeightCorrected = isHeightCorrected
  }
}

/// Where observations come from.
public struct PlannedObservations: Sendable {
  public enum Origin: Sendable {
    case database(URL)
    case files([URL])
    /// Fields whose cells count as stations.
    case analysis([URL])
    /// Fields that forecasts are compared with as fields.
    case fields(PlannedAnalysis)
  }

  public var origin: Origin
  public var format: String?
  public var stationList: URL?
  public var columns: String?
  /// Identifiers of the stations to use, in their canonical form; nil uses all.
  public var stations: Set<String>?

  public init(
    origin: Origin, format: String? = nil, stationList: URL? = nil, columns: String? = nil,
    stations: Set<String>? = nil
  ) {
    self.origin = origin
    self.format = format
    self.stationList = stationList
    self.columns = columns
    self.stations = stations
  }
}

/// Which initial times are scored.
public struct InitTimeSelection: Sendable, Hashable {
  public var from: UTCTime?
  /// Itself included.
  public var to: UTCTime?
  /// Hours of the day; nil takes every hour.
  public var hours: [Int]?

  public init(from: UTCTime? = nil, to: UTCTime? = nil, hours: [Int]? = nil) {
    self.from = from
    self.to = to
    self.hours = hours
  }

  public func contains(_ time: UTCTime) -> Bool {
    if let from, time < from { return false }
    if let to, to < time { return false }
    guard let hours else { return true }
    let parts = time.components
    return parts.minute == 0 && parts.second == 0 && hours.contains(parts.hour)
  }

  /// All of them, rising; nil where bounds are left open, or hours and there are none in their place.
  func times(orAt otherHours: [Int]? = nil) -> [UTCTime]? {
    guard let from, let to, let hours = hours ?? otherHours else { return nil }
    let midnight = from.secondsSince1970 - (from.secondsSince1970 % 86_400 + 86_400) % 86_400
    return stride(from: midnight, through: to.secondsSince1970, by: 86_400).flatMap { day in
      Set(hours).sorted().map { UTCTime(secondsSince1970: day) + .hours($0) }.filter(contains)
    }
  }
}
