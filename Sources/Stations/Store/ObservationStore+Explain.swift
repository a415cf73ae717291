public import Fields
import GRDB

extension ObservationStore {
  /// Every report of a station and variable near a valid time: of all sources and qualities, and
  /// those that later imports replaced; by time, source, and the order in which they came.
  ///
  /// Empty where the station or the variable is unknown, or has none.
  public func competingReports(
    station: String, variable: Variable, around time: UTCTime, within tolerance: TimeSpan = .hours(1)
  ) throws -> [StoredReport] {
    try read { connection in
      let directory = try self.directory.directory(connection)
      guard let stationID = directory.id(ofStation: station), let variableID = directory.id(ofVariable: variable)
      else { return [] }
      let rows = try Row.fetchAll(
        connection,
        sql: """
          SELECT o.valid_time, o.source, o.value, o.quality, i.file, i.imported_at, NULL AS replaced_by,
            9223372036854775807 AS sequence, o.place
          FROM observations o LEFT JOIN imports i ON i.id = o.import
          WHERE o.variable = ?1 AND o.valid_time BETWEEN ?3 AND ?4 AND o.station = ?2
          UNION ALL
          SELECT s.valid_time, s.source, s.value, s.quality, i.file, i.imported_at, coalesce(r.file, '?'), s.sequence, s.place
          FROM superseded s LEFT JOIN imports i ON i.id = s.import LEFT JOIN imports r ON r.id = s.replaced_by
          WHERE s.variable = ?1 AND s.valid_time BETWEEN ?3 AND ?4 AND s.station = ?2
          ORDER BY 1, 2, 8
          """,
        arguments: [
          variableID, stationID, (time - tolerance).secondsSince1970, (time + tolerance).secondsSince1970,
        ])
      let flags = try self.flags(variableID, stationID, connection)
      return try rows.map { row in
        let seconds: Int64 = row[0]
        let source: Int32 = row[1]
        let place = try directory.station(stationID, source: source, place: row[8])
        let validTime = UTCTime(secondsSince1970: seconds)
        let stands = row[6] == nil
        return StoredReport(
          station: place,
          observation: Observation(
            station: station, variable: variable, validTime: validTime, value: row[2],
            source: directory.source(source), quality: Quality(rawValue: row[3]) ?? .bad),
          file: row[4] ?? "?", importedAt: UTCTime(secondsSince1970: row[5] ?? 0), replacedBy: row[6],
          flags: stands ? flags[FlagKey(time: seconds, source: source)] ?? [] : [])
      }
    }
  }

  private struct FlagKey: Hashable {
    var time: Int64
    var source: Int32
  }

  private func flags(
    _ variable: Int32, _ station: Int32, _ connection: Database
  ) throws -> [FlagKey: [StoredReport.Flag]] {
    let rows = try Row.fetchCursor(
      connection,
      sql: """
        SELECT valid_time, source, check_name, quality, reason FROM flags
        WHERE variable = ? AND station = ? ORDER BY valid_time, source, check_name
        """, arguments: [variable, station])
    var result: [FlagKey: [StoredReport.Flag]] = [:]
    while let row = try rows.next() {
      result[FlagKey(time: row[0], source: row[1]), default: []].append(
        StoredReport.Flag(check: row[2], quality: Quality(rawValue: row[3]) ?? .bad, reason: row[4]))
    }
    return result
  }
}
