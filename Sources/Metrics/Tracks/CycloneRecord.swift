public import Fields

/// All that a page about one cyclone shows: the best track, the forecasts, and how far off they were.
public struct CycloneRecord: Sendable, Codable {
  /// A source of forecasts.
  public struct System: Hashable, Sendable, Codable {
    public var name: String
    /// Where its tracks come from, for people.
    public var summary: String

    public init(name: String, summary: String) {
      self.name = name
      self.summary = summary
    }
  }

  /// One forecast of the storm by one system.
  public struct Forecast: Hashable, Sendable, Codable {
    public var system: String
    public var tracks: TrackForecast
    /// nil of a forecast of one member.
    public var ensemble: EnsembleTrack?
    public var strike: StrikeProbability?

    public init(system: String, tracks: TrackForecast, ensemble: EnsembleTrack?, strike: StrikeProbability?) {
      self.system = system
      self.tracks = tracks
      self.ensemble = ensemble
      self.strike = strike
    }
  }

  /// The error of one track at one lead time, or why there is none.
  public struct Case: Hashable, Sendable, Codable {
    /// A system, or one track of an ensemble: `ens: mean`.
    public var line: String
    /// The number of a member; nil of a line.
    public var member: Int?
    public var initTime: UTCTime
    public var leadTime: TimeSpan
    public var error: TrackError?
    public var absence: TrackAbsence?
  }

  /// A mean over initial times.
  public struct Score: Hashable, Sendable, Codable {
    public var line: String
    public var leadTime: TimeSpan
    public var measure: TrackMeasure
    /// Over the initial times that all lines have which have any at this lead time, in the measure's unit.
    public var value: Double?
    public var n: Int
    /// Over all initial times of this line.
    public var ownValue: Double?
    public var ownN: Int
  }

  /// The members of an ensemble at one lead time.
  public struct MemberSummary: Hashable, Sendable, Codable {
    public var system: String
    public var initTime: UTCTime
    public var leadTime: TimeSpan
    /// Members that have the storm, of all.
    public var count: Int
    public var memberCount: Int
    /// Of the members' direct position errors in metres; nil where there is none.
    public var meanError: Double?
    public var leastError: Double?
    public var greatestError: Double?
    /// Of the mean track, in metres.
    public var errorOfMean: Double?
    public var spread: Double?
  }

  /// Where the fixes of a line went: candidates = used + rejected.
  public struct Tally: Hashable, Sendable, Codable {
    public var line: String
    public var candidates: Int
    public var used: Int
    public var rejected: [String: Int]
    /// Of the used ones, those that lack a part: a direction, a pressure, a wind.
    public var partial: [String: Int]
  }

  public var title: String
  public var observed: Track
  public var systems: [System]
  public var forecasts: [Forecast]
  /// The lines that are compared, in the order of the page.
  public var lines: [String]
  public var cases: [Case]
  public var memberCases: [Case]
  public var scores: [Score]
  public var members: [MemberSummary]
  public var tallies: [Tally]
  public var definitions: [MetricDefinition]
  /// What the reader should know of the data, a sentence each.
  public var notes: [String]
  public var provenance: [EvaluationRecord.Fact] = []
  public var planText = ""

  /// Every position of every track.
  public var places: [Coordinate] {
    (forecasts.flatMap { $0.tracks.members.map(\.track) } + [observed]).flatMap { $0.points.map(\.position) }
  }
}
