/// A k-d tree over points of the unit sphere, for the closest of them.
struct PointTree: Sendable {
  /// Points in the order of the tree: the middle of every range splits it.
  private var points: [UnitVector]
  /// The cell of each point.
  private var cells: [Int32]
  /// The direction in which the point splits its range.
  private var splits: [UInt8]

  /// Points that are not finite are left out.
  init(_ coordinates: [Coordinate]) {
    points = []
    cells = []
    points.reserveCapacity(coordinates.count)
    cells.reserveCapacity(coordinates.count)
    for (cell, coordinate) in coordinates.enumerated() where coordinate.isFinite {
      points.append(UnitVector(coordinate))
      cells.append(Int32(cell))
    }
    splits = [UInt8](repeating: 0, count: points.count)
    split(0..<points.count)
  }

  private mutating func split(_ whole: Range<Int>) {
    var pending = [whole]
    while let range = pending.popLast() {
      guard range.count > 1 else { continue }
      var (low, high) = (points[range.lowerBound], points[range.lowerBound])
      for i in range {
        low = pointwiseMin(low, points[i])
        high = pointwiseMax(high, points[i])
      }
      let extent = high - low
      let direction = extent.x >= extent.y && extent.x >= extent.z ? 0 : extent.y >= extent.z ? 1 : 2
      let middle = range.lowerBound + range.count / 2
      select(middle, in: range, by: direction)
      splits[middle] = UInt8(direction)
      pending.append(range.lowerBound..<middle)
      pending.append((middle + 1)..<range.upperBound)
    }
  }

  /// Moves the point of a rank to its place, smaller ones before and larger ones after it (Hoare's
  /// selection, with the median of three as the pivot).
  private mutating func select(_ rank: Int, in range: Range<Int>, by direction: Int) {
    var (left, right) = (range.lowerBound, range.upperBound - 1)
    while left < right {
      let (a, b, c) = (
        points[left][direction], points[(left + right) / 2][direction], points[right][direction]
      )
      let pivot = max(min(a, b), min(max(a, b), c))
      var (i, j) = (left, right)
      while i <= j {
        while points[i][direction] < pivot { i += 1 }
        while points[j][direction] > pivot { j -= 1 }
        guard i <= j else { break }
        points.swapAt(i, j)
        cells.swapAt(i, j)
        i += 1
        j -= 1
      }
      if rank <= j { right = j } else if rank >= i { left = i } else { return }
    }
  }

  /// The closest points to another, with squared chords as distances.
  func closest(to point: UnitVector, count: Int) -> ClosestCells {
    var found = ClosestCells(limit: count)
    search(0..<points.count, point, &found)
    return found
  }

  private func search(_ range: Range<Int>, _ point: UnitVector, _ found: inout ClosestCells) {
    guard !range.isEmpty else { return }
    let middle = range.lowerBound + range.count / 2
    let apart = points[middle] - point
    let distance = (apart * apart).sum()
    if found.accepts(distance) { found.add(Int(cells[middle]), at: distance) }
    guard range.count > 1 else { return }
    let toPlane = apart[Int(splits[middle])]
    let (before, after) = (range.lowerBound..<middle, (middle + 1)..<range.upperBound)
    search(toPlane > 0 ? before : after, point, &found)
    if found.accepts(toPlane * toPlane) { search(toPlane > 0 ? after : before, point, &found) }
  }
}
