import Metrics
import Stations
import Synchronization

/// Which stations of a run are in which stratum that sums are kept of; the first is every station.
final class StratumMembership: Sendable {
  let strata: [Stratum]
  private let register: StationRegister
  /// By stratum, then by number of the station.
  private let members: Mutex<[[Bool]]>

  init(_ strata: Strata, register: StationRegister) {
    self.strata = strata.kept
    self.register = register
    members = Mutex([[Bool]](repeating: [], count: strata.kept.count))
  }

  /// The pairs whose stations are in the stratum at a position of `strata`.
  func part(_ position: Int, of pairs: MatchedPairs) -> MatchedPairs {
    guard strata[position] != .all else { return pairs }
    let members = members(position, upTo: Int(pairs.stations.max() ?? -1) + 1)
    let observed = strata[position].observed
    return pairs.selecting(
      pairs.stations.indices.filter { i in
        members[Int(pairs.stations[i])]
          && observed.allSatisfy { $0.variable == pairs.variable && $0.holds(for: pairs.observations[i]) }
      })
  }

  private func members(_ position: Int, upTo count: Int) -> [Bool] {
    members.withLock { members in
      if members[position].count < count {
        let stations = register.stations
        members[position] += stations[members[position].count...].map { station in
          strata[position].contains(
            Place(
              coordinate: station.coordinate, elevation: station.elevation, station: StationIdentifier.wmo(station.id)))
        }
      }
      return members[position]
    }
  }
}
