import Fields
import Metrics
import Stations
import Testing

@testable import Verify

@Suite("Pairs of strata")
struct StratumPartsTests {
  private let register = StationRegister()
  private let numbers: [Int32]

  /// 200 stations by chance, some without a height.
  private static let stations: [Station] = {
    var random = SeededRandom(seed: 4)
    return (0..<200).map { i in
      station(
        "\(10000 + i)", -80 + 160 * random.uniform(), 360 * random.uniform(),
        i % 17 == 0 ? nil : 2000 * random.uniform())
    }
  }()

  init() { numbers = register.numbers(of: StratumPartsTests.stations) }

  private let observedStorm = Stratum(
    name: "storm", .observed, .observed(ObservedCondition(.temperature2m, [Threshold(.above, 285)])))

  private var strata: [Stratum] {
    let heights = [("low", nil, 500.0), ("middle", 500.0, 1200.0), ("high", 1200.0, nil)].map {
      Stratum(name: $0, .height, .place(.height(from: $1, below: $2)))
    }
    let tropics = Stratum(name: "tropics", region: .box(Region.Box(south: -20, north: 20, west: -180, east: 180)))
    let north = Stratum(name: "north", region: .box(Region.Box(south: 10, north: 90, west: -90, east: 90)))
    return heights + [
      tropics, north, observedStorm, .product(of: [north, heights[1]]), .product(of: [north, observedStorm]),
    ]
  }

  private func pairs(_ count: Int = 5000, members: Int = 1) -> MatchedPairs {
    var random = SeededRandom(seed: 9)
    let observations = (0..<count).map { _ in 270 + 20 * random.uniform() }
    let forecasts = observations.map { $0 + 4 * random.uniform() - 1.5 }
    return MatchedPairs(
      variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(6),
      stations: (0..<count).map { _ in numbers[Int(random.uniform() * 200)] }, forecasts: forecasts,
      observations: observations,
      members: members > 1 ? forecasts.flatMap { f in (0..<members).map { f + Double($0) } } : [],
      memberCount: members)
  }

  /// The pairs that meet every condition, looked at one by one.
  private func filtered(_ pairs: MatchedPairs, _ stratum: Stratum) -> MatchedPairs {
    let observed = stratum.observed.map { $0.holds(of: pairs.observations, pairs.columns) }
    return pairs.selecting(
      pairs.stations.indices.filter { i in
        let station = register.stations[Int(pairs.stations[i])]
        return stratum.contains(
          Place(coordinate: station.coordinate, elevation: station.elevation, station: station.id))
          && observed.allSatisfy { $0[i] }
      })
  }

  private func expectClose(_ a: AnySums, _ b: AnySums, _ name: String) {
    #expect(a.statistic == b.statistic && a.n == b.n, "\(name)")
    for (x, y) in zip(a.numbers, b.numbers) { #expect(abs(x - y) <= 1e-12 * max(1, abs(x), abs(y)), "\(name)") }
  }

  @Test(arguments: [1, 5])
  func sumsAreThoseOfThePairsThatAFilterLeaves(members: Int) throws {
    let pairs = pairs(members: members)
    let membership = StratumMembership(Strata(strata), register: register)
    let statistics: [any Statistic] =
      [ErrorMoments(), ContingencyTable(Threshold(.atLeast, 280))]
      + (members > 1 ? [EnsembleMoments(), StationEnergy()] as [any Statistic] : [])
    let sums = try membership.parts(of: pairs).sums(of: statistics, from: pairs)
    #expect(membership.strata.map(\.name) == ["all"] + strata.map(\.name))
    for (stratum, found) in zip(membership.strata, sums) {
      let part = filtered(pairs, stratum)
      #expect(part.count > 50)
      for (statistic, found) in zip(statistics, found) {
        var expected = statistic.emptySums()
        try statistic.accumulate(part, into: &expected)
        expectClose(found, expected, "\(stratum.name) \(statistic.key)")
      }
    }
  }

  @Test func bandsAndTheUnknownMergeToTheWhole() throws {
    let pairs = pairs()
    let membership = StratumMembership(Strata(strata), register: register)
    let parts = membership.parts(of: pairs)
    let sums = try parts.sums(of: [ErrorMoments()], from: pairs)
    let bands = membership.strata.indices.filter { membership.strata[$0].family == .height }
    var whole = sums[bands[0]][0]
    for band in bands.dropFirst() { try whole.merge(sums[band][0]) }
    let unknown = pairs.selecting(
      pairs.stations.indices.filter { register.stations[Int(pairs.stations[$0])].elevation == nil })
    #expect(parts.count(outside: bands) == unknown.count)
    #expect(unknown.count > 100)
    var rest = ErrorMoments().emptySums()
    try ErrorMoments().accumulate(unknown, into: &rest)
    try whole.merge(rest)
    expectClose(whole, sums[0][0], "whole")
  }

  @Test func strataOfAnotherVariablesObservationHaveNoPairs() throws {
    let wind = Stratum(
      name: "gale", .observed, .observed(ObservedCondition(Variable("ws10m") ?? .temperature2m, [Threshold(.above, 0)]))
    )
    let pairs = pairs(10)
    let sums = try StratumMembership(Strata([wind]), register: register).parts(of: pairs)
      .sums(of: [ErrorMoments()], from: pairs)
    #expect(sums[0].count == 1)
    #expect(sums[1].isEmpty)
  }

  @Test func withoutStrataNothingIsCopied() throws {
    let pairs = pairs(10)
    let parts = StratumMembership(Strata([]), register: register).parts(of: pairs)
    #expect(parts.parts == [0..<10])
    #expect(parts.pairs.stations == pairs.stations)
  }

  @Test func theOrderOfPartsDoesNotDependOnWhenStationsWereSeen() throws {
    let other = StationRegister()
    let reversed = Array(other.numbers(of: StratumPartsTests.stations.reversed()).reversed())
    let pairs = pairs()
    var renumbered = pairs
    renumbered.stations = pairs.stations.map { reversed[numbers.firstIndex(of: $0) ?? 0] }
    let a = try StratumMembership(Strata(strata), register: register).parts(of: pairs)
      .sums(of: [ErrorMoments()], from: pairs)
    let b = try StratumMembership(Strata(strata), register: other).parts(of: renumbered)
      .sums(of: [ErrorMoments()], from: renumbered)
    #expect(a == b)
  }
}
