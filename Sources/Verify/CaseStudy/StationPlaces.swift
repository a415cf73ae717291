import Fields
import Stations
import Synchronization

/// Which numbers of a register are one station: reports give its position or height a little differently from hour to
/// hour, and it is to count once.
final class StationPlaces: Sendable {
  private struct Known {
    /// By number: the first number of the same station.
    var firsts: [Int32] = []
    var numbers: [String: [Int32]] = [:]
  }

  private let register: StationRegister
  private let reach: Double
  private let known = Mutex(Known())

  /// - reach: metres within which one identifier is one station.
  init(_ register: StationRegister, within reach: Double) {
    self.register = register
    self.reach = reach
  }

  /// For each number the first one of its station.
  func places(of numbers: [Int32]) -> [Int32] {
    let stations = register.stations
    return known.withLock { known in
      for number in known.firsts.count..<stations.count {
        let station = stations[number]
        let first = known.numbers[station.id]?.first { other in
          stations[Int(other)].coordinate.distance(to: station.coordinate) <= reach
        }
        known.firsts.append(first ?? Int32(number))
        if first == nil { known.numbers[station.id, default: []].append(Int32(number)) }
      }
      return numbers.map { known.firsts[Int($0)] }
    }
  }
}
