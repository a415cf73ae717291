public import Fields

/// Stored reports of one variable in a window of time, column by column.
///
/// Rows are sorted by station, then valid time, then source. A station appears once in `stations`
/// for each position it has had; the store resolves its history, so that a row's station is the one
/// valid at the row's time.
public struct Reports: Sendable {
  public var variable: Variable
  public var stations: [Station]
  public var sources: [String]
  /// Positions in `stations`.
  public var stationIndex: [Int32] = []
  public var validTimes: [UTCTime] = []
  /// In the variable's canonical unit, of a wind vector the eastward component; NaN only where a wind vector lacks one.
  public var values: [Double] = []
  /// The northward components of a wind vector; empty for any other variable.
  public var northwardValues: [Double] = []
  public var qualities: [Quality] = []
  /// Positions in `sources`.
  public var sourceIndex: [Int32] = []

  public var count: Int { values.count }

  public init(variable: Variable, stations: [Station] = [], sources: [String] = []) {
    self.variable = variable
    self.stations = stations
    self.sources = sources
  }
}
