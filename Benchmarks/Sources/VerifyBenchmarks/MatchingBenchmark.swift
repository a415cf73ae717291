import Fields
import Foundation
import Metrics
import Stations
import Verify

/// Pairs a second from gridded fields at 10 000 stations, matched and scored, beside the gathers alone.
func matchStations() throws {
  heading("Matching and scoring, 2001 x 4000 fields at 10 000 stations, one core")
  let grid = try RectilinearGrid(
    latitudes: (0..<2001).map { 90 - Double($0) * 0.09 }, longitudes: (0..<4000).map { Double($0) * 0.09 })
  var random = SplitMix64(state: 1)
  let field = Field(values: (0..<grid.count).map { _ in Float.random(in: 250..<310, using: &random) }, grid: grid)
  let time = UTCTime(secondsSince1970: 1_700_000_000)
  let stations = (0..<10_000).map { number in
    Station(
      id: String(10_000 + number),
      coordinate: Coordinate(
        latitude: .random(in: -89..<89, using: &random), longitude: .random(in: -180..<180, using: &random)),
      elevation: 100)
  }
  let values = stations.map { _ in Double.random(in: 250..<310, using: &random) }
  let register = StationRegister()
  let candidates = Candidates(
    variable: .temperature2m, validTime: time + .hours(6), stations: stations, values: values, register: register)
  let forecast = Forecast(
    .temperature2m, initTime: time, leadTime: .hours(6), values: .fields([field]), origin: "random numbers")
  let n = Double(stations.count)

  let stencilTime = best { _ = stations.map { grid.stencil(at: $0.coordinate, .bilinear) } }
  Line(name: "bilinear stencils from positions", rate: n / stencilTime, unit: "stations/s").print()

  let stencils = stations.compactMap { grid.stencil(at: $0.coordinate, .bilinear) }
  var kept = 0.0
  let gathers = best(of: 20) {
    field.values.withUnsafeBufferPointer { cells in
      var sum = 0.0
      for stencil in stencils { sum += stencil.value(in: cells) }
      kept += sum
    }
  }
  Line(name: "limit: the four gathers of each station alone", rate: n / gathers, unit: "pairs/s").print()

  let matcher = StationMatcher(system: "random", matching: Matching())
  let metrics = Metrics.Catalogue.metrics.filter { !($0.statistic is EnsembleMoments) }
  for method in [Matching.Method.bilinear, .nearest] {
    var matching = Matching()
    matching.method = method
    let matcher = StationMatcher(system: "random", matching: matching)
    let elapsed = try best(of: 20) {
      let match = try matcher.match(forecast, with: candidates)
      var sums = Accumulation(for: metrics)
      try sums.add(match.pairs)
      kept += Double(sums.sums.count)
    }
    Line(
      name: "\(method.rawValue): matched and all scores accumulated", rate: n / elapsed, unit: "pairs/s",
      comparison: String(format: "%.2f of the gathers alone", gathers / elapsed)
    ).print()
  }
  let match = try matcher.match(forecast, with: candidates)
  let scoring = try best(of: 20) {
    var sums = Accumulation(for: metrics)
    try sums.add(match.pairs)
    kept += Double(sums.sums.count)
  }
  Line(name: "all scores accumulated alone", rate: n / scoring, unit: "pairs/s").print()
  if kept.isNaN { print("") }
}
