import Fields
import Foundation

/// Slow and obvious geometry to compare with.
func latitude(sine: Double) -> Double { asin(sine) * 180 / .pi }

/// The latitudes of a Gaussian grid, from north to south: the roots of the Legendre polynomial by
/// Newton's method.
func gaussianLatitudes(_ count: Int) -> [Double] {
  (0..<count).map { index in
    var x = cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
    for _ in 0..<50 {
      var (previous, here) = (1.0, x)
      for n in 2...count {
        (previous, here) = (here, (Double(2 * n - 1) * x * here - Double(n - 1) * previous) / Double(n))
      }
      x -= here * (x * x - 1) / (Double(count) * (x * here - previous))
    }
    return latitude(sine: x)
  }
}

extension Grid {
  /// The distances in metres to the closest cells, by looking at all of them.
  func distancesByBruteForce(to point: Coordinate, count: Int) -> [Double] {
    Array(
      (0..<self.count).map { coordinate(of: $0) }.filter { $0.latitude.isFinite && $0.longitude.isFinite }
        .map { $0.distance(to: point) }.sorted().prefix(count))
  }

  /// The value of a function of place at every cell.
  func field(_ value: (Coordinate) -> Double) -> Field {
    Field(values: (0..<count).map { Float(value(coordinate(of: $0))) }, grid: self)
  }
}

/// Reproducible points all over the sphere (SplitMix64).
struct RandomPoints: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func point() -> Coordinate {
    Coordinate(
      latitude: latitude(sine: Double.random(in: -1...1, using: &self)),
      longitude: Double.random(in: -180...360, using: &self))
  }

  /// A point near some cell of a grid, inside or a little outside.
  mutating func point(near grid: any Grid, within degrees: Double) -> Coordinate {
    var cell = grid.coordinate(of: Int.random(in: 0..<grid.count, using: &self))
    cell.latitude = min(90, max(-90, cell.latitude + Double.random(in: -degrees...degrees, using: &self)))
    let stretch = max(0.02, cos(cell.latitude * .pi / 180))
    cell.longitude += Double.random(in: -degrees...degrees, using: &self) / stretch
    return cell
  }
}
