import Dispatch

/// Takes fields from one grid to another, with weights that are computed once.
///
/// Nothing is extrapolated: target cells outside the source grid are missing. Between equal grids values
/// are copied and not computed with. Sums are in Float64 in a fixed order for each target cell, so that
/// the result has the same bits on any number of threads.
///
/// Conservative regridding knows grids whose rows follow parallels: regular latitude-longitude, regular
/// and reduced Gaussian grids. Cells reach half-way to their neighbours, outermost ones as far outside
/// as inside; rows of a global grid reach the pole.
public struct Regridder: Sendable {
  public let source: any Grid
  public let target: any Grid
  public let regridding: Regridding
  private let weights: Weights

  private enum Weights: Sendable {
    case identity
    case rows(RowWeights)
    case cells(CellWeights)
  }

  /// Throws `FieldError` where the method does not know one of the grids.
  public init(from source: any Grid, to target: any Grid, _ regridding: Regridding) throws(FieldError) {
    self.source = source
    self.target = target
    self.regridding = regridding
    if source.isEqual(to: target) {
      weights = .identity
    } else if regridding.method == .conservative {
      guard let from = source as? any GridOfParallels, let to = target as? any GridOfParallels else {
        throw .regridding(
          from: source.summary, to: target.summary,
          reason: "conservative regridding knows latitude-longitude and Gaussian grids only; use bilinear or nearest")
      }
      weights = .rows(RowWeights(from: from.parallels, to: to.parallels))
    } else {
      if regridding.method == .bilinear, source is UnstructuredGrid {
        throw .regridding(
          from: source.summary, to: target.summary,
          reason: "points without rows and columns have no bilinear interpolation; use nearest")
      }
      let interpolation: Interpolation = regridding.method == .nearest ? .nearest : .bilinear
      weights = .cells(CellWeights(from: source, to: target, interpolation))
    }
  }

  /// Whether the grids are equal, so that fields stay as they are.
  public var isIdentity: Bool {
    if case .identity = weights { return true }
    return false
  }

  /// The field on the target grid; NaN is missing. Traps where the field is not on the source grid.
  public func apply(to field: Field, threads: Int = 1) -> (field: Field, counts: RegriddingCounts) {
    precondition(field.grid.isEqual(to: source), "a field on \(field.grid.summary), weights for \(source.summary)")
    if isIdentity {
      var counts = RegriddingCounts()
      counts.missing = field.missingCount
      counts.valid = target.count - counts.missing
      return (Field(values: field.values, grid: target), counts)
    }
    var values = [Float](repeating: .nan, count: target.count)
    let counts = field.values.withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { apply(to: source, into: $0, threads: threads) }
    }
    return (Field(values: values, grid: target), counts)
  }

  /// As above from and into memory of the caller, `source.count` and `target.count` values in the order
  /// of the grids. Traps where the numbers differ.
  ///
  /// - fractions: where given, the part of each target cell's weights that lies on values which are not
  ///   missing, 0...1.
  @discardableResult
  public func apply(
    to values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>,
    fractions: UnsafeMutableBufferPointer<Float>? = nil, threads: Int = 1
  ) -> RegriddingCounts {
    precondition(values.count == source.count, "\(values.count) values on a grid of \(source.count) cells")
    precondition(result.count == target.count, "room for \(result.count) values of \(target.count) cells")
    precondition(fractions.map { $0.count == target.count } ?? true, "fractions for every target cell")
    let blocks = max(1, min(threads, blockCount))
    guard blocks > 1 else { return apply(to: values, into: result, fractions, block: 0, of: 1) }
    var counts = [RegriddingCounts](repeating: RegriddingCounts(), count: blocks)
    counts.withUnsafeMutableBufferPointer { counts in
      // Every block writes its own cells and its own counts.
      nonisolated(unsafe) let (values, result, fractions, counts) = (values, result, fractions, counts)
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        counts[block] = apply(to: values, into: result, fractions, block: block, of: blocks)
      }
    }
    return counts.reduce(RegriddingCounts(), +)
  }

  /// The number of pieces into which the work can be cut.
  private var blockCount: Int {
    switch weights {
    case .identity: 1
    case .rows(let weights): weights.rowCount
    case .cells(let weights): weights.targetCount
    }
  }

  private func apply(
    to values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>,
    _ fractions: UnsafeMutableBufferPointer<Float>?, block: Int, of blocks: Int
  ) -> RegriddingCounts {
    let part = block * blockCount / blocks..<(block + 1) * blockCount / blocks
    switch weights {
    case .identity: return copy(values, into: result, fractions)
    case .rows(let weights):
      return weights.apply(to: values, into: result, fractions, rows: part, threshold: regridding.threshold)
    case .cells(let weights):
      return weights.apply(to: values, into: result, fractions, cells: part, threshold: regridding.threshold)
    }
  }

  private func copy(
    _ values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>,
    _ fractions: UnsafeMutableBufferPointer<Float>?
  ) -> RegriddingCounts {
    var counts = RegriddingCounts()
    for cell in 0..<values.count {
      let isMissing = values[cell].isNaN
      result[cell] = values[cell]
      fractions?[cell] = isMissing ? 0 : 1
      if isMissing { counts.missing += 1 } else { counts.valid += 1 }
    }
    return counts
  }

  /// The source cells of a target cell with their weights, which add to the part of the cell that is
  /// inside the source grid. Traps where `cell` is out of range.
  public func parts(of cell: Int) -> [(cell: Int, weight: Double)] {
    precondition(cell >= 0 && cell < target.count, "cell \(cell) of a grid of \(target.count)")
    switch weights {
    case .identity: return [(cell, 1)]
    case .rows(let weights): return weights.parts(of: cell)
    case .cells(let weights): return weights.parts(of: cell)
    }
  }
}
