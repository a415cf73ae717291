import Fields
import Metrics

/// What was observed in a region: at its stations, or in the cells of an analysis.
protocol ObservedPlaces: Sendable {
  /// The valid times at which anything was observed, from the first.
  func times(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> [UTCTime]

  /// What was observed at a time; nil where nothing was.
  func values(of variable: Variable, at time: UTCTime) async throws -> ObservedValues?

  /// A limit for each value.
  func limits(_ limits: EventLimits, for values: ObservedValues) throws -> [Double]

  /// Who or what a place is.
  func place(_ number: Int32) -> EventPlace

  /// The area that a place stands for in square kilometres; nil of a station.
  func area(of place: Int32) -> Double?
}

/// What was observed at one time: a value for each place that has one.
struct ObservedValues: Sendable {
  let time: UTCTime
  var places: [Int32]
  var values: [Double]
  /// What became of the candidates.
  var ledger: Ledger
  /// Of stations.
  var candidates: Candidates?
}
