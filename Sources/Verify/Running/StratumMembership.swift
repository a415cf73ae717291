import Metrics
import Stations
import Synchronization

/// Which stations of a run are in which stratum; the first stratum is every station.
final class StratumMembership: Sendable {
  let strata: [Stratum]
  private let register: StationRegister
  /// By stratum, then by number of the station.
  private let members: Mutex<[[Bool]]>

  init(_ strata: [Stratum], register: StationRegister) {
    self.strata = [.all] + strata
    self.register = register
    members = Mutex([[Bool]](repeating: [], count: strata.count + 1))
  }

  /// The pairs whose stations are in the stratum at a position of `strata`.
  func part(_ position: Int, of pairs: MatchedPairs) -> MatchedPairs {
    guard strata[position] != .all else { return pairs }
    let members = members(position, upTo: Int(pairs.stations.max() ?? -1) + 1)
    return pairs.selecting(pairs.stations.indices.filter { members[Int(pairs.stations[$0])] })
  }

  private func members(_ position: Int, upTo count: Int) -> [Bool] {
    members.withLock { members in
      if members[position].count < count {
        let stations = register.stations
        members[position] += stations[members[position].count...].map(strata[position].contains)
      }
      return members[position]
    }
  }
}
