import Foundation

extension Parallels {
  /// The closest cells by great circle, nearest first, or nil where the point is outside.
  ///
  /// Exact: rows are searched outwards while they are closer in latitude than what was found, and
  /// each row from the closest longitude outwards.
  func nearest(to point: Coordinate, count wanted: Int) -> [Int]? {
    guard let start = closestRow(to: point), wanted > 0 else { return nil }
    var found = ClosestCells(limit: wanted)
    var (before, after) = (start.row, start.row + 1)
    while before >= 0 || after < rowCount {
      let down = before >= 0 ? abs(latitudes[before] - point.latitude) : .infinity
      let up = after < rowCount ? abs(latitudes[after] - point.latitude) : .infinity
      let isDown = down <= up
      guard found.accepts(haversine(degrees: min(down, up))) else { break }
      search(row: isDown ? before : after, from: point, &found)
      if isDown { before -= 1 } else { after += 1 }
    }
    return found.cells
  }

  private func search(row: Int, from point: Coordinate, _ found: inout ClosestCells) {
    guard let axis = self.row(row) else { return }
    let span = axis.span(of: point.longitude)
    let apart = haversine(degrees: latitudes[row] - point.latitude)
    let scale = cos(latitudes[row] * .pi / 180) * cos(point.latitude * .pi / 180)
    func distance(_ column: Int) -> Double {
      apart + scale * haversine(degrees: axis.axis[column] - point.longitude)
    }
    var (left, right) = (span.lower, span.upper)
    if left == right { right += 1 }
    for _ in 0..<axis.distinct {
      if axis.wraps {
        left = left < 0 ? axis.distinct - 1 : left
        right = right >= axis.distinct ? 0 : right
      }
      let toLeft = left >= 0 ? distance(left) : .infinity
      let toRight = right < axis.distinct ? distance(right) : .infinity
      let closest = min(toLeft, toRight)
      guard found.accepts(closest) else { return }
      found.add(firstCell(ofRow: row) + (toLeft <= toRight ? left : right), at: closest)
      if toLeft <= toRight { left -= 1 } else { right += 1 }
    }
  }
}

/// sin²(x/2), which grows with the angle and keeps its precision at small ones.
func haversine(degrees: Double) -> Double {
  let s = sin(degrees * .pi / 360)
  return s * s
}

/// The closest cells of a search so far, nearest first; among equals the lower number.
struct ClosestCells {
  private(set) var cells: [Int] = []
  private(set) var distances: [Double] = []
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Whether a cell at this distance would be among them.
  func accepts(_ distance: Double) -> Bool {
    cells.count < limit || distance <= distances[distances.count - 1]
  }

  mutating func add(_ cell: Int, at distance: Double) {
    var slot = cells.count
    while slot > 0, (distance, cell) < (distances[slot - 1], cells[slot - 1]) { slot -= 1 }
    guard slot < limit else { return }
    cells.insert(cell, at: slot)
    distances.insert(distance, at: slot)
    if cells.count > limit {
      cells.removeLast()
      distances.removeLast()
    }
  }
}
