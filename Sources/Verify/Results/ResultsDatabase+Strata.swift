import Fields
import Foundation
import GRDB
import Metrics

extension ResultsDatabase {
  /// The strata, all pairs first, in the order of the plan.
  func strata() throws -> [StoredStratum] {
    guard let text = try fact("strata") else {
      // Results of before there were conditions on the time.
      let names = try read { connection in
        try String.fetchAll(connection, sql: "SELECT name FROM settings WHERE name LIKE 'stratum %' ORDER BY position")
      }
      return ([Stratum.all.name] + names.map { String($0.dropFirst("stratum ".count)) }).map(StoredStratum.init(name:))
    }
    guard let strata = try? JSONDecoder().decode([StoredStratum].self, from: Data(text.utf8)) else {
      throw ResultsDatabase.unknown(text, "strata", url)
    }
    return strata
  }

  func stratumDefinitions() throws -> [EvaluationRecord.Stratum] {
    try strata().map { EvaluationRecord.Stratum(name: $0.name, family: $0.family.rawValue, note: $0.note) }
  }

  /// How many pairs are in no stratum of each kind, by kind, variable and system in the order of the plan.
  ///
  /// Kinds of places and observations were counted pair by pair; those of times follow from the initial and lead times.
  func pairsOutside(_ pairing: Matching.Pairing) throws -> [EvaluationRecord.Outside] {
    let strata = try strata()
    let families = Stratum.Family.allCases.filter { family in
      family != .all && family != .products && strata.contains { $0.family == family }
    }
    let counted = try countedOutside(pairing)
    let used = try usedPairs(pairing)
    var rows: [EvaluationRecord.Outside] = []
    for family in families {
      let own = strata.filter { $0.family == family }
      let isOfTimes = own.contains { !$0.times.isEmpty }
      for variable in try variables() where family != .observed || own.contains(where: { $0.variable == variable }) {
        for system in try systems().map(\.name) {
          guard let units = used[PairsOf(system: system, variable: variable.description)] else { continue }
          let outside =
            isOfTimes
            ? units.reduce(0) { sum, unit in
              own.contains { $0.contains(from: unit.initTime, at: unit.leadTime) } ? sum : sum + unit.count
            } : counted[PairsOf(system: system, variable: variable.description)]?[family.rawValue] ?? 0
          rows.append(
            EvaluationRecord.Outside(
              system: system, variable: variable, family: family.rawValue,
              pairs: units.reduce(0) { $0 + $1.count }, outside: outside))
        }
      }
    }
    return rows
  }

  private struct PairsOf: Hashable {
    let system: String
    let variable: String
  }

  private func countedOutside(_ pairing: Matching.Pairing) throws -> [PairsOf: [String: Int]] {
    try read { connection in
      var counts: [PairsOf: [String: Int]] = [:]
      let rows = try Row.fetchCursor(
        connection,
        sql: "SELECT system, variable, family, sum(count) FROM outside WHERE pairing = ? GROUP BY 1, 2, 3",
        arguments: [pairing.rawValue])
      while let row = try rows.next() {
        counts[PairsOf(system: row[0], variable: row[1]), default: [:]][row[2]] = row[3]
      }
      return counts
    }
  }

  private func usedPairs(
    _ pairing: Matching.Pairing
  ) throws -> [PairsOf: [(initTime: UTCTime, leadTime: TimeSpan, count: Int)]] {
    try read { connection in
      var used: [PairsOf: [(initTime: UTCTime, leadTime: TimeSpan, count: Int)]] = [:]
      let rows = try Row.fetchCursor(
        connection,
        sql: "SELECT system, variable, init_time, lead_time, count FROM ledger WHERE pairing = ? AND outcome = 'used'",
        arguments: [pairing.rawValue])
      while let row = try rows.next() {
        used[PairsOf(system: row[0], variable: row[1]), default: []].append(
          (UTCTime(secondsSince1970: row[2]), .seconds(row[3]), row[4]))
      }
      return used
    }
  }
}
