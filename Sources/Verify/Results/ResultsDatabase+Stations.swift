import Fields
import Foundation
import GRDB
import Metrics
import Stations

extension ResultsDatabase {
  /// Scores of every station with pairs, by variable, system and station, over all lead and initial times; on common
  /// pairs also what each differs from the baseline's, with p-values adjusted over the stations.
  func stationScores(
    _ pairing: Matching.Pairing, metrics: (Variable) -> [any Metric], significance: PlannedSignificance
  ) throws -> (scores: [EvaluationRecord.StationScore], differences: [EvaluationRecord.StationScore]) {
    let stations = try stations()
    let order = stations.indices.sorted { stations[$0].precedes(stations[$1]) }
    let systems = try systems()
    var all: (scores: [EvaluationRecord.StationScore], differences: [EvaluationRecord.StationScore]) = ([], [])
    for variable in try variables() {
      let shown = metrics(variable)
      for statistic in Accumulation.statistics(of: shown) where StationStatistics.keeps(statistic) {
        let own = shown.filter { ($0.statistic as any Statistic).key == statistic.key }
        let sums = try systems.map { try stationSums(pairing, variable, $0.name, statistic) }
        for (system, cases) in zip(systems, sums) {
          let scorer = StationScorer(
            system: system.name, variable: variable, stations: stations, order: order, significance: significance)
          all.scores += try scorer.scores(cases, own)
          let baseline = zip(systems, sums).first { $0.0.isBaseline }
          guard pairing == .common, let baseline, baseline.0 != system else { continue }
          all.differences += try scorer.differences(cases, own, minus: baseline.1, of: baseline.0.name)
        }
      }
    }
    return all
  }

  /// The sums of errors of each station by initial time, of every system and variable; a station that has had several
  /// places is one.
  func errorSumsByStation(_ pairing: Matching.Pairing) throws -> [Scorer.StationSums: [UTCTime: [ErrorSums]]] {
    var firstOfName: [String: Int] = [:]
    let places = try stations().enumerated().map { number, station in
      let first = firstOfName[station.id] ?? number
      firstOfName[station.id] = first
      return first
    }
    var all: [Scorer.StationSums: [UTCTime: [ErrorSums]]] = [:]
    for variable in try variables() {
      for system in try systems() {
        let key = Scorer.StationSums(system: system.name, variable: variable.description)
        all[key] = try stationSums(pairing, variable, system.name, ErrorMoments()).mapValues { sums in
          var merged = [ErrorSums](repeating: ErrorSums(), count: sums.count)
          for (number, part) in sums.enumerated() { merged[places[number]].merge(try ErrorMoments().result(in: part)) }
          return merged
        }
      }
    }
    return all
  }

  /// The sums of each station over all lead times, by initial time, then by number of the station.
  private func stationSums(
    _ pairing: Matching.Pairing, _ variable: Variable, _ system: String, _ statistic: any Statistic
  ) throws -> [UTCTime: [AnySums]] {
    let byStation = statistic.byStation()
    return try read { connection in
      var sums: [UTCTime: [AnySums]] = [:]
      let rows = try Row.fetchCursor(
        connection,
        sql: """
          SELECT init_time, sums FROM station_sums WHERE pairing = ? AND variable = ? AND system = ? AND statistic = ?
          """, arguments: [pairing.rawValue, variable.description, system, byStation.key])
      while let row = try rows.next() {
        sums[UTCTime(secondsSince1970: row[0])] = try byStation.sums(bytes: row[1] as Data).stations ?? []
      }
      return sums
    }
  }
}

extension Station {
  /// By identifier, for one at several places by position, and last by name: of two that differ one precedes.
  func precedes(_ other: Station) -> Bool {
    (id, coordinate.latitude, coordinate.longitude, elevation ?? -.infinity, name ?? "")
      < (
        other.id, other.coordinate.latitude, other.coordinate.longitude, other.elevation ?? -.infinity,
        other.name ?? ""
      )
  }
}
