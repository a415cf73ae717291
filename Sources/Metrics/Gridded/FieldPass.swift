/// Takes a forecast and an analysis once and adds to every statistic, for every stratum of the grid.
///
/// Errors, anomalies and events of a fixed limit go several cells at a time; statistics of whole fields, which the
/// cells need a layout for, go row by row; any other statistic is given the cells as pairs.
public struct FieldPass: Sendable {
  enum Way: Sendable {
    case errors
    case anomalies
    case vectors
    case events(BlockEvents)
    case pairs
    case wholeFields
  }

  public let statistics: [any Statistic]
  public let cells: CellBlocks
  let ways: [Way]

  /// A statistic given twice is kept once.
  public init(_ statistics: [any Statistic], over cells: CellBlocks) {
    var seen: Set<String> = []
    self.statistics = statistics.filter { seen.insert($0.key).inserted }
    self.cells = cells
    ways = self.statistics.map { statistic in
      switch statistic {
      case is ErrorMoments: .errors
      case is AnomalyMoments: .anomalies
      case is VectorErrors: .vectors
      case is any FieldStatistic: .wholeFields
      case let table as ContingencyTable: BlockEvents(table.threshold).map(Way.events) ?? .pairs
      default: .pairs
      }
    }
  }

  /// The events of a fixed limit, and the positions of their statistics.
  var tables: [(position: Int, events: BlockEvents)] {
    ways.enumerated().compactMap { position, way in
      if case .events(let events) = way { (position, events) } else { nil }
    }
  }
  /// The position of the statistic of wind vectors.
  var vectors: Int? { ways.firstIndex { if case .vectors = $0 { true } else { false } } }
  var hasAnomalies: Bool { ways.contains { if case .anomalies = $0 { true } else { false } } }
  /// The positions of the statistics without a kernel of their own.
  var pairStatistics: [Int] { ways.indices.filter { if case .pairs = ways[$0] { true } else { false } } }

  /// What the statistics need beside the fields.
  public var columns: Set<PairColumn> { statistics.reduce(into: []) { $0.formUnion($1.columns) } }

  /// Whether one of the statistics needs a column.
  public func needs(_ column: PairColumn) -> Bool { statistics.contains { $0.columns.contains(column) } }

  var emptyPart: FieldBand.PartSums {
    FieldBand.PartSums(
      events: [ContingencySums](repeating: ContingencySums(), count: statistics.count),
      others: statistics.map { $0.emptySums() })
  }

  /// The sums of one forecast and analysis.
  ///
  /// Traps where the fields have another number of cells than the pass.
  ///
  /// - Parameter threads: How many bands of rows are added at a time; the sums are the same bits on any number.
  public func sums(of fields: ScoredFields, threads: Int = 1) async throws -> FieldSums {
    precondition(fields.forecasts.count == cells.parts.cellCount, "fields of \(fields.forecasts.count) cells")
    let whole = await wholeSums(of: fields, threads: threads)
    let bands = cells.bands.count
    let shares = max(1, min(threads, bands))
    guard shares > 1 else {
      return try FieldSums(self, (0..<bands).map { try FieldBand(self, fields, band: $0).sums }, whole: whole)
    }
    return try await withThrowingTaskGroup(of: [(band: Int, sums: FieldBand.Sums)].self) { group in
      for share in 0..<shares {
        group.addTask {
          try stride(from: share, to: bands, by: shares).map { ($0, try FieldBand(self, fields, band: $0).sums) }
        }
      }
      var sums = [FieldBand.Sums?](repeating: nil, count: bands)
      for try await share in group { for (band, part) in share { sums[band] = part } }
      return try FieldSums(self, sums.compactMap { $0 }, whole: whole)
    }
  }

  /// By the position of the statistics of whole fields, what one forecast and analysis add to each stratum.
  private func wholeSums(of fields: ScoredFields, threads: Int) async -> [Int: [AnySums]] {
    guard let layout = cells.layout else { return [:] }
    let whole = WholeFields(fields, cells, layout)
    var sums: [Int: [AnySums]] = [:]
    for (i, statistic) in statistics.enumerated() {
      if let statistic = statistic as? any FieldStatistic {
        sums[i] = await statistic.sums(of: whole, threads: threads)
      }
    }
    return sums
  }
}
