/// What one forecast and analysis add to the statistics of a pass, by part of the grid.
public struct FieldSums: Sendable {
  private let pass: FieldPass
  private var parts: [FieldBand.PartSums?]
  /// The positions of statistics that parts keep one by one.
  private let statistics: (events: [Int], others: [Int])
  /// By the position of the statistic, one for each stratum.
  private let whole: [Int: [AnySums]]
  /// Cells whose forecast alone is missing.
  public private(set) var missingForecasts = 0
  /// Cells whose observation is missing.
  public private(set) var missingObservations = 0

  /// Merges the sums of bands in their order.
  init(_ pass: FieldPass, _ bands: [FieldBand.Sums], whole: [Int: [AnySums]] = [:]) throws {
    self.pass = pass
    statistics = (
      pass.tables.map(\.position), pass.pairStatistics + (pass.vectors.map { [$0] } ?? [])
    )
    self.whole = whole
    parts = [FieldBand.PartSums?](repeating: nil, count: pass.cells.parts.count)
    for band in bands {
      missingForecasts += band.missingForecasts
      missingObservations += band.missingObservations
      for (i, part) in band.parts.enumerated() {
        guard let part else { continue }
        if parts[i] == nil {
          parts[i] = part
        } else {
          try parts[i]?.merge(part, statistics)
        }
      }
    }
  }

  /// Cells with a forecast and an observation.
  public var used: Int { parts.reduce(0) { $0 + ($1?.errors.n ?? 0) } }

  /// Cells with a forecast and an observation that are in none of some strata.
  ///
  /// Traps where there is no such stratum.
  public func used(outsideStrata strata: [Int]) -> Int {
    let inside = Set(strata.flatMap { pass.cells.parts.strata[$0] })
    return parts.indices.reduce(0) { inside.contains($1) ? $0 : $0 + (parts[$1]?.errors.n ?? 0) }
  }

  /// The sums of a stratum, one for each statistic of the pass; nil where it has no pair.
  ///
  /// Traps where there is no such stratum.
  public func sums(ofStratum stratum: Int) throws -> [AnySums]? {
    var whole: FieldBand.PartSums?
    for part in pass.cells.parts.strata[stratum] {
      guard let sums = parts[part] else { continue }
      if whole == nil {
        whole = sums
      } else {
        try whole?.merge(sums, statistics)
      }
    }
    guard let whole else { return nil }
    return zip(pass.statistics, pass.ways).enumerated().map { i, kind in
      let (statistic, way) = kind
      return switch way {
      case .errors: AnySums(whole.errors, of: statistic.key)
      case .anomalies: AnySums(whole.anomalies, of: statistic.key)
      case .events: AnySums(whole.events[i], of: statistic.key)
      case .vectors, .pairs: whole.others[i]
      case .wholeFields: self.whole[i]?[stratum] ?? whole.others[i]
      }
    }
  }
}
