public import Fields
import GRDB

extension ObservationStore {
  /// Marks values with what checks found, in one transaction; nothing is deleted.
  ///
  /// Marks of earlier runs in the window of valid times give way, so that the same findings again
  /// change nothing. A value is never better than its source said. Findings outside the window, or
  /// of values that are no longer there, are passed over.
  ///
  /// - Returns: How many values are marked.
  @discardableResult
  public func apply(
    _ findings: [QualityFinding], from: UTCTime = .distantPast, through: UTCTime = .distantFuture
  ) throws -> Int {
    do {
      return try database.write { connection in
        let directory = try self.directory.directory(connection)
        let window: StatementArguments = [from.secondsSince1970, through.secondsSince1970]
        try connection.execute(
          sql: """
            UPDATE observations SET quality = f.reported
            FROM (SELECT DISTINCT variable, valid_time, station, source, reported FROM flags
              WHERE valid_time BETWEEN ? AND ?) f
            WHERE observations.variable = f.variable AND observations.valid_time = f.valid_time
              AND observations.station = f.station AND observations.source = f.source
            """, arguments: window)
        try connection.execute(sql: "DELETE FROM flags WHERE valid_time BETWEEN ? AND ?", arguments: window)
        let insert = try connection.makeStatement(
          sql: """
            INSERT OR REPLACE INTO flags
            SELECT variable, valid_time, station, source, ?5, ?6,
              coalesce((SELECT reported FROM flags f WHERE f.variable = o.variable AND f.valid_time = o.valid_time
                AND f.station = o.station AND f.source = o.source), quality), ?7
            FROM observations o WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4
            """)
        let mark = try connection.makeStatement(
          sql: """
            UPDATE observations SET quality = max(quality, ?5)
            WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4
            """)
        for finding in findings where finding.validTime >= from && finding.validTime <= through {
          guard let variable = directory.id(ofVariable: finding.variable),
            let station = directory.id(ofStation: finding.station),
            let source = directory.sources.firstIndex(of: finding.source)
          else { continue }
          let key: StatementArguments = [variable, finding.validTime.secondsSince1970, station, source + 1]
          try insert.execute(arguments: key + [finding.check, Int(finding.quality.rawValue), finding.reason])
          try mark.execute(arguments: key + [Int(finding.quality.rawValue)])
        }
        return try Int.fetchOne(
          connection, sql: "SELECT count(*) FROM (SELECT DISTINCT variable, valid_time, station, source FROM flags)")
          ?? 0
      }
    } catch let error as DatabaseError {
      throw StationsError(path, ObservationStore.explain(error))
    }
  }
}
