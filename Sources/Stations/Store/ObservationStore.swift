import Foundation
import GRDB

/// Station observations in one SQLite file.
///
/// Writing is atomic by file: an import that fails or is killed leaves the store as it was. Readers
/// may be open while a writer works, and see what was there when each of their calls began.
public final class ObservationStore: Sendable {
  /// The database's path, or `:memory:`.
  public let path: String
  let database: any DatabaseWriter
  let directory = StationDirectoryCache()

  public enum Access: Sendable {
    /// Reads what is there; the file must exist.
    case reading
    /// Reads and writes; creates the file where there is none, and brings an older one up to date.
    case writing
  }

  /// Opens a database.
  ///
  /// Throws where the file does not exist and is only to be read, where it is no SQLite database,
  /// one of another program, or one written by a newer version of this package.
  public init(path: String, access: Access = .writing) throws {
    self.path = path
    guard access == .writing || FileManager.default.fileExists(atPath: path) else {
      throw StationsError(
        path, "no such database; make one with `verify observations import --database \(path) FILE...`")
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw StationsError(path, "is a folder; name the SQLite file of observations")
    }
    var configuration = Configuration()
    configuration.readonly = access == .reading
    configuration.busyMode = .timeout(30)
    configuration.label = "observations"
    configuration.prepareDatabase { connection in
      try connection.execute(sql: "PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY;")
      if access == .writing { try connection.execute(sql: "PRAGMA synchronous = NORMAL;") }
    }
    do {
      try ObservationStore.refuseForeign(path)
      database = try DatabasePool(path: path, configuration: configuration)
      if access == .writing { try Schema.migrator.migrate(database) }
      try refuseOther()
    } catch let error as DatabaseError {
      throw StationsError(path, ObservationStore.explain(error))
    }
  }

  private init(_ queue: DatabaseQueue) throws {
    path = ":memory:"
    database = queue
    try Schema.migrator.migrate(queue)
  }

  /// An empty store that lives as long as it is held.
  public static func inMemory() throws -> ObservationStore { try ObservationStore(DatabaseQueue()) }

  /// Looks before anything is written: a database of another program is left untouched.
  private static func refuseForeign(_ path: String) throws {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, size > 0
    else { return }
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let (application, tables) = try queue.read { connection in
      (
        try Int32.fetchOne(connection, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      )
    }
    guard application == Schema.applicationID || tables == 0 else {
      throw StationsError(
        path, "this SQLite database holds something else than this package's observations; name another file")
    }
  }

  private func refuseOther() throws {
    let (isNewer, isComplete) = try database.read { connection in
      (
        try Schema.migrator.hasBeenSuperseded(connection),
        try Schema.migrator.hasCompletedMigrations(connection)
      )
    }
    if isNewer {
      throw StationsError(path, "the database was written by a newer version of verify; update verify to read it")
    }
    if !isComplete {
      throw StationsError(
        path,
        "the database is empty or was written by an older version of verify; import into it once to bring it up to date"
      )
    }
  }

  static func explain(_ error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_NOTADB: "this is no SQLite database; name another file"
    case .SQLITE_CANTOPEN: "the database can't be opened or made; check that its folder exists and may be written"
    case .SQLITE_READONLY: "the database may not be written; check its permissions"
    case .SQLITE_BUSY: "another process has been writing to the database for 30 s; try again when it has ended"
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_CORRUPT: "the database is damaged (\(error.message ?? "no detail")); restore a copy or import again"
    default: "SQLite: \(error.message ?? "\(error.resultCode)")"
    }
  }

  /// Reads in one snapshot.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try database.read(body)
    } catch let error as DatabaseError {
      throw StationsError(path, ObservationStore.explain(error))
    }
  }
}
