/// Up to four cells and weights on their way into a stencil; those without weight are left out.
struct StencilParts {
  private(set) var count = 0
  private var cells = SIMD4<Int32>.zero
  private var weights = SIMD4<Double>.zero

  /// Traps on a fifth part.
  mutating func add(_ cell: Int, _ weight: Double) {
    guard weight != 0 else { return }
    if count == 0 { cells = SIMD4(repeating: Int32(cell)) }
    cells[count] = Int32(cell)
    weights[count] = weight
    count += 1
  }

  var stencil: Stencil? { count == 0 ? nil : Stencil(cells: cells, weights: weights) }
}

extension Stencil {
  init(cells: SIMD4<Int32>, weights: SIMD4<Double>) {
    self.cells = cells
    self.weights = weights
  }

  /// The same cells weighted by distance⁻²; the cell at the point alone where there is one.
  func byInverseDistance(to point: Coordinate, on grid: some Grid) -> Stencil {
    var result = self
    for slot in 0..<4 where weights[slot] != 0 {
      let distance = grid.coordinate(of: Int(cells[slot])).distance(to: point)
      if distance < Stencil.coincidence { return Stencil(cell: Int(cells[slot])) }
      result.weights[slot] = 1 / (distance * distance)
    }
    result.weights /= result.weights.sum()
    return result
  }

  /// Metres within which a point is at a cell's centre.
  static let coincidence = 0.01
}

extension Coordinate {
  var isFinite: Bool { latitude.isFinite && longitude.isFinite }
}
