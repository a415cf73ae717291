import Fields
import Foundation

/// Turns winds along the axes of a grid to east and north.
struct GRIBTurn: Sendable {
  /// Of the angle from the map's upward direction to true north, clockwise, at every point; NaN where
  /// the map does not show it.
  private var sine: [Double] = []
  private var cosine: [Double] = []

  init(_ grid: any Grid, _ projection: any Projection) {
    sine.reserveCapacity(grid.count)
    cosine.reserveCapacity(grid.count)
    for cell in 0..<grid.count {
      let angle = (projection.northAngle(at: grid.coordinate(of: cell)) ?? .nan) * .pi / 180
      sine.append(sin(angle))
      cosine.append(cos(angle))
    }
  }

  /// One component in true directions, from itself and the other, both along the grid's axes.
  func earthRelative(_ component: [Double], _ other: [Double], eastward: Bool) -> [Double] {
    component.indices.map { i in
      eastward
        ? component[i] * cosine[i] - other[i] * sine[i]
        : other[i] * sine[i] + component[i] * cosine[i]
    }
  }
}
