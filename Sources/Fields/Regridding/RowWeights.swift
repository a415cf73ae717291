/// The areas that cells of two grids share where the rows of both follow parallels.
///
/// A shared area is a shared height, in the sine of latitude, times a shared length of longitude: the
/// weights of rows and of columns are kept apart and multiplied when they are applied. Source rows
/// with the same columns are added up first and go through the columns once.
struct RowWeights: Sendable {
  private let source: Parallels
  private let target: Parallels
  private let rows: IntervalOverlaps
  /// The weights of columns that some pairs of rows share.
  private let tables: [IntervalOverlaps]
  /// The table of each part of `rows`; nil where one of the rows has no points.
  private let tableOfPart: [Int32?]

  var rowCount: Int { target.rowCount }

  init(from source: Parallels, to target: Parallels) {
    self.source = source
    self.target = target
    rows = IntervalOverlaps(from: source.bands, to: target.bands, period: nil)
    var tables: [IntervalOverlaps] = []
    var known: [AxisPair: Int32] = [:]
    var tableOfPart: [Int32?] = []
    for row in 0..<target.rowCount {
      for part in rows.parts(of: row) {
        guard let from = source.row(Int(rows.sources[part])), let to = target.row(row) else {
          tableOfPart.append(nil)
          continue
        }
        let pair = AxisPair(source: from, target: to)
        if let table = known[pair] {
          tableOfPart.append(table)
        } else {
          known[pair] = Int32(tables.count)
          tableOfPart.append(Int32(tables.count))
          tables.append(IntervalOverlaps(from: from.cells, to: to.cells, period: from.period))
        }
      }
    }
    self.tables = tables
    self.tableOfPart = tableOfPart
  }

  private struct AxisPair: Hashable {
    var source: CyclicAxis
    var target: CyclicAxis
  }

  func parts(of cell: Int) -> [(cell: Int, weight: Double)] {
    let (row, column) = target.place(of: cell)
    return rows.parts(of: row).flatMap { part -> [(cell: Int, weight: Double)] in
      guard let index = tableOfPart[part] else { return [] }
      let table = tables[Int(index)]
      let first = source.firstCell(ofRow: Int(rows.sources[part]))
      return table.parts(of: column).map {
        (first + Int(table.sources[$0]), rows.weights[part] * table.weights[$0])
      }
    }
  }

  /// The cells of some target rows.
  func apply(
    to values: UnsafeBufferPointer<Float>, rows targets: Range<Int>, threshold: Double
  ) -> (values: [Float], counts: RegriddingCounts) {
    var work = RowWork(source: source, target: target)
    var result: [Float] = []
    result.reserveCapacity(
      target.firstCell(ofRow: targets.upperBound) - target.firstCell(ofRow: targets.lowerBound))
    var counts = RegriddingCounts()
    for row in targets {
      add(row: row, of: values, into: &work)
      for column in 0..<(target.row(row)?.axis.count ?? 0) {
        let inside = work.inside[column]
        var (mean, fraction) = (work.sums[column] / inside, inside)
        if work.sums[column].isNaN { (mean, fraction) = meanOfPresent(row: row, column: column, of: values) }
        let isEnough = fraction >= threshold
        result.append(isEnough ? Float(mean) : .nan)
        if isEnough {
          counts.valid += 1
          if fraction < 1 - 1e-9 { counts.partial += 1 }
        } else if inside < threshold {
          counts.outside += 1
        } else {
          counts.missing += 1
        }
      }
    }
    return (result, counts)
  }

  /// The weighted sums and the covered parts of the cells of one target row.
  private func add(row: Int, of values: UnsafeBufferPointer<Float>, into work: inout RowWork) {
    work.clear()
    let parts = rows.parts(of: row)
    var part = parts.lowerBound
    while part < parts.upperBound {
      let table = tableOfPart[part]
      var height = 0.0
      let start = part
      while part < parts.upperBound, tableOfPart[part] == table {
        height += rows.weights[part]
        part += 1
      }
      guard let table else { continue }
      for index in start..<part {
        let row = Int(rows.sources[index])
        let cells = source.firstCell(ofRow: row)..<source.firstCell(ofRow: row + 1)
        work.combine(UnsafeBufferPointer(rebasing: values[cells]), rows.weights[index], isFirst: index == start)
      }
      work.spread(by: tables[Int(table)], height: height)
    }
  }

  /// The mean of what is not missing of a target cell, and its part of the cell.
  private func meanOfPresent(
    row: Int, column: Int, of values: UnsafeBufferPointer<Float>
  ) -> (mean: Double, fraction: Double) {
    var (sum, fraction) = (0.0, 0.0)
    for part in rows.parts(of: row) {
      guard let index = tableOfPart[part] else { continue }
      let table = tables[Int(index)]
      let first = source.firstCell(ofRow: Int(rows.sources[part]))
      for piece in table.parts(of: column) {
        let value = values[first + Int(table.sources[piece])]
        guard !value.isNaN else { continue }
        let weight = rows.weights[part] * table.weights[piece]
        sum += weight * Double(value)
        fraction += weight
      }
    }
    return (sum / fraction, fraction)
  }
}
