public import Fields

/// A forecast beside what was analysed on one grid of rows and columns: the input of scores that look at
/// neighbours.
///
/// Arrays are row by row, in the variable's canonical unit. NaN is missing, and missing on one side is missing on
/// both.
public struct FieldPairs: Sendable {
  public var variable: Variable
  public var initTime: UTCTime
  public var leadTime: TimeSpan
  public let rows: Int
  public let columns: Int
  public let forecasts: [Double]
  public let observations: [Double]
  /// One for each cell, such as its area; all 1 unless asked otherwise. A cell of weight 0 is missing.
  public let weights: [Double]

  public var count: Int { rows * columns }

  /// Traps where an array has not `rows * columns` values.
  public init(
    variable: Variable, initTime: UTCTime, leadTime: TimeSpan, rows: Int, columns: Int, forecasts: [Double],
    observations: [Double], weights: [Double]? = nil
  ) {
    let n = rows * columns
    precondition(forecasts.count == n && observations.count == n, "fields that are not \(rows) by \(columns)")
    precondition(weights == nil || weights?.count == n, "\(n) cells and \(weights?.count ?? 0) weights")
    self.variable = variable
    self.initTime = initTime
    self.leadTime = leadTime
    self.rows = rows
    self.columns = columns
    self.forecasts = forecasts
    self.observations = observations
    self.weights = weights ?? [Double](repeating: 1, count: n)
  }

  func isPresent(_ cell: Int) -> Bool {
    weights[cell] != 0 && !forecasts[cell].isNaN && !observations[cell].isNaN
  }
}
