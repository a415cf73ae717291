import Dispatch
import Synchronization

/// Takes fields from one grid to another, with weights that are computed once.
///
/// Nothing is extrapolated: target cells outside the source grid are missing. Between equal grids values
/// are copied and not computed with, also where coordinates differ by their rounding in files. Sums are in Float64 in a fixed order for each target cell, so that
/// the result has the same bits on any number of threads.
///
/// Conservative regridding knows grids whose rows follow parallels: regular latitude-longitude, regular
/// and reduced Gaussian grids. Cells reach half-way to their neighbours, outermost ones as far outside
/// as inside; the last rows of a global grid reach the pole where no row between is missing.
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
    if Regridder.areAlike(source, target) {
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

  /// Whether cells are in the same places, but for the rounding of coordinates in Float32 and in
  /// millionths of a degree.
  private static func areAlike(_ source: any Grid, _ target: any Grid) -> Bool {
    if source.isEqual(to: target) { return true }
    guard let source = source as? any GridOfParallels, let target = target as? any GridOfParallels else { return false }
    return source.parallels.coincides(with: target.parallels)
  }

  /// Whether the grids have the same cells in the same order, so that values stay as they are.
  public var isIdentity: Bool {
    if case .identity = weights { return true }
    return false
  }

  /// The field on the target grid; NaN is missing. Traps where the field is not on the source grid.
  public func apply(to field: Field, threads: Int = 1) -> (field: Field, counts: RegriddingCounts) {
    precondition(field.grid.isEqual(to: source), "a field on \(field.grid.summary), weights for \(source.summary)")
    let blocks = max(1, min(threads, blockCount))
    guard blocks > 1 else {
      let whole = block(0, of: 1, from: field)
      return (Field(values: whole.values, grid: target), whole.counts)
    }
    let done = Mutex([(values: [Float], counts: RegriddingCounts)?](repeating: nil, count: blocks))
    DispatchQueue.concurrentPerform(iterations: blocks) { number in
      let part = block(number, of: blocks, from: field)
      done.withLock { $0[number] = part }
    }
    let parts = done.withLock { $0.compactMap { $0 } }
    var values: [Float] = []
    values.reserveCapacity(target.count)
    for part in parts { values += part.values }
    return (Field(values: values, grid: target), parts.reduce(RegriddingCounts()) { $0 + $1.counts })
  }

  /// The number of pieces into which the work can be cut: rows, or cells.
  private var blockCount: Int {
    switch weights {
    case .identity: 1
    case .rows(let weights): weights.rowCount
    case .cells(let weights): weights.targetCount
    }
  }

  /// The values of one of so many blocks of the target's cells.
  private func block(
    _ number: Int, of blocks: Int, from field: Field
  ) -> (values: [Float], counts: RegriddingCounts) {
    let part = number * blockCount / blocks..<(number + 1) * blockCount / blocks
    switch weights {
    case .identity:
      var counts = RegriddingCounts()
      counts.missing = field.missingCount
      counts.valid = target.count - counts.missing
      return (field.values, counts)
    case .rows(let weights):
      return field.values.withUnsafeBufferPointer {
        weights.apply(to: $0, rows: part, threshold: regridding.threshold)
      }
    case .cells(let weights):
      return field.values.withUnsafeBufferPointer {
        weights.apply(to: $0, cells: part, threshold: regridding.threshold)
      }
    }
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
