public import Fields
public import Metrics

/// Brings a forecast beside what was observed.
public protocol Matcher: Sendable {
  /// Pairs of a forecast with the candidates of its variable and valid time, and what became of
  /// those that are in none.
  ///
  /// Throws where the forecast can't be matched at all, never for a single candidate.
  func match(_ forecast: Forecast, with candidates: Candidates) throws -> Match
}

/// The pairs that were found, and what became of every candidate.
public struct Match: Sendable {
  /// One entry a candidate: nil where it is in a pair, else why not.
  public var fates: [RejectionReason?]
  /// In the order of the candidates.
  public var pairs: MatchedPairs

  public init(fates: [RejectionReason?], pairs: MatchedPairs) {
    precondition(fates.count { $0 == nil } == pairs.count, "pairs that do not fit the fates of the candidates")
    self.fates = fates
    self.pairs = pairs
  }

  /// No pairs, all for one reason.
  public static func none(
    of candidates: Candidates, initTime: UTCTime, leadTime: TimeSpan, because reason: RejectionReason
  ) -> Match {
    Match(
      fates: [RejectionReason?](repeating: reason, count: candidates.count),
      pairs: MatchedPairs(
        variable: candidates.variable, initTime: initTime, leadTime: leadTime, stations: [], forecasts: [],
        observations: []))
  }

  /// What became of the candidates, those included that fell out before.
  public func ledger(of candidates: Candidates) -> Ledger {
    var ledger = candidates.rejected
    for fate in fates {
      if let fate { ledger.reject(fate) } else { ledger.use() }
    }
    return ledger
  }

  /// The pairs whose candidates are in all of the given matches too.
  public func common(with matches: [Match]) -> MatchedPairs {
    var positions: [Int] = []
    var pair = 0
    for (candidate, fate) in fates.enumerated() where fate == nil {
      if matches.allSatisfy({ $0.fates[candidate] == nil }) { positions.append(pair) }
      pair += 1
    }
    return positions.count == pairs.count ? pairs : pairs.selecting(positions)
  }
}
