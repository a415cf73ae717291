public import Fields
public import Metrics
public import Stations

/// Decides which of the stored reports stands for each station at a valid time.
///
/// Of a station's reports that are within the time tolerance and of an accepted quality, the one that is
/// closest in time stands; then the one of better quality; then the one whose source is preferred, named
/// sources before others and these by name; then the earlier one. The rest are duplicates.
public struct ReportSelection: Sendable {
  public var timeTolerance: TimeSpan
  public var qualities: Set<Quality>
  /// The preferred first.
  public var sources: [String]
  /// Identifiers in their canonical form; nil uses all.
  public var stations: Set<String>?

  public init(_ matching: Matching, stations: Set<String>? = nil) {
    timeTolerance = matching.timeTolerance
    qualities = matching.qualities
    sources = matching.sources
    self.stations = stations
  }

  /// The reports that count as candidates for a valid time: those within the tolerance, and those
  /// within `Matching.window` that will be rejected for their time.
  public func isCandidate(_ reportTime: UTCTime, at validTime: UTCTime) -> Bool {
    let offset = reportTime - validTime
    return offset.magnitude <= timeTolerance
      || (offset < Matching.window && offset.seconds >= -Matching.window.seconds)
  }

  /// The window of time to ask a store for, so that no candidate is missed; both ends included.
  public func window(at validTime: UTCTime) -> (from: UTCTime, through: UTCTime) {
    let reach = max(timeTolerance, Matching.window)
    return (validTime - reach, validTime + reach)
  }

  /// What becomes of each report: nil where it stands for its station, else why it does not. A row that
  /// is no candidate at all is `.none` in the second result.
  ///
  /// Rows of `reports` must be sorted by station, as the store gives them.
  public func outcomes(of reports: Reports, at validTime: UTCTime) -> [ReportOutcome] {
    var outcomes = [ReportOutcome](repeating: .notCandidate, count: reports.count)
    let ranks = sourceRanks(reports.sources)
    var start = 0
    while start < reports.count {
      let id = reports.stations[Int(reports.stationIndex[start])].id
      var end = start + 1
      while end < reports.count,
        reports.stationIndex[end] == reports.stationIndex[start]
          || reports.stations[Int(reports.stationIndex[end])].id == id
      { end += 1 }
      var best: Int?
      let isWanted = stations?.contains(StationIdentifier.wmo(id)) ?? true
      for row in start..<end where isCandidate(reports.validTimes[row], at: validTime) {
        outcomes[row] = outcome(of: row, in: reports, at: validTime, isWanted: isWanted)
        guard outcomes[row] == .stands else { continue }
        guard let other = best else {
          best = row
          continue
        }
        let wins = order(row, reports, validTime, ranks) < order(other, reports, validTime, ranks)
        outcomes[wins ? other : row] = .rejected(.duplicate)
        if wins { best = row }
      }
      start = end
    }
    return outcomes
  }

  private func outcome(
    of row: Int, in reports: Reports, at validTime: UTCTime, isWanted: Bool
  ) -> ReportOutcome {
    if !isWanted { return .rejected(.unknownStation) }
    if !qualities.contains(reports.qualities[row]) { return .rejected(.quality) }
    if (reports.validTimes[row] - validTime).magnitude > timeTolerance { return .rejected(.time) }
    if reports.values[row].isNaN { return .rejected(.component) }
    return .stands
  }

  /// Smaller is better; distinct rows of one station and time differ in source, so there are no ties.
  private func order(
    _ row: Int, _ reports: Reports, _ validTime: UTCTime, _ ranks: [Int]
  ) -> (Int64, UInt8, Int, Int64) {
    let offset = reports.validTimes[row] - validTime
    return (
      offset.magnitude.seconds, reports.qualities[row].rawValue, ranks[Int(reports.sourceIndex[row])], offset.seconds
    )
  }

  private func sourceRanks(_ names: [String]) -> [Int] {
    let byName = names.sorted()
    return names.map { name in
      sources.firstIndex(of: name) ?? sources.count + (byName.firstIndex(of: name) ?? 0)
    }
  }
}

/// What becomes of a stored report at one valid time.
public enum ReportOutcome: Hashable, Sendable {
  /// Too far from the valid time to be counted at all.
  case notCandidate
  case rejected(RejectionReason)
  /// It stands for its station.
  case stands
}
