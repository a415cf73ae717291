public import Fields
public import Metrics

/// An event, the forecasts of it and what was observed: an event file, read and checked.
public struct EventPlan: Sendable {
  public var hazard: Hazard
  public var region: Region
  /// For people: `wmo-europe`, `55–72°N 4–32°E`.
  public var regionName: String
  /// The first and the last valid time that counts.
  public var from: UTCTime
  public var through: UTCTime
  /// Forecasts, observations, variables, thresholds and matching.
  public var evaluation: EvaluationPlan
  /// Whether reports are checked before they are used.
  public var isScreened: Bool
  /// The part of the places with the event that a forecast has to have for a hit.
  public var hitPart: Double
  /// How many places have curves.
  public var curveCount: Int
  /// nil chooses some.
  public var mapLeadTimes: [TimeSpan]?
  /// Cells a side, odd, from the smallest.
  public var neighbourhoods: [Int]

  public init(
    hazard: Hazard, region: Region, regionName: String, from: UTCTime, through: UTCTime, evaluation: EvaluationPlan,
    isScreened: Bool = true, hitPart: Double = 0.5, curveCount: Int = 6, mapLeadTimes: [TimeSpan]? = nil,
    neighbourhoods: [Int] = EventPlan.usualNeighbourhoods
  ) {
    self.hazard = hazard
    self.region = region
    self.regionName = regionName
    self.from = from
    self.through = through
    self.evaluation = evaluation
    self.isScreened = isScreened
    self.hitPart = hitPart
    self.curveCount = curveCount
    self.mapLeadTimes = mapLeadTimes
    self.neighbourhoods = neighbourhoods
  }

  public static let usualNeighbourhoods = [1, 3, 5, 9, 17]

  /// The thresholds of a variable, the deciding one first.
  public func thresholds(of variable: Variable) -> [Threshold] { evaluation.thresholds[variable] ?? [] }
}
