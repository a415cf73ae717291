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
