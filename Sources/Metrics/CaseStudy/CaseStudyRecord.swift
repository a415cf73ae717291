public import Fields

/// A finished case study, as reports read it: what was observed of an event, and what each forecast said of it.
///
/// Values are in the canonical unit of their variable. Maps are for pages and are left out of its coded form.
public struct CaseStudyRecord: Sendable, Codable {
  public var title: String
  public var hazard: Hazard
  /// Where it was, for people: `55–72°N 4–32°E`.
  public var region: String
  /// The first and the last valid time that counts.
  public var from: UTCTime
  public var through: UTCTime
  public var systems: [EvaluationRecord.System]
  /// Whether forecasts of one initial time are compared on the pairs that all systems have.
  public var onCommonPairs: Bool
  /// Whether places are cells of a grid, and not stations.
  public var comparesFields: Bool
  /// The part of the places with the event that a forecast has to have for a hit.
  public var hitPart: Double
  public var observed: [ObservedEvent]
  public var forecasts: [ForecastOfEvent]
  public var firstHits: [FirstHit]
  public var curves: [PlaceCurve] = []
  /// Reports of the region that quality control set aside.
  public var setAside: [ReportSetAside] = []
  public var warnings: [String] = []
  public var definitions: [MetricDefinition] = []
  public var provenance: [EvaluationRecord.Fact] = []
  /// The event file as it was read.
  public var planText: String
  public var maps: [EventMap] = []

  public init(
    title: String, hazard: Hazard, region: String, from: UTCTime, through: UTCTime,
    systems: [EvaluationRecord.System], onCommonPairs: Bool, comparesFields: Bool, hitPart: Double,
    observed: [ObservedEvent], forecasts: [ForecastOfEvent], firstHits: [FirstHit], planText: String
  ) {
    self.title = title
    self.hazard = hazard
    self.region = region
    self.from = from
    self.through = through
    self.systems = systems
    self.onCommonPairs = onCommonPairs
    self.comparesFields = comparesFields
    self.hitPart = hitPart
    self.observed = observed
    self.forecasts = forecasts
    self.firstHits = firstHits
    self.planText = planText
  }

  private enum CodingKeys: String, CodingKey {
    case title, hazard, region, from, through, systems, onCommonPairs, comparesFields, hitPart, observed, forecasts
    case firstHits, curves, setAside, warnings, definitions, provenance, planText
  }
}
