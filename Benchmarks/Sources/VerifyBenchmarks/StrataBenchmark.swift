import Fields
import Foundation
import Metrics
import Stations
import Verify

/// What 20 strata cost beside all pairs alone, and beside a filter and a pass for each of them.
func scoreStrata() throws {
  heading("Scoring in 20 strata, one million pairs at 10 000 stations, one core")
  var random = SplitMix64(state: 2)
  let stations = (0..<10_000).map { number in
    Station(
      id: String(10_000 + number),
      coordinate: Coordinate(
        latitude: .random(in: -89..<89, using: &random), longitude: .random(in: -180..<180, using: &random)),
      elevation: .random(in: 0..<2500, using: &random))
  }
  let register = StationRegister()
  let numbers = register.numbers(of: stations)
  let observations = (0..<1_000_000).map { _ in Double.random(in: 250..<310, using: &random) }
  let pairs = MatchedPairs(
    variable: .temperature2m, initTime: UTCTime(secondsSince1970: 1_700_000_000), leadTime: .hours(6),
    stations: observations.indices.map { numbers[$0 % numbers.count] },
    forecasts: observations.map { $0 + .random(in: -2..<3, using: &random) }, observations: observations)
  let statistics = Accumulation.statistics(of: Metrics.Catalogue.metrics.filter { !($0.statistic is EnsembleMoments) })

  let membership = StratumMembership(Strata(twentyStrata()), register: register)
  precondition(membership.strata.count == 21, "20 strata and all pairs")
  let nothing = StratumMembership(Strata([]), register: register)
  var kept = 0
  func pass(_ membership: StratumMembership) throws {
    kept += try membership.parts(of: pairs).sums(of: statistics, from: pairs).count
  }
  try pass(membership)
  let n = Double(pairs.count)
  let plain = try best { try pass(nothing) }
  let strata = try best { try pass(membership) }
  let filters = try best(of: 2) {
    for stratum in membership.strata {
      let part = pairs.selecting(
        pairs.stations.indices.filter { i in
          let station = stations[Int(pairs.stations[i])]
          return stratum.contains(Place(coordinate: station.coordinate, elevation: station.elevation))
            && stratum.meets(pairs.observations[i])
        })
      var sums = Accumulation(statistics)
      try sums.add(part)
      kept += sums.sums.count
    }
  }
  Line(name: "all pairs alone", rate: n / plain, unit: "pairs/s").print()
  Line(
    name: "all pairs and 20 strata, \(membership.parts(of: pairs).parts.count) parts", rate: n / strata,
    unit: "pairs/s",
    comparison: String(format: "%.2f of the time of all pairs alone", strata / plain)
  ).print()
  Line(
    name: "a filter and a pass for each of the 21", rate: n / filters, unit: "pairs/s",
    comparison: String(format: "%.1f of the time of all pairs alone", filters / plain)
  ).print()
  if kept < 0 { print("") }
}

/// Eight regions, four bands of height, four of the observation, four products.
private func twentyStrata() -> [Stratum] {
  let regions = NamedRegion.all.prefix(8).map { Stratum(name: $0.id, region: .box($0.box)) }
  let heights = [(0.0, 250.0), (250, 500), (500, 1000), (1000, 3000)].map { (from: Double, below: Double) in
    Stratum(name: "height \(from)", .height, .place(.height(from: from, below: below)))
  }
  let observed = [(240.0, 265.0), (265, 280), (280, 295), (295, 320)].map { (from: Double, below: Double) in
    Stratum(
      name: "observed \(from)", .observed,
      .observed(ObservedCondition(.temperature2m, [Threshold(.atLeast, from), Threshold(.below, below)])))
  }
  return regions + heights + observed + heights.map { .product(of: [regions[0], $0]) }
}

extension Stratum {
  fileprivate func meets(_ observation: Double) -> Bool {
    conditions.allSatisfy { condition in
      guard case .observed(let observed) = condition else { return true }
      return observed.thresholds.allSatisfy { $0.isMet(by: observation) }
    }
  }
}
