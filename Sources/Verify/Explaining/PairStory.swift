public import Fields
public import Metrics

/// How one pair came about, or why it did not: one system, variable, initial and lead time at one station.
public struct PairStory: Sendable, Codable, Hashable {
  /// A stored report that was looked at.
  public struct Report: Sendable, Codable, Hashable {
    public var validTime: UTCTime
    /// Nil where a component of a wind vector is missing.
    public var value: Double?
    public var source: String
    public var quality: String
    /// `stands`, `rejected: duplicate`
    public var outcome: String
  }

  /// A cell of the grid that the forecast was taken from.
  public struct Cell: Sendable, Codable, Hashable {
    public var cell: Int
    public var coordinate: Coordinate
    public var weight: Double
    /// Of the deterministic forecast or of the members' mean; nil is missing.
    public var value: Double?
    /// The height of the model's ground there in metres.
    public var modelHeight: Double?
  }

  /// What a height correction did.
  public struct Correction: Sendable, Codable, Hashable {
    public var lapseRate: Double
    public var modelHeight: Double?
    public var stationHeight: Double?
    /// The forecast before it; nil where there is none.
    public var raw: Double?
  }

  public var system: String
  public var variable: Variable
  public var initTime: UTCTime
  public var leadTime: TimeSpan
  public var station: String
  public var coordinate: Coordinate?
  public var elevation: Double?
  public var reports: [Report]
  public var forecastOrigin: String?
  /// What the forecast is on: a grid or a table.
  public var forecastPlace: String?
  public var interpolation: String?
  public var cells: [Cell]
  public var correction: Correction?
  public var forecast: Double?
  public var members: [Double]
  public var observation: Double?
  /// nil where it is a pair.
  public var rejection: RejectionReason?
  /// Systems that lack the pair, so that it is not common to all.
  public var lackedBy: [String]
}
