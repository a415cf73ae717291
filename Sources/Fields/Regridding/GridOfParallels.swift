/// A grid whose rows follow parallels.
protocol GridOfParallels: Grid {
  var parallels: Parallels { get }
}

extension RectilinearGrid: GridOfParallels {}
extension ReducedGrid: GridOfParallels {}

extension Parallels {
  /// The sines of the latitudes between which each row lies.
  var bands: [ClosedRange<Double>] {
    (0..<rowCount).map { min(sines[$0], sines[$0 + 1])...max(sines[$0], sines[$0 + 1]) }
  }
}

extension Parallels {
  /// Whether the cells of another grid are in the same places one by one, but for the rounding of
  /// coordinates in files.
  func coincides(with other: Parallels) -> Bool {
    guard rowCount == other.rowCount, count == other.count, latitudes.coincides(with: other.latitudes, period: nil)
    else { return false }
    return (0..<rowCount).allSatisfy { index in
      guard let row = row(index), let there = other.row(index) else {
        return row(index) == nil && other.row(index) == nil
      }
      return row == there || row.wraps == there.wraps && row.axis.coincides(with: there.axis, period: row.period)
    }
  }
}

extension Axis {
  /// Whether another axis has the same coordinates to a thousandth of a step, some turns of the period apart.
  func coincides(with other: Axis, period: Double?) -> Bool {
    guard count == other.count, spacing * other.spacing >= 0 else { return false }
    let turns = period.map { $0 * ((other.first - first) / $0).rounded() } ?? 0
    return (0..<count).allSatisfy { index in
      abs(other[index] - turns - self[index]) <= IntervalOverlaps.coincidence * abs(step(after: min(index, count - 2)))
    }
  }
}

extension CyclicAxis {
  /// The coordinates between which each cell lies: half-way to the neighbours, outermost ones as far
  /// outside as inside. Repeated columns lie where the first ones do.
  var cells: [ClosedRange<Double>] {
    (0..<axis.count).map { column in
      let index = column < distinct ? column : column - distinct
      let (before, after) = halfWidths(of: index)
      let lower = axis[index] - (axis.sign > 0 ? before : after)
      return lower...lower + before + after
    }
  }
}
