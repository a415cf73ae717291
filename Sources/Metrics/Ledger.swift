/// Why an observation that was a candidate did not become a pair.
///
/// Dictionaries by reason are coded with its name as key, so that sorted output is the same every time.
public enum RejectionReason: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
  /// The station is in no list that was asked for, or not in the forecast's table.
  case unknownStation = "unknown station"
  /// The forecast's table has a station of that identifier somewhere else.
  case position
  /// The forecast holds nothing that the observed variable can be compared with.
  case variable
  /// Outside the time tolerance.
  case time
  /// The quality flag says bad, or suspect and those were not asked for.
  case quality = "screened value"
  /// One of speed and direction, or of the components, of an observed wind vector is missing.
  case component = "wind component"
  /// The station is outside the forecast's grid.
  case offGrid = "off grid"
  /// The forecast is missing at the cells around the station.
  case mask
  /// A height correction was asked for and one of the heights is unknown.
  case height
  /// Another report of the station was closer in time, of better quality or of a preferred source.
  case duplicate
  /// The system has no forecast of this initial and lead time.
  case missingForecast = "missing forecast"
  /// The analysis is missing in the cell.
  case missingAnalysis = "missing analysis"
  /// Another system has no value at this pair, and systems are compared on common pairs.
  case notCommon = "not common"

  public static func < (a: RejectionReason, b: RejectionReason) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// Where every candidate went: `candidates = used + rejected`, always.
public struct Ledger: Hashable, Sendable, Codable {
  public private(set) var used: Int
  public private(set) var rejected: [RejectionReason: Int]

  public init() {
    used = 0
    rejected = [:]
  }

  /// Observations that could have become pairs.
  public var candidates: Int { used + rejected.values.reduce(0, +) }

  public mutating func use(_ count: Int = 1) { used += count }

  public mutating func reject(_ reason: RejectionReason, _ count: Int = 1) {
    guard count > 0 else { return }
    rejected[reason, default: 0] += count
  }

  /// Moves pairs from used to rejected, as when another system turns out not to have them.
  public mutating func withdraw(_ count: Int, as reason: RejectionReason) {
    precondition(count <= used, "more withdrawn than used")
    used -= count
    reject(reason, count)
  }

  public mutating func merge(_ other: Ledger) {
    used += other.used
    rejected.merge(other.rejected, uniquingKeysWith: +)
  }
}
