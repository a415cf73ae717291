public import Fields

/// A forecast beside an analysis on one grid, as a pass over fields takes them.
///
/// Arrays have one value a cell, in the variable's canonical unit. NaN is missing.
public struct ScoredFields: Sendable {
  public var variable: Variable
  public var initTime: UTCTime
  public var leadTime: TimeSpan
  public var forecasts: [Float]
  public var observations: [Float]
  /// What some scores need beside the two.
  public var columns: [PairColumn: [Float]]

  /// Traps where the lengths differ.
  public init(
    variable: Variable, initTime: UTCTime, leadTime: TimeSpan, forecasts: [Float], observations: [Float],
    columns: [PairColumn: [Float]] = [:]
  ) {
    precondition(forecasts.count == observations.count, "fields of different lengths")
    for (name, values) in columns {
      precondition(values.count == forecasts.count, "\(forecasts.count) cells and \(values.count) of '\(name)'")
    }
    self.variable = variable
    self.initTime = initTime
    self.leadTime = leadTime
    self.forecasts = forecasts
    self.observations = observations
    self.columns = columns
  }
}
