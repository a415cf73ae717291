import Fields
import Foundation
import GRDB
public import Metrics
import Stations

extension AnySums {
  var data: Data { Data(bytes) }
}

extension ResultsDatabase {
  /// The units that are done, with what they were computed from.
  func unitsDone() throws -> [EvaluationUnit: String] {
    try read { connection in
      var done: [EvaluationUnit: String] = [:]
      let rows = try Row.fetchCursor(connection, sql: "SELECT init_time, lead_time, identity FROM units")
      while let row = try rows.next() {
        let unit = EvaluationUnit(
          initTime: UTCTime(secondsSince1970: row[0]), leadTime: .seconds(row[1]))
        done[unit] = row[2]
      }
      return done
    }
  }

  /// Removes all that is stored of some initial times, in one transaction; they are then to be computed again.
  func forget(_ initTimes: Set<UTCTime>) throws {
    guard !initTimes.isEmpty else { return }
    try write { connection in
      for table in ["units", "sums", "ledger", "station_sums", "outside"] {
        let delete = try connection.makeStatement(sql: "DELETE FROM \(table) WHERE init_time = ?")
        for time in initTimes.sorted() { try delete.execute(arguments: [time.secondsSince1970]) }
      }
      // Maps are sums over initial times, from which none can be taken out again.
      if try Int.fetchOne(connection, sql: "SELECT count(*) FROM map_sums") ?? 0 > 0 {
        try connection.execute(sql: "DELETE FROM map_sums; INSERT OR REPLACE INTO facts VALUES ('maps', 'incomplete')")
      }
    }
  }

  /// The pairing of its stored name; a name of another version throws.
  static func pairing(_ name: String, in url: URL) throws -> Matching.Pairing {
    guard let pairing = Matching.Pairing(rawValue: name) else { throw unknown(name, "kind of pairs", url) }
    return pairing
  }

  static func unknown(_ name: String, _ what: String, _ url: URL) -> VerifyError {
    VerifyError(
      file: url.path, "the results hold the \(what) '\(name)', which this version does not know",
      suggestion: "Read them with the version that wrote them, or run the evaluation again with --restart.")
  }

  /// Stations in the order of their numbers.
  func stations() throws -> [Station] {
    try read { connection in
      try Row.fetchAll(
        connection, sql: "SELECT id, name, latitude, longitude, elevation FROM stations ORDER BY number"
      ).map { row in
        Station(
          id: row[0], name: row[1], coordinate: Coordinate(latitude: row[2], longitude: row[3]), elevation: row[4])
      }
    }
  }

  func fact(_ name: String) throws -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM facts WHERE name = ?", arguments: [name]) }
  }

  /// The ledger by system, variable and lead time, in the order of systems and variables of the plan.
  public func ledger(_ pairing: Matching.Pairing) throws -> [EvaluationRecord.LedgerRow] {
    let systems = try systems().map(\.name)
    var rows: [EvaluationRecord.LedgerRow] = []
    try read { connection in
      let cursor = try Row.fetchCursor(
        connection,
        sql: """
          SELECT system, variable, lead_time, outcome, sum(count) FROM ledger WHERE pairing = ?
          GROUP BY system, variable, lead_time, outcome ORDER BY variable, system, lead_time, outcome
          """, arguments: [pairing.rawValue])
      while let row = try cursor.next() {
        let name: String = row[1]
        guard let variable = Variable(name) else { throw ResultsDatabase.unknown(name, "variable", url) }
        let (system, leadTime): (String, TimeSpan) = (row[0], .seconds(row[2]))
        if rows.last?.system != system || rows.last?.variable != variable || rows.last?.leadTime != leadTime {
          rows.append(
            EvaluationRecord.LedgerRow(system: system, variable: variable, leadTime: leadTime, ledger: Ledger()))
        }
        let (outcome, count): (String, Int) = (row[3], row[4])
        if outcome == "used" {
          rows[rows.count - 1].ledger.use(count)
        } else if let reason = RejectionReason(rawValue: outcome) {
          rows[rows.count - 1].ledger.reject(reason, count)
        } else {
          throw ResultsDatabase.unknown(outcome, "reason", url)
        }
      }
    }
    let variables = try variables()
    return rows.sorted { a, b in
      let (x, y) = (variables.firstIndex(of: a.variable) ?? 0, variables.firstIndex(of: b.variable) ?? 0)
      if x != y { return x < y }
      let (s, t) = (systems.firstIndex(of: a.system) ?? 0, systems.firstIndex(of: b.system) ?? 0)
      return s != t ? s < t : a.leadTime < b.leadTime
    }
  }

  func systems() throws -> [RunHeader.System] {
    try read { connection in
      try Row.fetchAll(connection, sql: "SELECT name, baseline, summary FROM systems ORDER BY position")
        .map { RunHeader.System(name: $0[0], isBaseline: $0[1], summary: $0[2]) }
    }
  }

  /// The variables of the plan, in its order.
  func variables() throws -> [Variable] {
    try list("variables").map { name in
      guard let variable = Variable(name) else { throw ResultsDatabase.unknown(name, "variable", url) }
      return variable
    }
  }

  private func list(_ setting: String) throws -> [String] {
    let text = try read {
      try String.fetchOne($0, sql: "SELECT value FROM settings WHERE name = ?", arguments: [setting])
    }
    return (text ?? "").split(separator: ", ").map(String.init)
  }
}
