import Fields
public import Metrics
import Stations
import Synchronization

/// Which pairs of a run are in which stratum that sums are kept of; the first stratum is every pair.
///
/// Stations that no condition on places tells apart are one class. A station's class is found once, however many pairs
/// it has.
public final class StratumMembership: Sendable {
  private struct Known {
    /// The class of each station, by its number.
    var classes: [Int32] = []
    /// By class: which strata's conditions on places it meets.
    var members: [[Bool]] = []
    var numbers: [[Bool]: Int32] = [:]
  }

  public let strata: [Stratum]
  let land: LandFractions?
  private let register: StationRegister
  private let known = Mutex(Known())

  /// - Parameter register: The one that numbers the stations of the pairs.
  public convenience init(_ strata: Strata, register: StationRegister) {
    self.init(strata, land: nil, register: register)
  }

  init(_ strata: Strata, land: LandFractions?, register: StationRegister) {
    self.strata = strata.kept
    self.land = land
    self.register = register
  }

  /// The kinds of strata that pairs of a variable may be in, with their positions among `strata`. Products are none:
  /// who is in them is in their factors.
  func families(of variable: Variable) -> [(family: Stratum.Family, positions: [Int])] {
    [Stratum.Family.regions, .stationLists, .landSea, .height, .observed].compactMap { family in
      let positions = strata.indices.filter { position in
        strata[position].family == family && strata[position].observed.allSatisfy { $0.variable == variable }
      }
      return positions.isEmpty ? nil : (family, positions)
    }
  }

  /// What strata need of the pairs of a variable beside forecasts and observations.
  func columns(of variable: Variable) -> Set<PairColumn> {
    strata.flatMap(\.observed).reduce(into: []) { columns, condition in
      if condition.variable == variable { columns.formUnion(condition.columns) }
    }
  }

  /// The pairs by the strata they are in.
  public func parts(of pairs: MatchedPairs) -> StratumParts {
    guard strata.count > 1 else { return StratumParts(all: pairs) }
    let (classes, members) = known(upTo: Int(pairs.stations.max() ?? -1) + 1)
    return StratumParts(pairs, classes: classes, members: members, strata: strata)
  }

  private func known(upTo count: Int) -> (classes: [Int32], members: [[Bool]]) {
    known.withLock { known in
      guard known.classes.count < count else { return (known.classes, known.members) }
      for station in register.stations[known.classes.count...] {
        let place = Place(
          coordinate: station.coordinate, elevation: station.elevation,
          landFraction: land?.fraction(at: station.coordinate), station: StationIdentifier.wmo(station.id))
        let members = strata.map { $0.contains(place) }
        let number = known.numbers[members] ?? Int32(known.members.count)
        if known.numbers.updateValue(number, forKey: members) == nil { known.members.append(members) }
        known.classes.append(number)
      }
      return (known.classes, known.members)
    }
  }
}
