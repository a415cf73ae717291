public import Fields
import GRDB

extension ObservationStore {
  /// The variables held, by short name.
  public func variables() throws -> [Variable] {
    try summary().variables.map(\.variable)
  }

  /// The names of the sources, in order.
  public func sources() throws -> [String] {
    try read { try directory.directory($0).sources.sorted() }
  }

  /// The first and last valid time, of one variable or of all; nil where there is none.
  public func timeSpan(of variable: Variable? = nil) throws -> ClosedRange<UTCTime>? {
    try read { connection in
      let directory = try self.directory.directory(connection)
      var result: ClosedRange<UTCTime>?
      for id in directory.variables.indices.map({ Int32($0 + 1) }) {
        guard variable == nil || directory.variable(id) == variable,
          let span = try ObservationStore.timeSpan(id, connection)
        else { continue }
        result =
          result.map {
            min($0.lowerBound, span.lowerBound)...max($0.upperBound, span.upperBound)
          } ?? span
      }
      return result
    }
  }

  private static func timeSpan(_ variable: Int32, _ connection: Database) throws -> ClosedRange<UTCTime>? {
    // Two separate queries, so that each is one step into the index.
    let first = try Int64.fetchOne(
      connection, sql: "SELECT min(valid_time) FROM observations WHERE variable = ?", arguments: [variable])
    let last = try Int64.fetchOne(
      connection, sql: "SELECT max(valid_time) FROM observations WHERE variable = ?", arguments: [variable])
    guard let first, let last else { return nil }
    return UTCTime(secondsSince1970: first)...UTCTime(secondsSince1970: last)
  }

  /// What the store holds, counted.
  public func summary() throws -> StoreSummary {
    try read { connection in
      let directory = try self.directory.directory(connection)
      func count(_ table: String) throws -> Int {
        try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table)") ?? 0
      }
      var variables: [StoreSummary.VariableEntry] = []
      for id in directory.variables.indices.map({ Int32($0 + 1) }) {
        guard let span = try ObservationStore.timeSpan(id, connection) else { continue }
        let stations = try Int.fetchOne(
          connection, sql: "SELECT count(DISTINCT station) FROM observations WHERE variable = ?", arguments: [id])
        let qualities = try Row.fetchAll(
          connection, sql: "SELECT quality, count(*) FROM observations WHERE variable = ? GROUP BY quality",
          arguments: [id]
        ).map { row in ((Quality(rawValue: row[0]) ?? .bad).name, row[1] as Int) }
        variables.append(
          StoreSummary.VariableEntry(
            variable: directory.variable(id), count: qualities.reduce(0) { $0 + $1.1 }, first: span.lowerBound,
            last: span.upperBound, stations: stations ?? 0,
            qualities: Dictionary(qualities, uniquingKeysWith: +)))
      }
      variables.sort { $0.variable.description < $1.variable.description }
      let sources = try Row.fetchAll(
        connection, sql: "SELECT source, count(*), max(imported_at) FROM imports GROUP BY source ORDER BY source"
      ).map { row in
        StoreSummary.SourceEntry(source: row[0], files: row[1], lastImport: UTCTime(secondsSince1970: row[2]))
      }
      return StoreSummary(
        observations: variables.reduce(0) { $0 + $1.count }, superseded: try count("superseded"),
        stations: directory.identifiers.count,
        moves: directory.histories.values.reduce(0) { $0 + $1.places.count - 1 },
        imports: try count("imports"), first: variables.map(\.first).min(), last: variables.map(\.last).max(),
        variables: variables, sources: sources)
    }
  }

  /// The files imported, oldest first.
  public func imports() throws -> [ImportSummary] {
    try read { connection in
      try String.fetchAll(connection, sql: "SELECT summary FROM imports ORDER BY id").map(ImportSummary.init(json:))
    }
  }

  /// A digest of what is observed: of every report, with its place and quality, of some variables or
  /// of all, in a window of valid times.
  ///
  /// It depends on the reports alone: not on the order of imports, the files they came from, or
  /// the names of stations. As 64 hexadecimal digits.
  public func contentDigest(
    of variables: [Variable]? = nil, from: UTCTime = .distantPast, through: UTCTime = .distantFuture
  ) throws -> String {
    let known = try read { try directory.directory($0).variables }
    var hash = SHA256()
    for variable in (variables ?? known).sorted(by: { $0.description < $1.description }) {
      let reports = try reports(of: variable, from: from, through: through)
      guard reports.count > 0 else { continue }
      hash.update("\(variable) \(reports.count)\n")
      for station in reports.stations {
        let height = station.elevation.map { String($0) } ?? "-"
        hash.update("\(station.id) \(station.coordinate.latitude) \(station.coordinate.longitude180) \(height)\n")
      }
      for source in reports.sources { hash.update("\(source)\n") }
      func add<Number>(_ column: [Number]) { column.withUnsafeBytes { hash.update($0) } }
      add(reports.stationIndex.map(\.littleEndian))
      add(reports.sourceIndex.map(\.littleEndian))
      add(reports.validTimes.map(\.secondsSince1970.littleEndian))
      add(reports.values.map(\.bitPattern.littleEndian))
      add(reports.qualities.map(\.rawValue))
    }
    return hash.hexDigest
  }
}

extension UTCTime {
  /// Before and after every observation that a store accepts.
  public static let distantPast = UTCTime(secondsSince1970: -8_520_336_000)
  public static let distantFuture = UTCTime(secondsSince1970: 4_102_444_800)
}
