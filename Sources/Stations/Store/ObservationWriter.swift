import Fields
import GRDB
import GRDBSQLite

/// Writes batches of values into the table of observations, within a transaction that is its
/// caller's.
///
/// Many rows go in by one statement, which passes over keys that are there. Only where it inserted
/// fewer rows than it was given is each of them looked at.
struct ObservationWriter {
  struct Row {
    var variable: Int32
    var station: Int32
    var place: Int32
    var validTime: Int64
    var value: Double
    var quality: UInt8
    /// Its place in the batch: of two values for one key the later one counts.
    var order: Int32
  }

  struct Counts {
    var new = 0
    var unchanged = 0
    var replaced = 0
    /// The same value for the same key, twice in the file.
    var duplicates = 0
    var duplicateExamples: [Row] = []
  }

  let source: Int32
  let importID: Int64
  private(set) var counts = Counts()

  private static let rowsAtOnce = 64
  private let database: Database
  private let insertMany: Statement
  private let insertOne: Statement
  private let select: Statement

  init(_ database: Database, source: Int32, importID: Int64) throws {
    self.database = database
    self.source = source
    self.importID = importID
    func insert(_ rows: Int) throws -> Statement {
      let values = [String](repeating: "(?,?,?,\(source),?,?,?,\(importID))", count: rows).joined(separator: ",")
      return try database.makeStatement(
        sql: """
          INSERT OR IGNORE INTO observations (variable, valid_time, station, source, place, value, quality, import)
          VALUES \(values)
          """)
    }
    insertMany = try insert(ObservationWriter.rowsAtOnce)
    insertOne = try insert(1)
    select = try database.cachedStatement(
      sql: """
        SELECT value, quality, import, place,
          (SELECT max(reported) FROM flags
            WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4)
        FROM observations WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4
        """)
  }

  /// Writes rows, which it puts in the order of their keys.
  mutating func write(_ rows: inout [Row]) throws {
    ObservationWriter.sort(&rows)
    var later: [Row] = []
    var kept = 0
    for i in rows.indices {
      if kept > 0, ObservationWriter.isSameKey(rows[kept - 1], rows[i]) {
        later.append(rows[i])
      } else {
        rows[kept] = rows[i]
        kept += 1
      }
    }
    var start = 0
    while start < kept {
      let end = min(start + ObservationWriter.rowsAtOnce, kept)
      if end - start == ObservationWriter.rowsAtOnce {
        try insert(rows, start..<end, by: insertMany)
      } else {
        for i in start..<end { try insert(rows, i..<i + 1, by: insertOne) }
      }
      start = end
    }
    for row in later where try !settle(row) { duplicate(row) }
  }

  private mutating func insert(_ rows: [Row], _ range: Range<Int>, by statement: Statement) throws {
    let handle = statement.sqliteStatement
    var parameter: Int32 = 1
    for i in range {
      sqlite3_bind_int64(handle, parameter, Int64(rows[i].variable))
      sqlite3_bind_int64(handle, parameter + 1, rows[i].validTime)
      sqlite3_bind_int64(handle, parameter + 2, Int64(rows[i].station))
      sqlite3_bind_int64(handle, parameter + 3, Int64(rows[i].place))
      sqlite3_bind_double(handle, parameter + 4, rows[i].value)
      sqlite3_bind_int64(handle, parameter + 5, Int64(rows[i].quality))
      parameter += 6
    }
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
    let inserted = database.changesCount
    counts.new += inserted
    guard inserted < range.count else { return }
    // Rows of this import with the same value are those inserted just now, and any that an earlier
    // batch of the same file brought.
    var ours: [Row] = []
    for i in range where try !settle(rows[i]) { ours.append(rows[i]) }
    for row in ours.prefix(ours.count - inserted) { duplicate(row) }
  }

  /// Compares a row with what is stored under its key, and replaces that where its value or the quality
  /// that its source gave differs. Marks of checks stay with a value that stays.
  ///
  /// Returns false, and counts nothing, where the stored value is the same and of this import.
  private mutating func settle(_ row: Row) throws -> Bool {
    let key: StatementArguments = [row.variable, row.validTime, row.station, source]
    guard let stored = try GRDB.Row.fetchOne(select, arguments: key) else {
      throw StationsError("observations", "a value vanished while it was being imported; check the database")
    }
    let (value, quality, origin, place): (Double, Int, Int64, Int32) = (stored[0], stored[1], stored[2], stored[3])
    let reported: Int? = stored[4]
    let isSameValue = value == row.value
    if isSameValue, (reported ?? quality) == Int(row.quality) {
      if origin == importID { return false }
      counts.unchanged += 1
      return true
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO superseded SELECT ?1, ?2, ?3, ?4,
          (SELECT coalesce(max(sequence), 0) + 1 FROM superseded
            WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4), ?5, ?6, ?7, ?8, ?9
        """
    ).execute(arguments: key + [place, value, quality, origin, importID])
    try database.cachedStatement(
      sql: """
        UPDATE observations SET place = ?5, value = ?6, quality = ?7, import = ?8
        WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4
        """
    ).execute(arguments: key + [row.place, row.value, Int(row.quality), importID])
    if isSameValue, reported != nil {
      try requalify(key, as: row.quality)
    } else {
      try database.cachedStatement(
        sql: "DELETE FROM flags WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4"
      ).execute(arguments: key)
    }
    counts.replaced += 1
    return true
  }

  /// Gives a value that checks have marked another quality of its source. It is never better than
  /// either says.
  private func requalify(_ key: StatementArguments, as quality: UInt8) throws {
    try database.cachedStatement(
      sql: "UPDATE flags SET reported = ?5 WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4"
    ).execute(arguments: key + [Int(quality)])
    try database.cachedStatement(
      sql: """
        UPDATE observations SET quality = max(quality, (SELECT max(quality) FROM flags
          WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4))
        WHERE variable = ?1 AND valid_time = ?2 AND station = ?3 AND source = ?4
        """
    ).execute(arguments: key)
  }

  private mutating func duplicate(_ row: Row) {
    counts.duplicates += 1
    if counts.duplicateExamples.count < 3 { counts.duplicateExamples.append(row) }
  }

  /// By key, and rows of one key in their order. Rows come by report, each with many variables:
  /// counting them into their variables first leaves little to sort.
  private static func sort(_ rows: inout [Row]) {
    var next: [Int] = []
    for row in rows {
      if Int(row.variable) >= next.count { next += [Int](repeating: 0, count: Int(row.variable) + 1 - next.count) }
      next[Int(row.variable)] += 1
    }
    var start = 0
    for i in next.indices { (next[i], start) = (start, start + next[i]) }
    let unsorted = rows
    for row in unsorted {
      rows[next[Int(row.variable)]] = row
      next[Int(row.variable)] += 1
    }
    if !isSorted(rows) { rows.sort(by: precedes) }
  }

  private static func isSameKey(_ a: Row, _ b: Row) -> Bool {
    a.variable == b.variable && a.validTime == b.validTime && a.station == b.station
  }

  private static func precedes(_ a: Row, _ b: Row) -> Bool {
    if a.variable != b.variable { return a.variable < b.variable }
    if a.validTime != b.validTime { return a.validTime < b.validTime }
    if a.station != b.station { return a.station < b.station }
    return a.order < b.order
  }

  private static func isSorted(_ rows: [Row]) -> Bool {
    for i in rows.indices.dropFirst() where precedes(rows[i], rows[i - 1]) { return false }
    return true
  }
}
