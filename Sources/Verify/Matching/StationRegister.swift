public import Stations
import Synchronization

/// Numbers the stations of a run, so that what is known of a station is looked up by number.
///
/// Numbers follow the order in which stations were first seen; nothing that is stored depends on them.
public final class StationRegister: Sendable {
  private struct State {
    var numbers: [Station: Int32] = [:]
    var stations: [Station] = []
  }

  private let state = Mutex(State())

  public init() {}

  /// The numbers of stations; a station at another position or height is another one.
  public func numbers(of stations: [Station]) -> [Int32] {
    state.withLock { state in
      stations.map { station in
        if let known = state.numbers[station] { return known }
        let number = Int32(state.stations.count)
        state.numbers[station] = number
        state.stations.append(station)
        return number
      }
    }
  }

  /// The stations in the order of their numbers.
  public var stations: [Station] { state.withLock { $0.stations } }
}
