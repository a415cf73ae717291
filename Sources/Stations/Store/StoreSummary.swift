public import Fields

/// What a store holds, for `verify observations info`.
public struct StoreSummary: Sendable, Codable, Hashable {
  public struct VariableEntry: Sendable, Codable, Hashable {
    public var variable: Variable
    public var count: Int
    public var first: UTCTime
    public var last: UTCTime
    public var stations: Int
    /// Reports by the name of their quality; a quality that none has is absent.
    public var qualities: [String: Int]
  }

  public struct SourceEntry: Sendable, Codable, Hashable {
    public var source: String
    public var files: Int
    public var lastImport: UTCTime
  }

  public var observations: Int
  public var superseded: Int
  public var stations: Int
  /// Places beyond the first of each station and source.
  public var moves: Int
  public var imports: Int
  public var first: UTCTime?
  public var last: UTCTime?
  /// By short name.
  public var variables: [VariableEntry]
  /// By name.
  public var sources: [SourceEntry]
}

/// One report as the store tells of it in an explanation.
public struct StoredReport: Sendable, Codable, Hashable {
  public struct Flag: Sendable, Codable, Hashable {
    /// The name of the check that raised it.
    public var check: String
    public var quality: Quality
    public var reason: String
  }

  public var station: Station
  public var observation: Observation
  /// The file it came from, and when that was imported.
  public var file: String
  public var importedAt: UTCTime
  /// The file whose value took its place; nil where it stands.
  public var replacedBy: String?
  public var flags: [Flag]

  public var isSuperseded: Bool { replacedBy != nil }
}
