/// A statistic of whole fields: it looks at what is around a cell or along a row, which pairs do not know.
///
/// Its sums are made of bands of rows, which merge.
public protocol FieldStatistic: Statistic {
  /// Why it can't be had of fields of a layout, to go on after "the grid"; nil where it can.
  static func objection(to layout: FieldLayout) -> String?

  /// What some rows of a field add, one for each stratum of the cells.
  func sums(of whole: WholeFields, rows: Range<Int>) -> [Result]
}

extension FieldStatistic {
  public static func objection(to layout: FieldLayout) -> String? { nil }
  public var needsWholeForecasts: Bool { true }

  /// Pairs have no neighbours: they add nothing.
  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout Result) {}

  /// The rows that are added one after the other; bands of them are merged in order.
  private static var bandRows: Int { 64 }

  /// What a field adds, one for each stratum of the cells.
  ///
  /// - Parameter threads: How many bands of rows are added at a time; the sums are the same bits on any number.
  public func sums(of whole: WholeFields, threads: Int = 1) async -> [AnySums] {
    let rows = whole.layout.rows
    let bands = stride(from: 0, to: rows, by: Self.bandRows).map { $0..<min($0 + Self.bandRows, rows) }
    let shares = max(1, min(threads, bands.count))
    let byBand = await withTaskGroup(of: [(band: Int, sums: [Result])].self) { group in
      for share in 0..<shares {
        group.addTask {
          stride(from: share, to: bands.count, by: shares).map { ($0, sums(of: whole, rows: bands[$0])) }
        }
      }
      var byBand = [[Result]](repeating: [], count: bands.count)
      for await share in group { for (band, sums) in share { byBand[band] = sums } }
      return byBand
    }
    return whole.cells.parts.strata.indices.map { stratum in
      var merged = Result()
      for sums in byBand { merged.merge(sums[stratum]) }
      return AnySums(merged, of: key)
    }
  }
}
