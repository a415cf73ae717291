/// The geometry of a field: where its cells are, how large, and which of them surround a point.
///
/// A grid holds no data. Cells are numbered from 0 in the order of `Field.values`: row by row, each
/// row in one direction, whichever way rows and columns run. Readers undo column-major and alternating
/// scanning; nothing else is moved.
public protocol Grid: Hashable, Sendable {
  /// The number of cells.
  var count: Int { get }

  /// Rows and columns where the grid has them (`[2001, 4000]`), else `[count]`.
  var shape: [Int] { get }

  /// The kind and size, for people: `reduced Gaussian O160 (138 346 points)`.
  var summary: String { get }

  /// The centre of a cell. Traps where `cell` is out of range.
  func coordinate(of cell: Int) -> Coordinate

  /// The area of a cell in steradians: the cells of a global grid add to 4π.
  func area(of cell: Int) -> Double

  /// The cells and weights that give the value at a point, or nil where the point is outside the
  /// grid or the grid has no such interpolation. Nothing is extrapolated.
  ///
  /// `nearest` reaches half a cell beyond the outermost centres and no further; `bilinear` and
  /// `inverseDistance` need the point within the hull of cell centres. A global grid has no outside:
  /// it wraps in longitude, and across a pole the rows on both sides of it are used.
  func stencil(at point: Coordinate, _ method: Interpolation) -> Stencil?

  /// The cells closest to a point, nearest first and at most `count` of them, or nil where the
  /// point is outside the grid (as for `nearest`).
  func nearestCells(to point: Coordinate, count: Int) -> [Int]?
}

extension Grid {
  public var shape: [Int] { [count] }

  /// Whether two grids of any type are the same.
  public func isEqual(to other: any Grid) -> Bool {
    guard let other = other as? Self else { return false }
    return self == other
  }
}

/// How the value at a point is taken from the cells of a grid.
public enum Interpolation: Hashable, Sendable, Codable {
  /// The value of the closest cell.
  case nearest
  /// Linear in both directions of the grid. On a reduced grid: linear along each of the two
  /// bracketing rows, then linear in latitude between them.
  case bilinear
  /// The cells that `bilinear` would use, weighted by distance⁻². At a cell's centre, that cell alone.
  case inverseDistance
}

/// Up to four cells and their weights, which add to 1.
///
/// Unused slots repeat a used cell with weight 0; skip them, since 0 × NaN is NaN.
public struct Stencil: Hashable, Sendable {
  public var cells: SIMD4<Int32>
  public var weights: SIMD4<Double>

  /// One cell with weight 1.
  public init(cell: Int) {
    cells = SIMD4(repeating: Int32(cell))
    weights = [1, 0, 0, 0]
  }

  /// One to four cells with their weights. Traps on another number of them.
  public init(_ parts: [(cell: Int, weight: Double)]) {
    precondition((1...4).contains(parts.count), "a stencil has one to four cells")
    cells = SIMD4(repeating: Int32(parts[0].cell))
    weights = .zero
    for (slot, part) in parts.enumerated() {
      cells[slot] = Int32(part.cell)
      weights[slot] = part.weight
    }
  }

  /// The cells that carry weight, with it.
  public var parts: [(cell: Int, weight: Double)] {
    (0..<4).filter { weights[$0] != 0 }.map { (Int(cells[$0]), weights[$0]) }
  }

  /// The weighted value; NaN where any cell that carries weight is missing.
  @inlinable
  public func value(in values: UnsafeBufferPointer<Float>) -> Double {
    var sum = 0.0
    for slot in 0..<4 where weights[slot] != 0 {
      sum += weights[slot] * Double(values[Int(cells[slot])])
    }
    return sum
  }
}
