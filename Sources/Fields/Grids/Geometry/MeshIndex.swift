/// Boxes around blocks of a mesh, in levels: each box holds 4 × 4 of the level below.
///
/// It needs no sorting, so that it is made in one pass, and finds both the closest cells and the
/// quadrilateral around a point.
struct MeshIndex: Sendable {
  private let mesh: Mesh
  private let levels: [Level]
  private static let factor = 4

  private struct Box {
    var low = UnitVector(repeating: .infinity)
    var high = UnitVector(repeating: -.infinity)

    mutating func include(_ point: UnitVector) {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }

    /// The squared distance to a point, 0 within; infinite where the box is empty.
    func distance(to point: UnitVector) -> Double {
      guard low.x <= high.x else { return .infinity }
      let apart = pointwiseMax(pointwiseMax(low - point, point - high), .zero)
      return (apart * apart).sum()
    }
  }

  private struct Level {
    let rows: Int
    let columns: Int
    var boxes: [Box]
  }

  init(_ mesh: Mesh) {
    self.mesh = mesh
    var levels = [MeshIndex.leaves(of: mesh)]
    while let below = levels.last, below.boxes.count > 1 { levels.append(MeshIndex.level(above: below)) }
    self.levels = levels
  }

  /// A leaf owns 4 × 4 cells and the quadrilaterals that begin at them, which reach one cell further.
  private static func leaves(of mesh: Mesh) -> Level {
    let (rows, columns) = ((mesh.rows + factor - 1) / factor, (mesh.columns + factor - 1) / factor)
    var boxes = [Box](repeating: Box(), count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        var box = Box()
        for r in row * factor...(row + 1) * factor {
          for c in column * factor...(column + 1) * factor {
            if let centre = mesh.centre(r, c) { box.include(centre) }
          }
        }
        // The sphere bulges out of a surface through points of it that are D apart by D²/3 at most.
        let size = box.high - box.low
        let bulge = box.low.x <= box.high.x ? min(1, (size * size).sum() / 3) : 0
        box.low -= bulge
        box.high += bulge
        boxes[row * columns + column] = box
      }
    }
    return Level(rows: rows, columns: columns, boxes: boxes)
  }

  private static func level(above below: Level) -> Level {
    let (rows, columns) = ((below.rows + factor - 1) / factor, (below.columns + factor - 1) / factor)
    var boxes = [Box](repeating: Box(), count: rows * columns)
    for row in 0..<below.rows {
      for column in 0..<below.columns {
        let child = below.boxes[row * below.columns + column]
        guard child.low.x <= child.high.x else { continue }
        boxes[row / factor * columns + column / factor].include(child.low)
        boxes[row / factor * columns + column / factor].include(child.high)
      }
    }
    return Level(rows: rows, columns: columns, boxes: boxes)
  }

  /// The first quadrilateral that holds a point, and where in it.
  func place(of point: UnitVector) -> (row: Int, column: Int, u: Double, v: Double)? {
    var pending = [(level: levels.count - 1, block: 0)]
    while let (level, block) = pending.popLast() {
      guard levels[level].boxes[block].distance(to: point) == 0 else { continue }
      if level > 0 {
        forEachChild(of: block, at: level) { pending.append((level - 1, $0)) }
        continue
      }
      let own = cells(of: block)
      for row in own.rows {
        for column in own.columns {
          if let (u, v) = mesh.place(of: point, row: row, column: column, margin: 0) { return (row, column, u, v) }
        }
      }
    }
    return nil
  }

  /// The closest cells, with squared chords as distances.
  func closest(to point: UnitVector, count: Int) -> ClosestCells {
    var found = ClosestCells(limit: count)
    search(levels.count - 1, 0, point, &found)
    return found
  }

  private func search(_ level: Int, _ block: Int, _ point: UnitVector, _ found: inout ClosestCells) {
    if level > 0 {
      var children: [(distance: Double, block: Int)] = []
      forEachChild(of: block, at: level) {
        children.append((levels[level - 1].boxes[$0].distance(to: point), $0))
      }
      children.sort { $0.distance < $1.distance }
      for child in children where child.distance.isFinite && found.accepts(child.distance) {
        search(level - 1, child.block, point, &found)
      }
      return
    }
    let own = cells(of: block)
    for row in own.rows {
      for column in own.columns {
        guard let centre = mesh.centre(row, column) else { continue }
        let apart = centre - point
        let distance = (apart * apart).sum()
        if found.accepts(distance) { found.add(row * mesh.columns + column, at: distance) }
      }
    }
  }

  /// The rows and columns of the cells that a leaf owns.
  private func cells(of leaf: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let (row, column) = leaf.quotientAndRemainder(dividingBy: levels[0].columns)
    return (block(row, of: mesh.rows), block(column, of: mesh.columns))
  }

  private func block(_ index: Int, of count: Int) -> Range<Int> {
    index * MeshIndex.factor..<min((index + 1) * MeshIndex.factor, count)
  }

  private func forEachChild(of block: Int, at level: Int, _ body: (Int) -> Void) {
    let below = levels[level - 1]
    let (row, column) = block.quotientAndRemainder(dividingBy: levels[level].columns)
    for r in self.block(row, of: below.rows) {
      for c in self.block(column, of: below.columns) { body(r * below.columns + c) }
    }
  }
}
