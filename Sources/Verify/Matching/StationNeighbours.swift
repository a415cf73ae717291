import Fields
import Foundation
import Stations
import Synchronization

/// Which stations of a run lie within a distance of each, itself included.
///
/// Stations are sorted into cubes of the distance's size, so that their number squared is never looked at.
final class StationNeighbours: Sendable {
  private struct Cube: Hashable {
    let x, y, z: Int32
  }

  private struct State {
    var count = 0
    var points: [SIMD3<Double>] = []
    var cubes: [Cube: [Int32]] = [:]
    /// By number.
    var neighbours: [[Int32]] = []
  }

  private let register: StationRegister
  /// The straight line through the Earth of the distance, in radii.
  private let chord: Double
  private let state = Mutex(State())

  /// - Parameter distance: Along the surface in metres.
  init(within distance: Double, of register: StationRegister) {
    self.register = register
    chord = 2 * sin(min(distance / Coordinate.earthRadius, .pi) / 2)
  }

  /// The neighbours of every station of the register by its number, in the order of their numbers.
  func all() -> [[Int32]] {
    let stations = register.stations
    return state.withLock { state in
      for number in state.count..<max(state.count, stations.count) {
        add(Int32(number), stations[number].coordinate, to: &state)
      }
      state.count = max(state.count, stations.count)
      return state.neighbours
    }
  }

  private func add(_ number: Int32, _ coordinate: Coordinate, to state: inout State) {
    let (phi, lambda) = (coordinate.latitude * .pi / 180, coordinate.longitude180 * .pi / 180)
    let point = SIMD3(cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi))
    let cube = self.cube(of: point)
    var found = [number]
    for x in cube.x - 1...cube.x + 1 {
      for y in cube.y - 1...cube.y + 1 {
        for z in cube.z - 1...cube.z + 1 {
          for other in state.cubes[Cube(x: x, y: y, z: z)] ?? [] {
            let gap = state.points[Int(other)] - point
            guard (gap * gap).sum() <= chord * chord else { continue }
            found.append(other)
            // Numbers ascend, so that this one comes last.
            state.neighbours[Int(other)].append(number)
          }
        }
      }
    }
    state.points.append(point)
    state.neighbours.append(found.sorted())
    state.cubes[cube, default: []].append(number)
  }

  private func cube(of point: SIMD3<Double>) -> Cube {
    let size = max(chord, 1e-7)
    return Cube(x: Int32(floor(point.x / size)), y: Int32(floor(point.y / size)), z: Int32(floor(point.z / size)))
  }
}
