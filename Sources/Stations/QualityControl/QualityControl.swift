public import Fields

/// Runs checks over a store's observations, one after the other.
public struct QualityControl: Sendable {
  public let checks: [any QualityCheck]

  /// The checks of the catalogue, or those of them that are named; throws where one is unknown.
  public init(checks names: [String] = []) throws {
    for name in names where !QualityCatalogue.checks.contains(where: { $0.name == name }) {
      let known = QualityCatalogue.checks.map { $0.name }.joined(separator: ", ")
      throw StationsError("check \(name)", "there is no such check; known are \(known)")
    }
    checks = QualityCatalogue.checks.filter { names.isEmpty || names.contains($0.name) }.map { $0.init() }
  }

  /// What the checks find among reports, in the order of the checks. A check does not lean on values
  /// that one before it found bad.
  public func findings(in reports: [Reports]) -> [QualityFinding] {
    var set = CheckedReports(reports)
    var all: [QualityFinding] = []
    for check in checks {
      let found = check.findings(in: set)
      set.exclude(found)
      all += found
    }
    return all
  }

  /// What the checks find in a store, among all its variables in a window of valid times. All of the
  /// window is held in memory at once.
  public func findings(
    in store: ObservationStore, from: UTCTime = .distantPast, through: UTCTime = .distantFuture
  ) throws -> [QualityFinding] {
    try findings(in: store.variables().map { try store.reports(of: $0, from: from, through: through) })
  }
}
