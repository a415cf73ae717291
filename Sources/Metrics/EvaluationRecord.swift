public import Fields

/// A finished evaluation, as reports read it: scores, where the pairs went, and where it all came
/// from.
public struct EvaluationRecord: Sendable, Codable {
  public struct System: Sendable, Codable, Hashable {
    public var name: String
    public var isBaseline: Bool
    /// What its forecasts are, for people: file names, grid, interpolation.
    public var summary: String

    public init(name: String, isBaseline: Bool, summary: String) {
      self.name = name
      self.isBaseline = isBaseline
      self.summary = summary
    }
  }

  /// The score of one system at one station, all lead and initial times together, or its difference from another's.
  public struct StationScore: Sendable, Codable, Hashable {
    public var system: String
    /// The system it is compared with, where this is a difference (`system` minus `reference`).
    public var reference: String?
    public var variable: Variable
    public var station: String
    public var coordinate: Coordinate
    public var elevation: Double?
    public var metric: String
    public var threshold: String?
    public var n: Int
    public var outcome: Outcome
    /// Initial times of a difference.
    public var cases: Int?
    /// Of a difference, 95 % confidence limits; nil where there are none, with the reason in `intervalNote`.
    public var lower: Double?
    public var upper: Double?
    public var intervalNote: String?
    /// The two-sided p-value of a difference at this station alone.
    public var pValue: Double?
    /// The same adjusted over the stations, so that of all that are small no more than their level are false on average.
    public var adjustedPValue: Double?

    public init(
      system: String, reference: String? = nil, variable: Variable, station: String, coordinate: Coordinate,
      elevation: Double?, metric: String, threshold: String? = nil, n: Int, outcome: Outcome
    ) {
      self.system = system
      self.reference = reference
      self.variable = variable
      self.station = station
      self.coordinate = coordinate
      self.elevation = elevation
      self.metric = metric
      self.threshold = threshold
      self.n = n
      self.outcome = outcome
    }
  }

  /// Where the candidates of one system, variable and lead time went.
  public struct LedgerRow: Sendable, Codable, Hashable {
    public var system: String
    public var variable: Variable
    public var leadTime: TimeSpan
    public var ledger: Ledger

    public init(system: String, variable: Variable, leadTime: TimeSpan, ledger: Ledger) {
      self.system = system
      self.variable = variable
      self.leadTime = leadTime
      self.ledger = ledger
    }
  }

  /// What a stratum is.
  public struct Stratum: Sendable, Codable, Hashable {
    /// As scores have it.
    public var name: String
    /// What kind of part it is, as the evaluation file writes it: `regions`, `lead-bands`; `all` for every pair.
    public var family: String
    /// What its scores must not be taken for; nil where there is nothing to say.
    public var note: String?

    public init(name: String, family: String, note: String? = nil) {
      self.name = name
      self.family = family
      self.note = note
    }
  }

  /// How many pairs of a system and variable are in no stratum of a kind.
  public struct Outside: Sendable, Codable, Hashable {
    public var system: String
    public var variable: Variable
    public var family: String
    public var pairs: Int
    public var outside: Int

    public init(system: String, variable: Variable, family: String, pairs: Int, outside: Int) {
      self.system = system
      self.variable = variable
      self.family = family
      self.pairs = pairs
      self.outside = outside
    }
  }

  /// A fact of provenance: a file with its hash, a version, a setting.
  public struct Fact: Sendable, Codable, Hashable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public var title: String
  public var systems: [System]
  /// Whether the scores are of the pairs that all systems have.
  public var onCommonPairs: Bool
  /// Whether pairs are cells of fields beside an analysis, and not forecasts beside observations of stations.
  public var comparesFields = false
  public var scores: [Score]
  /// Differences of paired systems, `reference` set.
  public var differences: [Score]
  public var stationScores: [StationScore]
  /// Differences of stations from the baseline, `reference` set.
  public var stationDifferences: [StationScore]
  public var ledger: [LedgerRow]
  /// The definitions of the scores above.
  public var definitions: [MetricDefinition]
  public var provenance: [Fact]
  /// The evaluation file as it was run.
  public var planText: String
  /// Those that were asked for, with or without pairs, in the order of the plan.
  public var stratumDefinitions: [Stratum]
  /// One for each kind of strata, system and variable.
  public var outside: [Outside]
  /// What scores stand for: reliability diagrams, histograms.
  public var curves: [Curve] = []
  /// The bias and the error of each initial time, all lead times and pairs together.
  public var initTimeScores: [Score] = []
  /// What scores are made of, by lead time; where they were asked for alone.
  public var sums: [PartialSums] = []

  public init(
    title: String, systems: [System], onCommonPairs: Bool, scores: [Score], differences: [Score],
    stationScores: [StationScore], stationDifferences: [StationScore] = [], ledger: [LedgerRow],
    definitions: [MetricDefinition],
    provenance: [Fact], planText: String,
    strata: [Stratum] = [], outside: [Outside] = []
  ) {
    self.title = title
    self.systems = systems
    self.onCommonPairs = onCommonPairs
    self.scores = scores
    self.differences = differences
    self.stationScores = stationScores
    self.stationDifferences = stationDifferences
    self.ledger = ledger
    self.definitions = definitions
    self.provenance = provenance
    self.planText = planText
    stratumDefinitions = strata
    self.outside = outside
  }
}
