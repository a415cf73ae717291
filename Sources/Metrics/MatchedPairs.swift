public import Fields

/// Forecasts beside what was observed: one variable of one forecast at one lead time.
///
/// Arrays have one entry a pair, in the variable's canonical unit. A pair is always complete: what is
/// missing on either side was rejected by the matcher and stands in its ledger.
public struct MatchedPairs: Sendable {
  public var variable: Variable
  public var initTime: UTCTime
  public var leadTime: TimeSpan
  /// Who observed: positions in the run's list of stations.
  public var stations: [Int32]
  /// The deterministic forecast, or the mean of the members.
  public var forecasts: [Double]
  public var observations: [Double]
  /// Non-negative; 1 for every station unless asked otherwise. Weight 0 is absent.
  public var weights: [Double]
  /// The members of an ensemble, pair by pair: `memberCount` values of the first pair, then of the
  /// second. Empty for a deterministic forecast. NaN is a missing member.
  public var members: [Double]
  public var memberCount: Int
  /// The northward components of the members of a wind vector, whose eastward components are `members`; empty
  /// for anything else.
  public var northwardMembers: [Double] = []
  /// What some scores need beside the pairs, one value a pair each. NaN is missing: such a score leaves
  /// the pair out and counts it.
  public var columns: [PairColumn: [Double]]

  public var count: Int { forecasts.count }

  /// Traps where the lengths differ.
  public init(
    variable: Variable, initTime: UTCTime, leadTime: TimeSpan, stations: [Int32], forecasts: [Double],
    observations: [Double], weights: [Double]? = nil, members: [Double] = [], memberCount: Int = 1,
    columns: [PairColumn: [Double]] = [:]
  ) {
    let n = forecasts.count
    precondition(stations.count == n && observations.count == n, "pairs of different lengths")
    precondition(weights == nil || weights?.count == n, "\(n) pairs and \(weights?.count ?? 0) weights")
    precondition(members.isEmpty || members.count == n * memberCount, "members of different lengths")
    for (name, values) in columns {
      precondition(values.count == n, "\(n) pairs and \(values.count) values of '\(name)'")
    }
    self.variable = variable
    self.initTime = initTime
    self.leadTime = leadTime
    self.stations = stations
    self.forecasts = forecasts
    self.observations = observations
    self.weights = weights ?? [Double](repeating: 1, count: n)
    self.members = members
    self.memberCount = memberCount
    self.columns = columns
  }

  /// A column that scores need; nil where it is absent. Traps where its length is not that of the pairs.
  public func column(_ name: PairColumn) -> [Double]? {
    guard let values = columns[name] else { return nil }
    precondition(values.count == count, "\(count) pairs and \(values.count) values of '\(name)'")
    return values
  }

  /// The pairs at some positions, in that order.
  public func selecting(_ positions: some Sequence<Int>) -> MatchedPairs {
    let positions = Array(positions)
    var part = MatchedPairs(
      variable: variable, initTime: initTime, leadTime: leadTime, stations: [], forecasts: [],
      observations: [], members: [], memberCount: memberCount)
    part.columns = columns.mapValues { values in positions.map { values[$0] } }
    part.stations = positions.map { stations[$0] }
    part.forecasts = positions.map { forecasts[$0] }
    part.observations = positions.map { observations[$0] }
    part.weights = positions.map { weights[$0] }
    part.members = selected(members, positions)
    part.northwardMembers = selected(northwardMembers, positions)
    return part
  }

  /// The members of the pairs at some positions; nothing of nothing.
  private func selected(_ members: [Double], _ positions: [Int]) -> [Double] {
    guard !members.isEmpty else { return [] }
    var part: [Double] = []
    part.reserveCapacity(positions.count * memberCount)
    for i in positions { part += members[i * memberCount..<(i + 1) * memberCount] }
    return part
  }
}
