/// Weights of source cells for each target cell, one after the other: a sparse matrix in compressed rows.
struct CellWeights: Sendable {
  /// Where the parts of each target cell begin, and the number of parts at the end.
  private(set) var starts: [Int]
  /// The source cells of the parts.
  private(set) var cells: [Int32] = []
  private(set) var weights: [Double] = []

  var targetCount: Int { starts.count - 1 }

  /// The stencils of the source grid at the centres of the target cells; none outside the source grid.
  init(from source: any Grid, to target: any Grid, _ interpolation: Interpolation) {
    starts = [0]
    starts.reserveCapacity(target.count + 1)
    let most = target.count * (interpolation == .nearest ? 1 : 4)
    cells.reserveCapacity(most)
    weights.reserveCapacity(most)
    for cell in 0..<target.count {
      if let stencil = source.stencil(at: target.coordinate(of: cell), interpolation) {
        for slot in 0..<4 where stencil.weights[slot] != 0 {
          cells.append(stencil.cells[slot])
          weights.append(stencil.weights[slot])
        }
      }
      starts.append(cells.count)
    }
  }

  func parts(of cell: Int) -> [(cell: Int, weight: Double)] {
    (starts[cell]..<starts[cell + 1]).map { (Int(cells[$0]), weights[$0]) }
  }

  /// Some target cells.
  func apply(
    to values: UnsafeBufferPointer<Float>, cells targets: Range<Int>, threshold: Double
  ) -> (values: [Float], counts: RegriddingCounts) {
    var result: [Float] = []
    result.reserveCapacity(targets.count)
    var counts = RegriddingCounts()
    cells.withUnsafeBufferPointer { cells in
      weights.withUnsafeBufferPointer { weights in
        for target in targets {
          let parts = starts[target]..<starts[target + 1]
          var sum = 0.0
          for part in parts { sum += weights[part] * Double(values[Int(cells[part])]) }
          var fraction = parts.isEmpty ? 0.0 : 1.0
          if sum.isNaN {
            (sum, fraction) = (0, 0)
            for part in parts where !values[Int(cells[part])].isNaN {
              sum += weights[part] * Double(values[Int(cells[part])])
              fraction += weights[part]
            }
            sum /= fraction
          }
          let isEnough = fraction >= threshold
          result.append(isEnough ? Float(sum) : .nan)
          if isEnough {
            counts.valid += 1
            if fraction < 1 - 1e-9 { counts.partial += 1 }
          } else if parts.isEmpty {
            counts.outside += 1
          } else {
            counts.missing += 1
          }
        }
      }
    }
    return (result, counts)
  }
}
