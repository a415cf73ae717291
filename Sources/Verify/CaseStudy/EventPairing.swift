import Fields
import Metrics

/// Brings forecasts of an event beside what was observed, at the places of its region: stations, or cells of a grid.
protocol EventPairing: Sendable {
  var observed: any ObservedPlaces { get }

  /// The pairs of every system that is scored in the variable, on the places that the plan says.
  ///
  /// - without: names of systems that don't count.
  func pairs(of variable: Variable, _ unit: EvaluationUnit, without: Set<String>) async throws -> [SystemPairs]

  /// A limit for each pair.
  func limits(_ limits: EventLimits, for pairs: SystemPairs) throws -> [Double]

  /// Values by place as a picture; nil of stations.
  func raster(_ values: (Int) -> Double) -> EventRaster?

  /// Values by place on rows and columns, with the weights of the cells; nil of stations and of grids without rows.
  func rows(_ values: [(Int) -> Double]) -> EventRows?
}

/// The pairs of one system.
struct SystemPairs: Sendable {
  let system: ScoredSystem
  var pairs: MatchedPairs
  var ledger: Ledger
  /// Of stations: those of the pairs.
  var candidates: Candidates?
}

/// Values of the cells of a rectangle around the region.
struct EventRows: Sendable {
  let rows: Int
  let columns: Int
  /// 0 outside the region.
  let weights: [Double]
  /// One array for each that was asked for; NaN is missing.
  let values: [[Double]]
}
