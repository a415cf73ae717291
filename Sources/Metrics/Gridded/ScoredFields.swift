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
  /// Those of an ensemble, whose mean are the forecasts; none of a single forecast.
  public var members: [[Float]]

  /// Traps where the lengths differ.
  public init(
    variable: Variable, initTime: UTCTime, leadTime: TimeSpan, forecasts: [Float], observations: [Float],
    columns: [PairColumn: [Float]] = [:], members: [[Float]] = []
  ) {
    precondition(forecasts.count == observations.count, "fields of different lengths")
    for (name, values) in columns {
      precondition(values.count == forecasts.count, "\(forecasts.count) cells and \(values.count) of '\(name)'")
    }
    precondition(members.allSatisfy { $0.count == forecasts.count }, "members of another length")
    self.variable = variable
    self.members = members
    self.initTime = initTime
    self.leadTime = leadTime
    self.forecasts = forecasts
    self.observations = observations
    self.columns = columns
  }
}
