/// Room for the sums of one target row while regridding by rows.
struct RowWork {
  /// The weighted sum of source rows with the same columns.
  private var combined: [Double]
  /// For each target column, the weighted sum of source values.
  private(set) var sums: [Double]
  /// For each target column, the part of the cell that is inside the source grid.
  private(set) var inside: [Double]

  init(source: Parallels, target: Parallels) {
    func longest(_ grid: Parallels) -> Int { (0..<grid.rowCount).map { grid.row($0)?.axis.count ?? 0 }.max() ?? 0 }
    combined = [Double](repeating: 0, count: longest(source))
    sums = [Double](repeating: 0, count: longest(target))
    inside = sums
  }

  mutating func clear() {
    for column in sums.indices { (sums[column], inside[column]) = (0, 0) }
  }

  /// Adds a source row, or begins with it.
  mutating func combine(_ row: UnsafeBufferPointer<Float>, _ weight: Double, isFirst: Bool) {
    combined.withUnsafeMutableBufferPointer { combined in
      if isFirst {
        for column in 0..<row.count { combined[column] = weight * Double(row[column]) }
      } else {
        for column in 0..<row.count { combined[column] += weight * Double(row[column]) }
      }
    }
  }

  /// Adds the combined source rows to the target cells.
  mutating func spread(by table: IntervalOverlaps, height: Double) {
    sums.withUnsafeMutableBufferPointer { sums in
      inside.withUnsafeMutableBufferPointer { inside in
        combined.withUnsafeBufferPointer { combined in
          table.withUnsafeParts { starts, sources, weights, covered in
            var part = 0
            for column in 0..<covered.count {
              let end = Int(starts[column + 1])
              var sum = 0.0
              while part < end {
                sum += weights[part] * combined[Int(sources[part])]
                part += 1
              }
              sums[column] += sum
              inside[column] += height * covered[column]
            }
          }
        }
      }
    }
  }
}
